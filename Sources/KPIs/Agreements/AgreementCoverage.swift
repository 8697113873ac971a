import Domain

/// How many people have said what help they will give, and how fresh that is.
public enum AgreementCoverage: KPI {
    public static let sheet = Sheet(
        id: "agreement_coverage",
        version: 1,
        title: "Support agreements",
        question: "How many people have an agreement on the help that they give, and is it kept up?",
        formula: """
            Of the people employed on the last day of the period, the share who hold a support agreement that is valid \
            then. Agreements are voluntary: the share is no target, and that somebody has none says nothing about how \
            they help.

            reviewed: of the people who hold an agreement on that day, the share of whom one began or was reviewed at \
            most \(freshDays) days before the period's end. A change of hours begins anew.

            Limits are Wilson's.
            """,
        measures: [held, reviewed],
        direction: .none,
        inputs: HeldAgreements.inputs + [.init([AgreementStretches.reviewedOn], .whereKnown)] + Place.inputs(),
        unfinished: "An agreement without an end lasts on, and a review that is still to come doesn't count yet.",
        missing: """
            Without people there is no share of those present, without reviewed_on nothing is said of reviews; where a \
            row has none, the agreement was not reviewed. A row knows its last review alone: where a later one was \
            written over it, periods before that no longer see the earlier. An agreement of 0 hours is one.

            Somebody who holds an agreement and isn't in people counts for the organization in reviewed, is not among \
            those present, and lowers the coverage of both. People count for the team and department of that day. An \
            agreement that outlasts the employment of its holder counts for the organization only, in reviewed, until \
            it is ended.
            """,
        reference: """
            Convention; \(freshDays) days are a quarter. Limits: Wilson 1927, doi:10.1080/01621459.1927.10502953.
            """,
        briefing: .init(
            .helpers, matters: .fivePoints,
            next: "Who has no agreement or an old one, and when will it be talked over?",
            noTarget: "agreements are voluntary"))

    private static let held = Sheet.Measure(
        title: "people present", needs: [Datasets.people], headline: ratio, statistics: [ratio])
    private static let ratio = Sheet.Statistic(
        "ratio", .ratio, "share who hold an agreement", adds: .mean(over: [.scope]), minimum: .coded)
    private static let reviewed = Sheet.Measure(
        id: "reviewed", title: "people with an agreement", needs: [AgreementStretches.reviewedOn],
        statistics: [fresh])
    private static let fresh = Sheet.Statistic(
        "ratio", .ratio, "share with one that began or was reviewed within \(freshDays) days",
        direction: .higherIsBetter, adds: .mean(over: [.scope]), minimum: .coded)

    /// The longest quarter.
    private static let freshDays = 92

    public static func observe(into figures: inout Assembler) {
        let view = figures.view
        let agreements = HeldAgreements(view: view)
        let holders = Set(agreements.holders.map(\.person))
        let present = PresentPeople(in: view)
        let isHolder = present.people.map(holders.contains)
        let records = present.records(in: view, strangers: view.strangers(among: agreements.holders.map(\.person))) {
            isHolder[$0] ? 1 : 0
        }
        figures.add(held, of: records) { [.init(ratio, shareOf: $0.positions) { isHolder[Int($0)] }] }

        let hasFresh = agreements.holders.map { $0.stretches.contains { isFresh($0, on: view.window.lastDate) } }
        figures.add(reviewed, of: agreements.records(in: view) { hasFresh[$0] ? 1 : 0 }) {
            [.init(fresh, shareOf: $0.positions) { hasFresh[Int($0)] }]
        }
    }

    /// `day`: the last one, after which the period ends.
    private static func isFresh(_ agreement: Agreements.Stretch, on day: LocalDate) -> Bool {
        let earliest = day.advanced(byDays: 1 - freshDays)
        let reviewedOn = agreement.reviewedOn.flatMap { $0 <= day ? $0 : nil }
        return max(agreement.from, reviewedOn ?? .distantPast) >= earliest
    }
}
