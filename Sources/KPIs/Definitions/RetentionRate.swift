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
        measures: [.init(title: "people present before the period", statistics: [ratio])],
        direction: .higherIsBetter,
        inputs: Workforce.inputs(needsLeavers: true),
        settings: [Settings.leaversName],
        unfinished: "What is known of days after the period is not used: who leaves then is retained.",
        missing: """
            A separation in turnover takes precedence over left_on in people; if neither was ever given for anybody, \
            there is no figure. A separation of the period that ends no known employment, or one that a newer one \
            replaced, is not counted and lowers the coverage. Who was in no known team counts for the organization \
            only.
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
        func place(_ member: Workforce.Member) -> Place { member.placeBefore ?? .unknown }
        let coverage = workforce.coverage(of: cohort, at: place)
        let known = Dictionary(uniqueKeysWithValues: parts.byScope(view.facts.symbols).map { ($0.scope, $0.rows) })
        return workforce.byScope(cohort, at: place, view.facts).compactMap { scope, inside in
            let rows = known[scope] ?? []
            var digest = Contributors.Digest()
            for row in rows {
                digest.add(person: view.facts.people[Int(row.person)], contribution: row.value ? 1 : 0)
            }
            return view.figure(
                "default", ratio, scope, Wilson.estimate(rows.count { $0.value }, of: rows.count),
                of: Population(n: rows.count, contributors: Contributors(people: rows.count, digest: digest)),
                among: workforce.population(inside, of: scope, view.facts), coverage: coverage[scope.kind])
        }.inOrderOfCells
    }
}
