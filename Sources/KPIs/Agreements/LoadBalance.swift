import Domain

/// How evenly the help is spread within teams, by what each member agreed to.
public enum LoadBalance: KPI {
    public static let sheet = Sheet(
        id: "load_balance",
        version: 1,
        title: "Balance of load",
        question: "Within teams, is everybody's share of the help in line with what they agreed to?",
        formula: """
            Each member of a team has a load: the hours of help that they began to give in the period over the \
            capacity that they agreed to. gini is the Gini coefficient of these loads within a team, times n/(n-1): 0 \
            where everybody is as loaded as the others, whether much or little, and 1 where one carries all. \
            Departments and the organization have median_of_teams, the median of their teams' coefficients.

            \(Capacity.definition)

            Limits of gini are those of the delete-one jackknife. A median of teams interpolates between the two \
            in the middle (type 7) and has no limits; its n are the people in these teams.
            """,
        measures: [measure],
        direction: .lowerIsBetter,
        inputs: [
            .init([AgreementStretches.person, AgreementStretches.hoursPerWeek, AgreementStretches.validFrom], .always),
            .init([AgreementStretches.validTo], .whereKnown),
            .init([Leave.person, Leave.validFrom, Leave.validTo], .whereKnown),
            .init([People.joinedOn, People.team], .always),
        ] + Calendars.inputs(.whereKnown)
            + Pieces.inputs(requests: [HelpRequests.effortMinutes], contributions: [HelpContributions.minutes])
            + Place.inputs(people: [People.calendar], teams: [Teams.calendar]),
        unfinished: "A request that isn't closed by the end of the period is not yet a piece of help.",
        missing: """
            People without capacity have no load. If no minutes of a person's help are known, or nobody's are, the \
            person is left out and lowers the coverage; somebody who gave no help has a load of 0. If no help ever had \
            minutes, there is no figure.

            People count for the team of the last day; who is in none, as somebody who had left by then, is in no \
            figure. Who isn't in people lowers the coverage. A team of one, or one that gave nothing, has no \
            coefficient and is no team of the median.
            """,
        reference: """
            Convention. Gini's factor: Deltas 2003, doi:10.1162/rest.2003.85.1.226. Delete-one jackknife: Yitzhaki \
            1991, Journal of Business & Economic Statistics 9, 235-239. Quantiles: Hyndman, Fan 1996, \
            doi:10.1080/00031305.1996.10473566.
            """,
        briefing: .init(
            .helpers, matters: .fivePoints,
            next: "Within the team, who gives more than they agreed to, and who could give more?"))

    private static let gini = Sheet.Statistic(
        "gini", .ratio, "Gini coefficient within the team", leastPeople: 10, scopes: [.team], rounding: .twoDigits)
    private static let medianOfTeams = Sheet.Statistic(
        "median_of_teams", .ratio, "median of the teams' Gini coefficients", leastPeople: 10,
        scopes: [.organization, .department], minimum: .bothSides, rounding: .twoDigits)
    private static let measure = Sheet.Measure(
        title: "load by agreed capacity", needsOneOf: Pieces.minutesColumns, headline: gini,
        statistics: [gini, medianOfTeams])

    private struct Load {
        var team = Symbol.unknown
        /// Hours given over those agreed; `nil` where they are unknown.
        var use: Double?
    }

    private typealias Row = ScopedPeople<Load>.Row

    public static func observe(into figures: inout Assembler) {
        guard figures.serves(measure) else { return }
        let view = figures.view
        var loads = ScopedPeople(Load())
        var tally = CoverageTally()
        for member in AgreedHours.ofPeople(in: view, withWeeks: false) {
            guard let period = member.period else { continue }
            let load = Load(team: member.place.team, use: period.given.map { $0 / period.capacity })
            tally.add(isComplete: load.use != nil && view.isKnown(member.person), place: member.place)
            loads.change(member.person, at: member.place) { $0 = load }
        }
        figures.add(measure, of: loads, also: [] as [Scope], coverage: tally.shares) { rows in
            let known = rows.filter { $0.value.use != nil }
            return [
                .init(gini, Gini.estimate(known.compactMap(\.value.use)), of: shares(known)), median(of: known),
            ]
        } all: { _, rows in
            Population(
                n: rows.count,
                contributors: Contributors(
                    people: rows.count, digest: view.digest(of: rows.map { ($0.person, 0) })))
        }
    }

    /// Of those of the teams that have a coefficient.
    private static func median(of rows: [Row]) -> Assembler.PeopleReading {
        let teams = Dictionary(grouping: rows.filter { $0.value.team.isKnown }, by: \.value.team).compactMapValues {
            rows in
            Gini.estimate(rows.compactMap(\.value.use)).value
        }
        let median = Quantile.type7(sorted: teams.values.sorted(), 0.5)
        let members = rows.filter { teams[$0.value.team] != nil }
        let sides = median.map { median in
            Exposure.Sides(members.count { teams[$0.value.team].map { $0 <= median } ?? false }, of: members.count)
        }
        return .init(medianOfTeams, Estimate(median), of: shares(members), sides: sides)
    }

    private static func shares(_ rows: [Row]) -> [Assembler.PeopleReading.Share] {
        rows.map { .init(person: $0.person, hash: mix(($0.value.use ?? 0).bitPattern)) }
    }
}
