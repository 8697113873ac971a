import Domain

/// How many of those who were there stayed.
public enum RetentionRate: KPI {
    public static let sheet = Sheet(
        id: "retention_rate",
        version: 2,
        title: "Retention rate",
        question: "Of those who were there when the period began, how many are when it ends?",
        formula: """
            Of the people employed on the day before the period, the share whose same employment still holds on the \
            period's last day. Who joined meanwhile is in neither number; who left and came back is not retained, whose \
            contract was renewed without a working day between is. \
            People count for the team of the day before the period, wherever they went.
            """,
        measures: [measure],
        direction: .higherIsBetter,
        inputs: Workforce.inputs(needsLeavers: true),
        settings: [Settings.leavers.name],
        unfinished: "What is known of days after the period is not used: who leaves then is retained.",
        missing: """
            A separation in turnover takes precedence over left_on in people; if neither was ever given for anybody, \
            there is no figure. A separation of the period that ends no known employment, or one that a newer one \
            replaced, is not counted and lowers the coverage. Who was in no known team counts for the organization \
            only.
            """,
        reference: "SHRM, retention rate. Limits: Wilson 1927, doi:10.1080/01621459.1927.10502953.",
        briefing: .init(
            .stayingAndRewards, matters: .fivePoints,
            next: "Who stayed, who left, and what told them apart?"))

    private static let measure = Sheet.Measure(
        title: "people present before the period", headline: ratio, statistics: [ratio])
    private static let ratio = Sheet.Statistic(
        "ratio", .ratio, "share who stayed", adds: .mean(over: [.scope]), minimum: .headcount)

    public static func observe(into figures: inout Assembler) {
        let workforce = figures.view.workforce
        func place(_ member: Workforce.Member) -> Place { member.placeBefore ?? .unknown }
        let cohort = workforce.members.filter { $0.placeBefore != nil }
        var stayed = ScopedPeople(false)
        for member in cohort {
            stayed.change(member.person, at: place(member)) { $0 = !workforce.hasLeft(member) }
        }
        figures.add(
            measure, of: stayed, among: Workforce.Cohort(cohort, of: workforce, at: place, in: figures.view)
        ) { rows in
            [
                .init(
                    ratio, Wilson.estimate(rows.count { $0.value }, of: rows.count),
                    of: rows.map { .init(person: $0.person, hash: $0.value ? 1 : 0) })
            ]
        }
    }
}
