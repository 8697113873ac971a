import Domain

/// How often people leave, per year of somebody's being there.
public enum SeparationRate: KPI {
    public static let sheet = Sheet(
        id: "separation_rate",
        version: 2,
        title: "Separation rate",
        question: "How often do people leave, per person and year?",
        formula: """
            Separations in the period, those whose first day gone lies in it, divided by the years that everybody \
            together was employed in it: their days over 365.25. Unlike turnover it means the same in a month as in a \
            year. A separation belongs to the team of the person's last day, each day to the team of that day.
            """,
        measures: [measure],
        direction: .lowerIsBetter,
        inputs: Workforce.inputs(needsLeavers: true),
        settings: [Settings.leavers.name],
        unfinished: "People who are still there count with their days and without a separation.",
        missing: """
            A separation in turnover takes precedence over left_on in people; if neither was ever given for anybody, \
            there is no figure. A separation that ends no known employment, or one that a newer one replaced, is not \
            counted and lowers the coverage. Days and separations in no known team count for the organization only; \
            the coverage of teams and departments is by the last day in the period.
            """,
        reference: "Events per person-time, with limits by Garwood 1936, Biometrika 28, 437-442.",
        briefing: .init(
            .stayingAndRewards, matters: .aFifth,
            next: "What did those who left say, and was it foreseen?"))

    private static let measure = Sheet.Measure(title: "separations", headline: rate, statistics: [rate])
    private static let rate = Sheet.Statistic(
        "rate", .perYear, "per year of employment", adds: .ratioOfSums(over: [.scope, .period]),
        minimum: .headcount)
    private static let daysPerYear = 365.25

    public static func observe(into figures: inout Assembler) {
        let workforce = figures.view.workforce
        var parts = ScopedPeople((days: 0, exits: 0))
        for member in workforce.members {
            for stay in member.stays {
                parts.change(member.person, at: stay.place) { $0.days += stay.days }
            }
            if workforce.hasLeft(member) {
                parts.change(member.person, at: member.lastPlace) { $0.exits += 1 }
            }
        }
        let cohort = Workforce.Cohort(workforce.members, of: workforce, at: \.lastPlace, in: figures.view)
        figures.add(measure, of: parts, among: cohort) { rows in
            let years = Double(rows.reduce(0) { $0 + $1.value.days }) / daysPerYear
            return [
                .init(
                    rate, Garwood.estimate(rows.reduce(0) { $0 + $1.value.exits }, per: years),
                    of: rows.map {
                        .init(
                            person: $0.person, hash: mix(UInt64($0.value.days)) ^ UInt64($0.value.exits),
                            isCounted: $0.value.days > 0)
                    })
            ]
        }
    }
}
