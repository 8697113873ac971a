import Domain

/// How long people stay, from what happened within a year.
public enum TenureSurvival: KPI {
    public static let sheet = Sheet(
        id: "tenure_survival",
        version: 2,
        title: "Tenure survival",
        question: "How long do people stay?",
        formula: """
            Tenure is counted in days from joined_on; a renewal of the contract without a working day between goes on, \
            a rehire starts again. Every employment that touches the twelve months enters at the tenure that it had on \
            their first day, or at 0, and leaves at its end or, while it lasts, at the end of the months. s90, s365 \
            and s730 are the Kaplan-Meier estimates of the share still there after so many days, p50 the first tenure \
            at which at most half are. An employment counts for the team of its last day in the period. An ad-hoc \
            window stands in place of the twelve months.
            """,
        measures: [.init(title: "employments", statistics: [s90, s365, s730, p50])],
        direction: .higherIsBetter,
        inputs: Workforce.inputs(needsLeavers: true),
        settings: [Settings.leaversName],
        periods: [.year],
        unfinished: """
            People who are still employed are censored at the end of the twelve months. From the first tenure at which \
            nobody is observed while somebody is at a longer one, nothing is estimated; what is not reached has no \
            value. A share before anybody has left has no limits.
            """,
        missing: """
            A separation in turnover takes precedence over left_on in people; if neither was ever given for anybody, \
            there is no figure. A separation that ends no known employment, or one that a newer one replaced, is not \
            counted and lowers the coverage. Somebody who was in no known team on the last day counts for the \
            organization only; somebody who left on the day of joining, for the team of that row.
            """,
        reference: """
            Kaplan, Meier 1958, doi:10.1080/01621459.1958.10501452, with limits by log(-log S). Period analysis: \
            Brenner, Gefeller 1996, Cancer 78, 2004-2010. Limits of the median: Brookmeyer, Crowley 1982, \
            doi:10.2307/2530286.
            """
    )

    private static let s90 = Sheet.Statistic("s90", .ratio, "share still there after 90 days")
    private static let s365 = Sheet.Statistic("s365", .ratio, "share still there after 365 days")
    private static let s730 = Sheet.Statistic("s730", .ratio, "share still there after 730 days")
    // Half of ten people stay on either side of a median.
    private static let p50 = Sheet.Statistic("p50", .seconds, "median tenure", leastPeople: 10)
    private static let secondsPerDay = 86_400.0

    public static func figures(in view: PeriodView) -> [Figure] {
        guard view.hasInputs(requiredBy: sheet) else { return [] }
        let workforce = view.workforce
        var parts = ScopedPeople([Observation]())
        for member in workforce.members {
            let joined = member.employment.joinedOn.daysSinceEpoch
            let end = min(member.employment.leftOn, workforce.to).daysSinceEpoch
            let observation = Observation(
                entry: Int64(max(0, workforce.from.daysSinceEpoch - joined)), exit: Int64(end - joined),
                outcome: workforce.hasLeft(member) ? .event : .censored)
            parts.change(member.person, at: member.lastPlace) { $0.append(observation) }
        }
        let coverage = workforce.coverage(of: workforce.members, at: \.lastPlace)
        let known = Dictionary(uniqueKeysWithValues: parts.byScope(view.facts.symbols).map { ($0.scope, $0.rows) })
        return workforce.byScope(workforce.members, at: \.lastPlace, view.facts).flatMap { scope, inside in
            let rows = known[scope] ?? []
            let observations = rows.flatMap(\.value)
            let curve = KaplanMeier(observations)
            var digest = Contributors.Digest()
            for row in rows {
                for observation in row.value {
                    let contribution = mix(mix(UInt64(observation.entry)) ^ UInt64(observation.exit))
                    digest.add(
                        person: view.facts.people[Int(row.person)],
                        contribution: contribution ^ UInt64(observation.outcome.rawValue))
                }
            }
            let median = curve.quantile(0.5)
            let estimates = [
                (s90, curve.survival(at: 90)), (s365, curve.survival(at: 365)), (s730, curve.survival(at: 730)),
                (
                    p50,
                    Estimate(
                        median.value.map { $0 * secondsPerDay }, lower: median.lower.map { $0 * secondsPerDay },
                        upper: median.upper.map { $0 * secondsPerDay })
                ),
            ]
            let population = Population(
                n: observations.count, censored: observations.count { $0.outcome == .censored },
                contributors: Contributors(people: rows.count, digest: digest))
            func everybody() -> Population {
                var everybody = workforce.population(inside, of: scope, view.facts)
                everybody.censored = population.censored
                return everybody
            }
            return estimates.compactMap { statistic, estimate in
                view.figure(
                    "default", statistic, scope, estimate, of: population, among: everybody(),
                    coverage: coverage[scope.kind], refusal: curve.gap.map { _ in .gap })
            }
        }.inOrderOfCells
    }
}
