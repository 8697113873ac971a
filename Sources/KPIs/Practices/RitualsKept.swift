import Domain

/// Whether teams hold the check-ins, retrospectives and reviews that they plan.
public enum RitualsKept: KPI {
    public static let sheet = Sheet(
        id: "rituals_kept",
        version: 1,
        title: "Rituals kept",
        question: "Do teams hold the rituals of support that they plan?",
        formula: """
            Of the rituals whose planned_at lies in the period, the share that was held by the period's end. A ritual is \
            a planned check-in, retrospective or support review; kinds are told apart as they are written.

            When it was held doesn't matter, as long as that was before the period's end: earlier than planned and \
            later both count. Limits are Wilson's.
            """,
        measures: [measure],
        direction: .higherIsBetter,
        inputs: [
            .init([Rituals.kind, Rituals.plannedAt, Rituals.heldAt], .always),
            .init([Rituals.team], .whereKnown),
        ] + Place.inputs(),
        breakdowns: [kindBreakdown],
        bucketsPerPerson: Contributors.Digest.bucketsPerNameless,
        unfinished: """
            A ritual that was held only after the period's end counts as not held in it; one that is planned for later \
            isn't there yet.
            """,
        missing: """
            A ritual without held_at wasn't held; as long as no file names the column there is no figure. A ritual \
            belongs to the team that its row names, and to the department of that team on the planned day; one without \
            a team counts for the organization only, and lowers the coverage of departments and teams. Rituals name \
            nobody: what counts for showing them is how many people are there, so without people nothing is shown. A kind \
            is shown where five rituals or more are of it, since kinds are free text and can have a name in them.
            """,
        reference: "Convention. Limits: Wilson 1927, doi:10.1080/01621459.1927.10502953.",
        briefing: .init(
            .supportAndSafety, matters: .fivePoints,
            next: "Which rituals fall out, and does anybody miss them?"))

    private static let kindBreakdown = "kind"
    private static let measure = Sheet.Measure(title: "planned rituals", headline: ratio, statistics: [ratio])
    private static let ratio = Sheet.Statistic(
        "ratio", .ratio, "share that was held", adds: .mean(over: [.scope, .part]), minimum: .headcount)

    public static func observe(into figures: inout Assembler) {
        let view = figures.view
        let facts = view.facts
        let (teams, kinds) = (facts[Rituals.team], facts[Rituals.kind])
        let (plannedAt, heldAt) = (facts[Rituals.plannedAt], facts[Rituals.heldAt])
        let planned = facts.rows(of: Datasets.rituals).filter { view.window.interval.contains(plannedAt[$0]) }
        let isHeld = planned.map { heldAt[$0] < view.window.to }
        var records = Records(
            count: planned.count, places: planned.map { view.place(of: teams[$0], at: plannedAt[$0]) },
            people: Nameless(count: planned.count, in: view) { position in
                let time = mix(UInt64(bitPattern: plannedAt[planned[position]].microseconds))
                return mix(time ^ (isHeld[position] ? 1 : 0))
            })
        records.divisions = [
            .init(breakdown: kindBreakdown, keys: planned.map { kinds[$0].ordinal }, texts: facts.symbols.texts)
        ]
        figures.add(measure, of: records) { group in
            let held = group.positions.count { isHeld[Int($0)] }
            return [
                .init(
                    ratio, Wilson.estimate(held, of: group.positions.count),
                    // Of a kind: it is shown by its name, which few rituals can't share.
                    sides: group.breakdown == .none ? nil : .init(of: group.positions, asRecords: true) { _ in true })
            ]
        }
    }
}
