import Domain

/// The pairs of one kind, by position.
struct Pairs {
    /// As the datasets name them.
    enum Kind: String {
        case mentor, buddy
    }

    let supporter: [Person]
    let supported: [Person]
    /// `[from, to)`.
    let from: [LocalDate]
    let to: [LocalDate]

    static func inputs(reach: Int = 0) -> [Sheet.Input] {
        [
            .init(
                [Pairings.id, Pairings.supporter, Pairings.supported, Pairings.kind, Pairings.validFrom], .always,
                reach: reach),
            .init([Pairings.validTo], .whereKnown, reach: reach),
        ]
    }

    init(_ kind: Kind, in facts: Facts) {
        let (supporters, supported) = (facts[Pairings.supporter], facts[Pairings.supported])
        let (kinds, symbols) = (facts[Pairings.kind], facts.symbols)
        let (from, to) = (facts[Pairings.validFrom], facts[Pairings.validTo])
        let rows = facts.rows(of: Datasets.pairings).filter { symbols[kinds[$0]] == kind.rawValue }
        supporter = rows.map { supporters[$0] }
        self.supported = rows.map { supported[$0] }
        self.from = rows.map { from[$0] }
        self.to = rows.map { to[$0] }
    }

    /// Those that last on a day, ascending. One that is told of under several ids is there once.
    func lasting(on day: LocalDate) -> [(supported: Person, supporter: Person)] {
        supported.indices.filter { from[$0] <= day && day < to[$0] }
            .map { (supported: supported[$0], supporter: supporter[$0]) }
            .sorted { $0 < $1 }.runs { $0 == $1 }.compactMap(\.first)
    }
}

/// The meetings of pairs of one kind that were planned before a window's end, by position. One that is told of under
/// several ids of its pair is there once.
struct Meetings {
    let supporter: [Person]
    let supported: [Person]
    let plannedAt: [Instant]
    /// `nil` where it wasn't held before the window's end; of several the first.
    let heldAt: [Instant?]
    /// Since when they are a pair; of several days the last.
    let pairedFrom: [LocalDate]
    /// Those of the window whose pair isn't in the data, so that nobody knows of which kind they are.
    let pairlessCount: Int

    static func inputs(reach: Int = 0) -> [Sheet.Input] {
        [.init([PairMeetings.pairing, PairMeetings.plannedAt, PairMeetings.heldAt], .whereKnown, reach: reach)]
    }

    init(_ kind: Pairs.Kind, in view: PeriodView) {
        let facts = view.facts
        let (supporters, supported) = (facts[PairMeetings.supporter], facts[PairMeetings.supported])
        let (kinds, symbols) = (facts[PairMeetings.kind], facts.symbols)
        let (planned, held) = (facts[PairMeetings.plannedAt], facts[PairMeetings.heldAt])
        let from = facts[PairMeetings.pairedFrom]
        let to = view.window.to
        let all = facts.rows(of: Datasets.pairMeetings).filter { planned[$0] < to }
        func key(_ row: Row) -> (Person, Person, Instant) { (supported[row], supporters[row], planned[row]) }
        let rows = all.filter { symbols[kinds[$0]] == kind.rawValue }.sorted { key($0) < key($1) }
        let meetings = rows.runs { key($0) == key($1) }
        let first = meetings.compactMap(\.first)
        supporter = first.map { supporters[$0] }
        self.supported = first.map { supported[$0] }
        plannedAt = first.map { planned[$0] }
        heldAt = meetings.map { rows in
            let first = rows.reduce(Instant.never) { min($0, held[$1]) }
            return first < to ? first : nil
        }
        pairedFrom = meetings.map { $0.reduce(.distantPast) { max($0, from[$1]) } }
        pairlessCount = all.count { !kinds[$0].isKnown && planned[$0] >= view.window.from }
    }
}

extension Array {
    /// Stretches of neighbours that are alike, in order.
    fileprivate func runs(_ areAlike: (Element, Element) -> Bool) -> [ArraySlice<Element>] {
        var runs: [ArraySlice<Element>] = []
        var first = 0
        for index in indices where index + 1 == count || !areAlike(self[index], self[index + 1]) {
            runs.append(self[first...index])
            first = index + 1
        }
        return runs
    }
}
