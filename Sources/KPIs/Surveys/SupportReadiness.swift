import Domain

/// How much of what mutual support takes people say is there.
public enum SupportReadiness: KPI {
    public static let sheet = Sheet(
        id: "support_readiness",
        version: 1,
        title: "Readiness to support each other",
        question: "Is there what it takes to support each other?",
        formula: """
            Per person the share of the items answered whose answer is yes, the highest value of its scale; of these the \
            mean over people. The items are:

            | item | yes means |
            | --- | --- |
            | readiness/one_to_one | I have regular one-to-ones |
            | readiness/conflict_free | my team has no unresolved conflict |
            | readiness/strengths | we know each other's strengths |
            | readiness/scope | what I am here for is written down |
            | readiness/free_hours | I have free hours in which I can help |
            | readiness/trust | we trust each other |

            It counts the surveys whose last answer, to any item, falls in the period, and of each the last answer of \
            every token to each item. A token in a survey is a person: several surveys are pooled, person by person. A \
            person belongs to the team that the token's last answer names.
            """,
        measures: [people],
        direction: .higherIsBetter,
        inputs: SurveyAnswers.inputs,
        items: SurveyItems.readiness.items,
        bucketsPerPerson: Respondents.bucketsPerPerson,
        unfinished: "A survey that still gets answers after the period belongs to a later one as a whole.",
        missing: """
            Items that somebody left out count neither as yes nor as no, and who answered none isn't counted. An answer \
            between the lowest and the highest, where the scale has one, is no yes. One person has no limits.

            Tokens that name no team count for the organization only, or for the department that they name. Tokens of two \
            surveys may be one person's, so the people behind a figure are those of the survey with the most of them. \
            \(Respondents.limits)
            """,
        reference: """
            Convention: what teams had in place before mutual support became a habit. Mean with Student's t, 1908, \
            doi:10.1093/biomet/6.1.1, clipped to 0 and 1.
            """,
        briefing: .init(
            .supportAndSafety, matters: .fivePoints,
            next: "Which of the six is missing most, and what would it take to have it?"))

    private static let people = Sheet.Measure(title: "people", headline: mean, statistics: [mean])
    private static let mean = Sheet.Statistic(
        "mean", .ratio, "mean share of what is there", adds: .mean(over: [.scope, .period]), minimum: .variety,
        alsoTakes: Sheet.Statistic.takesDistanceFromBothEnds,
        rounding: .estimatedShare)

    public static func observe(into figures: inout Assembler) {
        let answered = AnsweredScale(SurveyItems.readiness, in: figures.view)
        let shares = (0..<answered.count).map { position in
            let answers = answered.answers(at: position).compactMap { $0 }
            return Double(answers.count(where: \.isHighest)) / Double(answers.count)
        }
        figures.add(people, of: answered.records { _ in true }) { group in
            [
                .init(mean, meanOf: group.positions, on: 0...1, tellingAt: .both, of: answered.survey(of:)) {
                    shares[Int($0)]
                }
            ]
        }
    }
}
