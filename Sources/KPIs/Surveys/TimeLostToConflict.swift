import Domain

/// How much of their working time people say that conflict takes.
public enum TimeLostToConflict: KPI {
    public static let sheet = Sheet(
        id: "time_lost_to_conflict",
        version: 1,
        title: "Time lost to conflict",
        question: "How much of their working time do people lose to conflict?",
        formula: """
            The mean of the answers to the item \(SurveyItems.conflict), which share of the working time conflict took, \
            each as its place on its own scale: (score - scale_min) / (scale_max - scale_min). So 20 on a scale from 0 to \
            100 is 0.2. It is what people say, and not what was measured.

            It counts the surveys whose last answer, to any item, falls in the period, and of each the last answer of \
            every token. Several surveys are pooled, answer by answer. An answer belongs to the team that its token's \
            last answer names.
            """,
        measures: [answers],
        direction: .lowerIsBetter,
        inputs: SurveyAnswers.inputs,
        items: [SurveyItems.conflict],
        bucketsPerPerson: Respondents.bucketsPerPerson,
        unfinished: "A survey that still gets answers after the period belongs to a later one as a whole.",
        missing: """
            The ends of the scale have to be none and all of the working time; where they are something else, such as \
            hours of a week, give the share. A single answer has no limits.

            Tokens that name no team count for the organization only, or for the department that they name. Tokens of two \
            surveys may be one person's, so the people behind a figure are those of the survey with the most answers. \
            \(Respondents.limits)
            """,
        reference: "Convention. Mean with Student's t, 1908, doi:10.1093/biomet/6.1.1, clipped to 0 and 1.",
        briefing: .init(
            .supportAndSafety, matters: .fivePoints,
            next: "Which conflict lasts longest, and who could help to settle it?"))

    private static let answers = Sheet.Measure(title: "answers", headline: mean, statistics: [mean])
    private static let mean = Sheet.Statistic(
        "mean", .ratio, "mean share of the working time", adds: .mean(over: [.scope, .period]), minimum: .variety,
        alsoTakes: Sheet.Statistic.takesDistanceFromUpperEnd,
        rounding: .estimatedShare)

    public static func observe(into figures: inout Assembler) {
        let answers = SurveyAnswers(view: figures.view) { $0 == SurveyItems.conflict }
        figures.add(Self.answers, of: answers.records { _ in true }) { group in
            [
                .init(mean, meanOf: group.positions, on: 0...1, tellingAt: .upper, of: answers.survey(of:)) {
                    position in
                    answers.scale[Int(position)].share(of: answers.score[Int(position)])
                }
            ]
        }
    }
}
