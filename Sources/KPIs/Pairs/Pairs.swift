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

    /// Positions of those that last on a day.
    func positions(on day: LocalDate) -> [Int] {
        supported.indices.filter { from[$0] <= day && day < to[$0] }
    }
}

/// The meetings of pairs of one kind that were planned before a window's end, by position.
struct Meetings {
    let supporter: [Person]
    let supported: [Person]
    let plannedAt: [Instant]
    /// `nil` where it wasn't held before the window's end.
    let heldAt: [Instant?]
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
        let to = view.window.to
        let all = facts.rows(of: Datasets.pairMeetings).filter { planned[$0] < to }
        let rows = all.filter { symbols[kinds[$0]] == kind.rawValue }
        supporter = rows.map { supporters[$0] }
        self.supported = rows.map { supported[$0] }
        plannedAt = rows.map { planned[$0] }
        heldAt = rows.map { held[$0] < to ? held[$0] : nil }
        pairlessCount = all.count { !kinds[$0].isKnown && planned[$0] >= view.window.from }
    }
}
