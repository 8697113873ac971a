import Domain

/// How many people say that they feel supported.
public enum FeltSupported: KPI {
    public static let sheet = Sheet(
        id: "felt_supported",
        version: 1,
        title: "Felt supported",
        question: "Do people say that they feel supported?",
        formula: """
            Of the answers to the item \(SurveyItems.feltSupported), the share who agree: those who chose one of the two \
            highest values of the scale. comments is the number of these answers beside which something was written; what \
            was written is never stored.

            It counts the surveys whose last answer, to any item, falls in the period, and of each the last answer of \
            every token. Several surveys are pooled, answer by answer, and each answer is held against its own scale. An \
            answer belongs to the team that its token's last answer names.
            """,
        measures: [answers],
        direction: .higherIsBetter,
        inputs: SurveyAnswers.inputs + [.init([Satisfaction.hasComment], .whereKnown)],
        items: [SurveyItems.feltSupported],
        bucketsPerPerson: Respondents.bucketsPerPerson,
        unfinished: "A survey that still gets answers after the period belongs to a later one as a whole.",
        missing: """
            An answer on a scale of fewer than \(leastValues) values, or one whose ends are not whole numbers, is not \
            counted and lowers the coverage: of so few the two highest would not only be agreement. On a scale of very \
            many values nearly nobody chooses one of the two highest, so it had better be asked from 1 to 5. Where no \
            comment was ever given, their number is unknown and not 0.

            Tokens that name no team count for the organization only, or for the department that they name. Tokens of two \
            surveys may be one person's, so the people behind a figure are those of the survey with the most answers. \
            \(Respondents.limits)
            """,
        reference: """
            Convention of employee surveys: the two highest values agree. Limits: Wilson 1927, \
            doi:10.1080/01621459.1927.10502953.
            """,
        briefing: .init(
            .supportAndSafety, matters: .fivePoints,
            next: "Who doesn't feel supported, and what would they have needed when?"))

    private static let answers = Sheet.Measure(title: "answers", headline: ratio, statistics: [ratio, comments])
    private static let ratio = Sheet.Statistic(
        "ratio", .ratio, "share who agree that they feel supported", adds: .mean(over: [.scope, .period]),
        minimum: .coded)
    // Whether somebody wrote something is as personal as an answer.
    private static let comments = Sheet.Statistic(
        "comments", .count, "answers with a comment", needs: [Satisfaction.hasComment],
        direction: Sheet.Direction.none, adds: .sum(over: [.scope, .period]), minimum: .coded)

    /// Those that agree.
    private static let highest = 2
    private static let leastValues = SurveyItems.feltSupportedValues

    public static func observe(into figures: inout Assembler) {
        let column = figures.view.facts[Satisfaction.hasComment]
        let answers = SurveyAnswers(view: figures.view) { $0 == SurveyItems.feltSupported }
        let leastAgreeing = answers.scale.map(leastAgreeing)
        let refusal = answers.refusal { leastAgreeing[$0] != nil }
        // Whether something was written is what the sheet counts, too.
        let hasComment = answers.row.map { column[$0] == 1 }
        let records = answers.records(alsoSaid: { hasComment[$0] ? 1 : 0 }) { leastAgreeing[$0] != nil }
        figures.add(Self.answers, of: records) { group in
            var ratio = Assembler.Reading(Self.ratio, shareOf: group.positions) { position in
                leastAgreeing[Int(position)].map { answers.score[Int(position)] >= $0 - Threshold.tolerance } ?? false
            }
            ratio.refusal = refusal
            let written = group.positions.map { hasComment[Int($0)] ? 1.0 : 0 }
            let comments = Assembler.Reading(
                Self.comments, Estimate(written.reduce(0, +)), refusal: refusal,
                sides: .init(of: group.positions) { hasComment[Int($0)] }, amounts: written)
            return [ratio, comments]
        }
    }

    /// The lowest score that agrees; `nil` on a scale that has no values, or too few.
    private static func leastAgreeing(on scale: SurveyAnswers.Scale) -> Double? {
        guard Int(exactly: scale.least) != nil, let most = Int(exactly: scale.most),
            scale.most - scale.least >= Double(leastValues - 1)
        else { return nil }
        return Double(most - highest + 1)
    }
}
