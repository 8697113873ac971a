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
    private let parts: [Part]

    /// The pieces given in a scope, and who was there on the last day before the window's end.
    private struct Part {
        let scope: Scope
        var positions: [Int32] = []
        var present: [Int32] = []
    }

    init(view: PeriodView) {
        self.view = view
        pieces = Pieces(view: view)
        places = pieces.places(in: view)
        let lastDate = view.window.lastDate
        let lastPlace: [Place?] = view.facts.people.indices.map { person in
            view.facts.roster.isEmployed(Int32(person), on: lastDate)
                ? view.facts.place(of: Int32(person), on: lastDate) : nil
        }
        let everybody = lastPlace.indices.filter { lastPlace[$0] != nil }.map { Int32($0) }
        let everything = Array(Int32(0)..<Int32(pieces.count))
        var parts = [Part(scope: .organization, positions: everything, present: everybody)]
        let texts = view.facts.symbols.texts
        var splitter = Splitter(keyCount: texts.count)
        let levels = [
            (ScopeKind.department, places.map(\.department), lastPlace.map { $0?.department ?? SymbolTable.none }),
            (.team, places.map(\.team), lastPlace.map { $0?.team ?? SymbolTable.none }),
        ]
        for (kind, keys, lastKeys) in levels {
            var byPlace: [SymbolTable.Symbol: Part] = [:]
            func part(_ place: SymbolTable.Symbol) -> Part { Part(scope: Scope(kind, texts[Int(place)])) }
            for (place, positions) in splitter.split(everything, by: keys) {
                byPlace[place, default: part(place)].positions = positions
            }
            for (place, people) in splitter.split(everybody, by: lastKeys) {
                byPlace[place, default: part(place)].present = people
            }
            parts += byPlace.values
        }
        self.parts = parts
    }

    /// `size` says what the piece at a position counts; NaN where unknown.
    func byScope(size: (Int) -> Double) -> [OfScope] {
        var sums = Sums(personCount: view.facts.people.count)
        let sizes = (0..<pieces.count).map(size)
        return parts.map { part in
            sums.loads(
                scope: part.scope, positions: part.positions, pieces.helper, sizes, part.present)
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
