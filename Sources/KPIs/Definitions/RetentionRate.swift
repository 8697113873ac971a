import Domain

/// How many of those who were there stayed.
public enum RetentionRate: KPI {
    public static let sheet = Sheet(
        id: "retention_rate",
        version: 1,
        title: "Retention rate",
        question: "Of those who were there when the period began, how many are when it ends?",
        formula: """
            Of the people employed on the day before the period, the share whose same employment still holds on the \
            period's last day. Who joined meanwhile is in neither number; who left and came back is not retained. \
            People count for the team of the day before the period, wherever they went.
            """,
        measures: [.init(title: "people present before the period", statistics: [ratio])],
        direction: .higherIsBetter,
        inputs: Workforce.inputs,
        unfinished: "What is known of days after the period is not used: who leaves then is retained.",
        missing: """
            A separation in turnover stands over left_on in people; without either for anybody, ever, there is no \
            figure. A separation of the period that ends no known employment, or one that another ended before, is not \
            counted and lowers the coverage. Who was in no known team counts for the organization only.
            """,
        reference: "SHRM, retention rate. Limits: Wilson 1927, doi:10.1080/01621459.1927.10502953."
    )

    private static let ratio = Sheet.Statistic("ratio", .ratio, "share who stayed")

    public static func figures(in view: PeriodView) -> [Figure] {
        guard view.hasInputs(requiredBy: sheet) else { return [] }
        let workforce = view.workforce
        let cohort = workforce.members.filter { $0.placeBefore != nil }
        var parts = ScopedPeople(false)
        for member in cohort {
            parts.change(member.person, at: member.placeBefore ?? .unknown) { $0 = !workforce.hasLeft(member) }
        }
        let coverage = workforce.coverage(of: cohort) { $0.placeBefore ?? .unknown }
        return parts.byScope(view.facts.symbols).map { scope, rows in
            var digest = Contributors.Digest()
            for row in rows {
                digest.add(person: view.facts.people[Int(row.person)], contribution: row.value ? 1 : 0)
            }
            return Figure(
                cell: Cell(measure: "default", scope: scope, breakdown: .none, statistic: ratio.id), unit: ratio.unit,
                estimate: Wilson.estimate(rows.count { $0.value }, of: rows.count), n: rows.count, censored: nil,
                coverage: coverage[scope.kind], contributors: Contributors(people: rows.count, digest: digest))
        }.inOrderOfCells
    }
}
