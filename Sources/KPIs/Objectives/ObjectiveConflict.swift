import Domain

/// How many people have agreed to help, and are held to what pays for not helping.
public enum ObjectiveConflict: KPI {
    public static let sheet = Sheet(
        id: "objective_conflict",
        version: 1,
        title: "Objectives against agreements",
        question: "How many people have agreed to help others and are measured by what helping costs them?",
        formula: """
            Of the people who hold a support agreement on the last day of the period, the share who on that day are \
            held to a forced rank, or to individual targets and nothing else. A forced rank sets people against each \
            other, and where all targets are one's own, an hour given is an hour lost. Whether anybody helps less for \
            it is not said; and agreements are voluntary: who has none is in neither number.

            Somebody without an objective is not in conflict.

            Limits are Wilson's.
            """,
        measures: [measure],
        direction: .lowerIsBetter,
        inputs: HeldAgreements.inputs + HeldObjectives.inputs([Objectives.kind]) + Place.inputs(),
        unfinished: "An agreement or an objective without an end lasts on.",
        missing: """
            Somebody with an objective whose kind isn't known is left out and lowers the coverage, unless another one \
            is a forced rank. Somebody who isn't in people counts for the organization only, and lowers the coverage. \
            People count for the team and department of that day; somebody who had left by then and whose agreement \
            goes on counts for the organization only.
            """,
        reference: "Convention. Limits: Wilson 1927, doi:10.1080/01621459.1927.10502953.",
        briefing: .init(
            .stayingAndRewards, matters: .fivePoints,
            next: "Who agreed to help and is measured by what helping costs them?"))

    private static let ratio = Sheet.Statistic(
        "ratio", .ratio, "share held to a forced rank or to individual targets alone", adds: .mean(over: [.scope]),
        minimum: .coded)
    private static let measure = Sheet.Measure(
        title: "people with an agreement", headline: ratio, statistics: [ratio])

    private static let forcedRank = "forced_rank"
    private static let individualTarget = "individual_target"

    public static func observe(into figures: inout Assembler) {
        let view = figures.view
        let (objectives, kinds) = (HeldObjectives(view: view), view.facts[Objectives.kind])
        let agreements = HeldAgreements(view: view)
        let verdicts = agreements.holders.map { holder in
            isInConflict(objectives.rows(of: holder.person).map { view.facts.symbols[kinds[$0]] })
        }
        var records = agreements.records(in: view) { verdicts[$0].map { $0 ? 2 : 1 } ?? 0 }
        records.isMeasured = { verdicts[$0] != nil }
        figures.add(measure, of: records) {
            [.init(ratio, shareOf: $0.positions) { verdicts[Int($0)] == true }]
        }
    }

    /// By the kinds of somebody's objectives; `nil` where those that are unknown could change it.
    private static func isInConflict(_ kinds: [String?]) -> Bool? {
        if kinds.contains(forcedRank) { return true }
        guard !kinds.contains(nil) else { return nil }
        return !kinds.isEmpty && kinds.allSatisfy { $0 == individualTarget }
    }
}
