import Domain

/// What each person gave in a window, for the organization, each department and each team.
struct HelperLoads {
    struct Load {
        let person: Int32
        let total: Double
    }

    struct OfScope {
        let scope: Scope
        /// Who gave a piece there whose size is known, by person.
        let helpers: [Load]
        /// Who was there on the last day, with what they gave there: 0 without a piece, nobody whose pieces all lack
        /// a size.
        let present: [Load]
    }

    let pieces: Pieces
    private let view: PeriodView
    /// By piece: where its helper worked on its day.
    private let places: [Place]
    /// By person: where they were on the last day before the window's end; `nil` who wasn't employed.
    private let lastPlace: [Place?]

    init(view: PeriodView) {
        self.view = view
        pieces = Pieces(view: view)
        places = pieces.places(in: view)
        let lastDate = view.window.lastDate
        lastPlace = view.facts.people.indices.map { person in
            view.facts.roster.isEmployed(Int32(person), on: lastDate)
                ? view.facts.place(of: Int32(person), on: lastDate) : nil
        }
    }

    /// `size` says what the piece at a position counts; NaN where unknown.
    func byScope(size: (Int) -> Double) -> [OfScope] {
        var sums = Sums(personCount: view.facts.people.count)
        let sizes = (0..<pieces.count).map(size)
        let everybody = lastPlace.indices.filter { lastPlace[$0] != nil }.map { Int32($0) }
        let organization = sums.loads(
            scope: .organization, positions: Array(Int32(0)..<Int32(pieces.count)), pieces.helper, sizes, everybody)
        return [organization]
            + byPlace(.department, places.map(\.department), lastPlace.map { $0?.department }, everybody, sizes, &sums)
            + byPlace(.team, places.map(\.team), lastPlace.map { $0?.team }, everybody, sizes, &sums)
    }

    private func byPlace(
        _ kind: ScopeKind, _ placeOfPiece: [Int32], _ placeOfPerson: [Int32?], _ everybody: [Int32],
        _ sizes: [Double], _ sums: inout Sums
    ) -> [OfScope] {
        let texts = view.facts.symbols.texts
        var splitter = Splitter(keyCount: texts.count)
        let given = splitter.split(Array(Int32(0)..<Int32(pieces.count)), by: placeOfPiece)
        let present = splitter.split(everybody, by: placeOfPerson.map { $0 ?? SymbolTable.none })
        let positions = Dictionary(uniqueKeysWithValues: given.map { ($0.key, $0.positions) })
        let people = Dictionary(uniqueKeysWithValues: present.map { ($0.key, $0.positions) })
        return Set(positions.keys).union(people.keys).sorted().map { place in
            sums.loads(
                scope: Scope(kind, texts[Int(place)]), positions: positions[place] ?? [], pieces.helper, sizes,
                people[place] ?? [])
        }
    }

    /// The share of records that have a helper in `people`, what `isComplete` asks of the piece at a position, and
    /// below the organization a known place. Nothing without records.
    func coverage(isComplete: (Int) -> Bool) -> [ScopeKind: Double] {
        var tally = CoverageTally()
        tally.addIncomplete(pieces.helperlessCount)
        for position in 0..<pieces.count {
            tally.add(
                isComplete: view.isInPeople(pieces.helper[position]) && isComplete(position), place: places[position])
        }
        return tally.shares
    }
}

/// Sums by person, with one table for many parts.
private struct Sums {
    /// By person: the sum, and what is known of it.
    private var sums: [Double]
    private var states: [State]

    private enum State { case noPiece, unknownSize, known }

    init(personCount: Int) {
        sums = Array(repeating: 0, count: personCount)
        states = Array(repeating: .noPiece, count: personCount)
    }

    mutating func loads(
        scope: Scope, positions: [Int32], _ helpers: [Int32], _ sizes: [Double], _ present: [Int32]
    ) -> HelperLoads.OfScope {
        var touched: [Int32] = []
        for position in positions {
            let person = helpers[Int(position)]
            if states[Int(person)] == .noPiece {
                touched.append(person)
                states[Int(person)] = .unknownSize
            }
            let size = sizes[Int(position)]
            guard !size.isNaN else { continue }
            states[Int(person)] = .known
            sums[Int(person)] += size
        }
        defer {
            for person in touched {
                sums[Int(person)] = 0
                states[Int(person)] = .noPiece
            }
        }
        let load = { (person: Int32) in HelperLoads.Load(person: person, total: self.sums[Int(person)]) }
        return HelperLoads.OfScope(
            scope: scope, helpers: touched.filter { states[Int($0)] == .known }.map(load),
            present: present.filter { states[Int($0)] != .unknownSize }.map(load))
    }
}
