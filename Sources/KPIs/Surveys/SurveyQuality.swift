import Domain

/// Whether surveys say something of everybody, and their scales of one thing.
public enum SurveyQuality: KPI {
    public static let sheet = Sheet(
        id: "survey_quality",
        version: 1,
        title: "Survey quality",
        question: "Do enough people answer, and do the items of a scale belong together?",
        formula: """
            response is the number of tokens that answered anything, divided by the number of people who were invited, of the \
            surveys to which somebody is known to be invited. Several surveys are pooled: all who answered over all who were \
            invited. A group counts by the team of its row in survey_invitations, or by the department where there is no \
            team, and those who answered by the team that their last answer names, as far as that team was invited.

            alpha is Cronbach's alpha of a scale, of those who answered all of its items: k/(k - 1) (1 - Σ sᵢ²/s²), for k items \
            of variance sᵢ², each brought to 0 to 1 by its own scale and reversed ones turned, and a sum of variance s². It is \
            1 where the items differ by a constant only, and 0 where they have nothing to do with each other. An item \
            that goes against the others lowers it, as one does that was turned before it was loaded; several bring it below \
            0. It is there from \(leastCases) people on, and says nothing of checklists. The scales are:

            | scale | items | reversed |
            | --- | --- | --- |
            \(table)

            Both count the surveys whose last answer, to any item, falls in the period, and alpha of each the last answer \
            of every token to each item.
            """,
        measures: [response, alpha],
        direction: .higherIsBetter,
        inputs: SurveyAnswers.inputs + Invitations.inputs,
        breakdowns: [scaleBreakdown],
        items: scales.flatMap(\.items),
        bucketsPerPerson: Respondents.bucketsPerPerson,
        unfinished: "A survey that still gets answers after the period belongs to a later one as a whole.",
        missing: """
            A survey without invitations is no part of response, nor is one that nobody answered, since its answers date \
            it. Where more answered than were invited the share is above 1 and has no limits: invitations are missing, or \
            somebody answered twice.

            People who were invited without a team count for the organization, or for their department. They lower the \
            coverage of teams, and so does who answered without naming one: of a survey no more people have a team than are \
            left after those. Whoever answered in a team that has no row is no part of that team's response, but of the whole's.

            For alpha a person who left out an item of a scale lowers the coverage, which is that of all scales together; \
            who answered none isn't counted. There is no alpha where all sums are alike, and it has no limits.

            Tokens of two surveys may be one person's, so the people behind a figure are those of the survey with the most. \
            Response counts those who were invited, alpha those who answered. \(Respondents.limits)
            """,
        reference: """
            Response rate: American Association for Public Opinion Research, Standard Definitions, RR2: partial answers count. \
            Limits: Wilson 1927, doi:10.1080/01621459.1927.10502953. Cronbach 1951, Psychometrika 16, 297-334, \
            doi:10.1007/BF02310555. \(leastCases) people: convention.
            """,
        briefing: .init(
            .supportAndSafety, matters: .fivePoints,
            next: "Who doesn't answer, and what became of what the others said last time?",
            noTarget: "answering is voluntary"))

    /// Of fewer a coefficient says more of chance than of the scale.
    private static let leastCases = 30

    private static let scaleBreakdown = "scale"
    private static let scales = [
        SurveyItems.personalBurnout, SurveyItems.burnoutAtWork, SurveyItems.burnoutByClients,
        SurveyItems.psychologicalSafety,
    ]

    private static let ratio = Sheet.Statistic(
        "ratio", .ratio, "share of those who were invited", adds: .mean(over: [.scope, .period]), minimum: .coded)
    private static let response = Sheet.Measure(
        id: "response", title: "those who answered", needs: [SurveyInvitations.invited], items: [], headline: ratio,
        statistics: [ratio])
    private static let ofScale = Sheet.Statistic(
        "alpha", .ratio, "Cronbach's alpha", leastPeople: leastCases, scales: scales.map(\.items),
        direction: Sheet.Direction.none,
        minimum: .variety,
        estimation: .from(leastCases, "people who answered every item of the scale", otherwise: "all sums are alike"),
        rounding: .estimatedShare, isCoefficient: true,
        warning: .init(
            below: 0, "Items of {0} go against each other: were turned items turned before they were loaded?",
            items: Dictionary(uniqueKeysWithValues: scales.map { ($0.id, $0.items) })))
    private static let alpha = Sheet.Measure(id: "alpha", title: "scales", hasWhole: false, statistics: [ofScale])

    private static var table: String {
        scales.map { scale in
            let (first, last) = (scale.items.first ?? "", scale.items.last ?? "")
            return "| \(scale.id) | \(first) to \(last) | \(scale.reversed.sorted().joined(separator: ", ")) |"
        }.joined(separator: "\n")
    }

    public static func observe(into figures: inout Assembler) {
        if figures.serves(response) { observeResponse(into: &figures) }
        observeAlpha(into: &figures)
    }

    private static func observeResponse(into figures: inout Assembler) {
        let invitations = Invitations(in: figures.view)
        figures.add(response, of: invitations.records) { group in
            let surveys = invitations.counts(of: group.positions)
            let (invited, answered) = surveys.reduce((0, 0)) { ($0.0 + $1.invited, $0.1 + $1.answered) }
            let estimate =
                answered > invited
                ? Estimate(Double(answered) / Double(invited)) : Wilson.estimate(answered, of: invited)
            return [
                .init(
                    ratio, estimate,
                    sides: .init(
                        before: surveys.map(\.answered).max() ?? 0,
                        after: surveys.map { max(0, $0.invited - $0.answered) }.max() ?? 0))
            ]
        }
    }

    private static func observeAlpha(into figures: inout Assembler) {
        let answered = scales.map { AnsweredScale($0, in: figures.view) }
        let cases = answered.map { scale in
            (0..<scale.count).map { position -> [Double]? in
                let shares = scale.answers(at: position).compactMap { $0?.share }
                return shares.count == scale.scale.items.count ? shares : nil
            }
        }
        var coverage = CoverageTally()
        for (scale, cases) in zip(answered, cases) {
            for (place, answers) in zip(scale.place, cases) { coverage.add(isComplete: answers != nil, place: place) }
        }
        for (scale, cases) in zip(answered, cases) {
            var records = scale.records { cases[$0] != nil }
            records.tally = coverage
            records.divisions = [
                .init(
                    breakdown: scaleBreakdown, keys: Array(repeating: 0, count: scale.count),
                    texts: [scale.scale.id])
            ]
            figures.add(alpha, of: records) { group in
                let complete = group.positions.compactMap { cases[Int($0)] }
                return [
                    .init(
                        ofScale, Estimate(complete.count < leastCases ? nil : CronbachAlpha.value(of: complete)),
                        sides: .ofOthers({ cases[Int($0)]?.reduce(0, +) }, in: group.positions))
                ]
            }
        }
    }
}
