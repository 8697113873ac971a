import Domain

/// What each person gave in a window, for the organization, each department and each team.
struct HelperLoads {
    struct Load {
        var pieces = 0
        /// Those known.
        var minutes = 0.0
        var hasMinutes = false
        /// Whether they were there on the last day before the window's end.
        var isPresent = false

        /// A piece; NaN where its minutes are unknown.
        fileprivate mutating func add(minutes: Double) {
            pieces += 1
            guard !minutes.isNaN else { return }
            self.minutes += minutes
            hasMinutes = true
        }
    }

    let pieces: Pieces
    private(set) var loads = ScopedPeople(Load())
    private let view: PeriodView
    /// By piece: where its helper worked on its day.
    private let places: [Place]

    init(view: PeriodView) {
        self.view = view
        pieces = Pieces(view: view, details: [.minutes])
        places = pieces.places(in: view)
        let lastDate = view.window.lastDate
        let byHelper = PositionsByKey(pieces.helper, keyCount: view.facts.people.count)
        for person in view.facts.everybody {
            for positions in Self.runs(of: byHelper[person], at: places) {
                loads.change(person, at: places[Int(positions[positions.startIndex])]) { load in
                    for position in positions { load.add(minutes: pieces.minutes[Int(position)]) }
                }
            }
            guard view.facts.roster.isEmployed(person, on: lastDate) else { continue }
            loads.change(person, at: view.facts.place(of: person, on: lastDate)) { $0.isPresent = true }
        }
    }

    /// Positions that follow each other at one place, together: a person's loads are looked up once for them.
    private static func runs(of positions: ArraySlice<Int32>, at places: [Place]) -> [ArraySlice<Int32>] {
        var runs: [ArraySlice<Int32>] = []
        var begin = positions.startIndex
        for index in positions.indices.dropFirst()
        where places[Int(positions[index])] != places[Int(positions[begin])] {
            runs.append(positions[begin..<index])
            begin = index
        }
        if begin < positions.endIndex { runs.append(positions[begin...]) }
        return runs
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

    /// Records of help in a scope, those that lack a helper included, and who gave them.
    func records(of rows: [ScopedPeople<Load>.Row], in scope: Scope) -> Population {
        let helpers = rows.filter { $0.value.pieces > 0 }
        let shares = helpers.map { (person: $0.person, hash: mix(Double($0.value.pieces).bitPattern)) }
        return Population(
            n: helpers.reduce(scope == .organization ? pieces.helperlessCount : 0) { $0 + $1.value.pieces },
            contributors: Contributors(people: helpers.count, digest: view.digest(of: shares)))
    }
}
