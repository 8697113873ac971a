import Domain

/// Whether people would recommend the organization as a place to work.
public enum EmployeeNetPromoterScore: KPI {
    public static let sheet = Sheet(
        id: "employee_net_promoter_score",
        version: 2,
        title: "Employee net promoter score",
        question: "Would people recommend the organization as a place to work?",
        formula: """
            100 times the share of promoters (9 and above) less the share of detractors (6 and below) among answers \
            from 0 to 10 to the item \(SurveyItems.recommend).

            It counts the surveys whose last answer, to any item, falls in the period, and of each the last answer of \
            every token. Several surveys are pooled, answer by answer. An answer belongs to the team that its token's \
            last answer names.
            """,
        measures: [measure],
        direction: .higherIsBetter,
        inputs: SurveyAnswers.inputs,
        items: [SurveyItems.recommend],
        bucketsPerPerson: Respondents.bucketsPerPerson,
        unfinished: "A survey that still gets answers after the period belongs to a later one as a whole.",
        missing: """
            An answer on another scale than 0 to 10 is not counted and lowers the coverage: nobody has said where \
            promoters begin on such a scale. An item whose id differs from \(SurveyItems.recommend), even if only by case, is \
            another item. Tokens that name no team count for the organization only, or for the department that they \
            name. Tokens of two surveys may be one person's, so the people behind a figure are those of the survey \
            with the most answers. \
            \(Respondents.limits)
            """,
        reference: """
            Reichheld 2003, The One Number You Need to Grow, Harvard Business Review 81. Limits: Rocks 2016, The \
            American Statistician 70, 365-372, doi:10.1080/00031305.2016.1198279; for few answers the score can lie \
            outside of them.
            """,
        briefing: .init(
            .supportAndSafety, matters: .tenPoints,
            next: "What would have to change for people to recommend this place?"))

    private static let measure = Sheet.Measure(title: "answers", headline: score, statistics: [score])
    private static let score = Sheet.Statistic(
        "score", .netScore, "promoters less detractors, of a hundred",
        adds: .mean(over: [.scope, .period]), minimum: .variety,
        alsoTakes: Sheet.Statistic.takesDistanceFromBothEnds)
    private static let scale = SurveyAnswers.Scale(SurveyItems.recommendScale)
    private static let leastPromoter = 9.0
    private static let mostDetractor = 6.0

    public static func observe(into figures: inout Assembler) {
        let answers = SurveyAnswers(view: figures.view) { $0 == SurveyItems.recommend }
        let isOnScale = answers.scale.map { $0 == scale }
        let refusal = answers.refusal { isOnScale[$0] }
        figures.add(measure, of: answers.records { isOnScale[$0] }) { group in
            func side(_ position: Int32) -> Int {
                let score = answers.score[Int(position)]
                return score >= leastPromoter - Threshold.tolerance
                    ? 1 : score <= mostDetractor + Threshold.tolerance ? -1 : 0
            }
            let positions = group.positions.filter { isOnScale[Int($0)] }
            let sides = positions.map(side)
            let estimate = AdjustedWald.netScore(
                promoters: sides.count { $0 > 0 }, detractors: sides.count { $0 < 0 }, of: sides.count)
            let surveys = Dictionary(grouping: positions, by: answers.survey(of:)).values
            var reading = Assembler.Reading(
                score, estimate, refusal: refusal, sides: .ofOthers(side, in: group.positions))
            reading.sum = Assembler.Reading.TellingEnds.both.distances(
                of: surveys.map { $0.map { Double(side($0)) } }, on: -1...1)
            return [reading]
        }
    }
}
