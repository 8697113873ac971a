import Domain

/// How comfortable people feel asking for help.
public enum ComfortAsking: KPI {
    public static let sheet = Sheet(
        id: "comfort_asking",
        version: 1,
        title: "Comfort in asking for help",
        question: "How comfortable do people feel asking for help?",
        formula: """
            The mean of the answers from 1 to 10 to the item \(SurveyItems.comfortAsking), "How comfortable do you feel \
            asking for help?", where 10 is most comfortable; and, for whoever keeps the data, the share of each value.

            It counts the surveys whose last answer, to any item, falls in the period, and of each the last answer of \
            every token. Several surveys are pooled, answer by answer. An answer belongs to the team that its token's \
            last answer names.
            """,
        measures: [answers],
        direction: .higherIsBetter,
        inputs: SurveyAnswers.inputs,
        items: [SurveyItems.comfortAsking],
        bucketsPerPerson: Respondents.bucketsPerPerson,
        unfinished: "A survey that still gets answers after the period belongs to a later one as a whole.",
        missing: """
            An answer on another scale than 1 to 10 is not counted and lowers the coverage, since a mean over two scales \
            means nothing. There are no shares of single values where not all answers are whole numbers. A single answer \
            has no limits.

            Tokens that name no team count for the organization only, or for the department that they name. Tokens of two \
            surveys may be one person's, so the people behind a figure are those of the survey with the most answers. \
            \(Respondents.limits)
            """,
        reference: """
            Convention: one question of the teams that made mutual support a habit. Mean with Student's t, 1908, \
            doi:10.1093/biomet/6.1.1, clipped to the scale; shares with Wilson 1927, \
            doi:10.1080/01621459.1927.10502953.
            """,
        briefing: .init(
            .supportAndSafety, matters: .init(0.5, on: .linear),
            next: "What happened to the last person who asked for help?"))

    private static let answers = Sheet.Measure(title: "answers", headline: mean, statistics: [mean] + shares)
    private static let mean = Sheet.Statistic(
        "mean", .oneToTen, "mean from 1 to 10", adds: .mean(over: [.scope, .period]), minimum: .variety,
        alsoTakes: Sheet.Statistic.takesDistanceFromBothEnds)
    private static let scale = SurveyAnswers.Scale(SurveyItems.comfortScale)
    private static let values = Int(scale.least)...Int(scale.most)
    private static let shares = values.map {
        Sheet.Statistic(
            "share_\($0)", .ratio, "share of the value \($0)", leastPeople: 10, direction: Sheet.Direction.none,
            adds: .mean(over: [.scope, .period]), audience: .custodian)
    }

    public static func observe(into figures: inout Assembler) {
        let answers = SurveyAnswers(view: figures.view) { $0 == SurveyItems.comfortAsking }
        let isOnScale = answers.scale.map { $0 == scale }
        let refusal = answers.refusal { isOnScale[$0] }
        figures.add(Self.answers, of: answers.records { isOnScale[$0] }) { group in
            let positions = group.positions.filter { isOnScale[Int($0)] }[...]
            func score(_ position: Int32) -> Double { answers.score[Int(position)] }
            var readings = [
                Assembler.Reading(
                    mean, meanOf: positions, on: scale.least...scale.most, tellingAt: .both, of: answers.survey(of:),
                    value: score)
            ]
            // A share of a value would leave out those between it and the next.
            if positions.allSatisfy({ score($0) == score($0).rounded() }) {
                readings += zip(values, shares).map { value, share in
                    .init(share, shareOf: positions) { abs(score($0) - Double(value)) <= Threshold.tolerance }
                }
            }
            for index in readings.indices { readings[index].refusal = refusal }
            return readings
        }
    }
}
