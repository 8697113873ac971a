import Domain

/// How long people stay, from what happened within a year.
public enum TenureSurvival: KPI {
    public static let sheet = Sheet(
        id: "tenure_survival",
        version: 2,
        title: "Tenure survival",
        question: "How long do people stay?",
        formula: """
            s90, s365 and s730 are the Kaplan-Meier estimates of the share still there after so many days, p50 the \
            first tenure at which at most half are. Tenure is counted in days from joined_on; a renewal of the \
            contract without a working day between goes on, a rehire starts again.

            Every employment that touches the twelve months enters at the tenure that it had on their first day, or at \
            0, and leaves at its end or, while it lasts, at the end of the months. An ad-hoc window stands in place of \
            the twelve months.

            An employment counts for the team of its last day in the period.
            """,
        measures: [measure],
        direction: .higherIsBetter,
        inputs: Workforce.inputs(needsLeavers: true),
        settings: [Settings.leavers.name],
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
            """,
        briefing: .init(
            .stayingAndRewards, matters: .fivePoints,
            next: "At which point do people leave, and what happens to them then?"))

    private static let measure = Sheet.Measure(
        title: "employments", headline: s365, statistics: [s90, s365, s730, p50])
    private static let beyond = Sheet.Estimation.unless("nobody who was seen had been there for so long")
    private static let s90 = Sheet.Statistic(
        "s90", .ratio, "share still there after 90 days", estimation: beyond,
        rounding: .estimatedShare, ageInDays: 90)
    private static let s365 = Sheet.Statistic(
        "s365", .ratio, "share still there after 365 days", estimation: beyond,
        rounding: .estimatedShare, ageInDays: 365)
    private static let s730 = Sheet.Statistic(
        "s730", .ratio, "share still there after 730 days", estimation: beyond,
        rounding: .estimatedShare, ageInDays: 730)
    private static let p50 = Sheet.Statistic("p50", .seconds, "median tenure", minimum: .bothSides)

    public static func observe(into figures: inout Assembler) {
        let workforce = figures.view.workforce
        let tenures = workforce.members.map { member in
            let joined = member.employment.joinedOn.daysSinceEpoch
            let end = min(member.employment.leftOn, workforce.to).daysSinceEpoch
            return Observation(
                entry: Int64(max(0, workforce.from.daysSinceEpoch - joined)), exit: Int64(end - joined),
                outcome: workforce.hasLeft(member) ? .event : .censored)
        }
        figures.add(measure, of: workforce.records(in: figures.view) { tenures[$0].hash }) { group in
            let observations = group.positions.map { tenures[Int($0)] }
            let curve = KaplanMeier(observations)
            let censored = observations.count { $0.outcome == .censored }
            let sides = Assembler.Reading.Sides(isEvent: { tenures[Int($0)].outcome == .event }) { seconds in
                let age = Int64((seconds / Estimate.secondsOfDay).rounded())
                return (
                    group.positions.filter { tenures[Int($0)].exit <= age }[...],
                    group.positions.filter { tenures[Int($0)].exit > age }[...]
                )
            }
            return [
                (s90, curve.survival(at: 90), nil), (s365, curve.survival(at: 365), nil),
                (s730, curve.survival(at: 730), nil), (p50, curve.quantile(0.5).inSeconds, sides),
            ].map { .init($0, $1, censored: censored, refusal: curve.gap.map { _ in .gap }, sides: $2) }
        }
    }
}

extension Observation {
    fileprivate var hash: UInt64 { mix(mix(UInt64(entry)) ^ UInt64(exit)) ^ UInt64(outcome.rawValue) }
}

extension Estimate {
    fileprivate static let secondsOfDay = 86_400.0

    /// From days.
    fileprivate var inSeconds: Estimate {
        let seconds = Self.secondsOfDay
        return Estimate(
            value.map { $0 * seconds }, lower: lower.map { $0 * seconds }, upper: upper.map { $0 * seconds })
    }
}
