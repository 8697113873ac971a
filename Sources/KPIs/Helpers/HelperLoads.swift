import Domain

/// What each person gave in a window, for the organization, each department and each team.
struct HelperLoads {
    struct Load {
        let person: Person
        var pieces: Int32 = 0
        /// Those known.
        var minutes = 0.0
        var hasMinutes = false
    }

    struct OfScope {
        let scope: Scope
        /// Records of help there, those that lack a helper included.
        let records: Int
        /// Who gave a piece there.
        let helpers: [Load]
        /// Who was there on the last day, with what they gave there.
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
        var positions: ArraySlice<Int32> = []
        var present: [Person] = []
    }

    init(view: PeriodView) {
        self.view = view
        pieces = Pieces(view: view, details: [.minutes])
        places = pieces.places(in: view)
        let lastDate = view.window.lastDate
        let lastPlace: [Place?] = view.facts.everybody.map { person in
            view.facts.roster.isEmployed(person, on: lastDate) ? view.facts.place(of: person, on: lastDate) : nil
        }
        let everybody = view.facts.everybody.filter { lastPlace[$0.index] != nil }
        let everything = Array(Int32(0)..<Int32(pieces.count))
        var parts = [Part(scope: .organization, positions: everything[...], present: everybody)]
        let texts = view.facts.symbols.texts
        var splitter = Splitter(keyCount: texts.count)
        let levels = [
            (
                ScopeKind.department, places.map(\.department.ordinal),
                lastPlace.map { ($0?.department ?? .unknown).ordinal }
            ),
            (.team, places.map(\.team.ordinal), lastPlace.map { ($0?.team ?? .unknown).ordinal }),
        ]
        for (kind, keys, lastKeys) in levels {
            var byPlace: [Int32: Part] = [:]
            func part(_ place: Int32) -> Part { Part(scope: Scope(kind, texts[Int(place)])) }
            for (place, positions) in splitter.split(everything, by: keys) {
                byPlace[place, default: part(place)].positions = positions
            }
            for (place, people) in splitter.split(everybody.map(\.ordinal), by: lastKeys) {
                byPlace[place, default: part(place)].present = people.map { Person(ordinal: $0) }
            }
            parts += byPlace.values
        }
        self.parts = parts
    }

    var byScope: [OfScope] {
        var sums = Sums(personCount: view.facts.people.count)
        return parts.map { part in
            let helperless = part.scope == .organization ? pieces.helperlessCount : 0
            return sums.loads(pieces, at: part.positions, scope: part.scope, also: helperless, present: part.present)
        }
    }

    /// The share of records that have a helper in `people`, what `isComplete` asks of the piece at a position, and
    /// below the organization a known place. Nothing without records.
    func coverage(isComplete: (Int) -> Bool) -> [ScopeKind: Double] {
        var tally = CoverageTally()
        tally.addIncomplete(pieces.helperlessCount)
        for position in 0..<pieces.count {
            tally.add(
                isComplete: view.isKnown(pieces.helper[position]) && isComplete(position),
                place: places[position])
        }
        return tally.shares
    }
}

/// Sums by person, with one table for many parts.
private struct Sums {
    /// By person; nothing of anybody between two parts.
    private var sums: [HelperLoads.Load]

    init(personCount: Int) {
        sums = Person.all(personCount).map { HelperLoads.Load(person: $0) }
    }

    /// `others`: records without a helper.
    mutating func loads(
        _ pieces: Pieces, at positions: ArraySlice<Int32>, scope: Scope, also others: Int, present: [Person]
    ) -> HelperLoads.OfScope {
        let (helpers, minutes) = (pieces.helper, pieces.minutes)
        var touched: [Person] = []
        // As a buffer: an array that changes would be asked for its references with every piece.
        sums.withUnsafeMutableBufferPointer { sums in
            for position in positions {
                let person = helpers[Int(position)]
                if sums[person.index].pieces == 0 { touched.append(person) }
                sums[person.index].pieces += 1
                let minutes = minutes[Int(position)]
                guard !minutes.isNaN else { continue }
                sums[person.index].minutes += minutes
                sums[person.index].hasMinutes = true
            }
        }
        defer { for person in touched { sums[person.index] = HelperLoads.Load(person: person) } }
        return HelperLoads.OfScope(
            scope: scope, records: positions.count + others, helpers: touched.map { sums[$0.index] },
            present: present.map { sums[$0.index] })
    }
}
