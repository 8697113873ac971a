import Domain
import Export

/// KPIs that leaders see, one of each way in which their values look.
enum BriefedSheets {
    static let waiting = sheet(
        "waiting", .timelyHelp, .aFifth, .init("p50", .seconds, "median"), .lowerIsBetter, next: "Who waited?",
        formula: "From asking to the first answer.\n\nThe median is Kaplan's and Meier's.",
        missing: "Who has no team counts for everybody.\n\nMore.")
    static let kept = sheet(
        "kept", .helpers, .fivePoints, .init("kept", .ratio, "share kept", rounding: .share), .higherIsBetter,
        next: "What came between?")
    static let score = sheet(
        "score", .supportAndSafety, .tenPoints, .init("score", .netScore, "net score"), .higherIsBetter,
        next: "What would help?")
    static let leaving = sheet(
        "leaving", .stayingAndRewards, nil, .init("rate", .ratio, "separations per head", rounding: .rate), .none,
        next: "Who might be next?")

    /// Of a survey, and how many of those asked answered it.
    static let felt = sheet(
        "felt", .supportAndSafety, .fivePoints, .init("felt", .ratio, "share who agree", rounding: .share),
        .higherIsBetter, next: "Who doesn't?", inputs: [.init([Satisfaction.score], .always)])
    static let answered = sheet(
        "answered", .supportAndSafety, .fivePoints, .init("answered", .ratio, "share of those asked", rounding: .share),
        .higherIsBetter, next: "Who didn't?", inputs: [.init([Satisfaction.score], .always)],
        needs: [SurveyInvitations.invited])

    static let all = [waiting, kept, score, leaving, felt, answered]

    static func context(_ targets: [Target] = [], names: TeamNames = .none) throws -> ExportContext {
        try ExportContext(sheets: all + [Figures.concentration], targets: targets, names: names)
    }

    private static func sheet(
        _ id: String, _ theme: Sheet.Theme, _ matters: Sheet.Matters?, _ statistic: Sheet.Statistic,
        _ direction: Sheet.Direction, next: String, formula: String = "", missing: String = "",
        inputs: [Sheet.Input] = [], needs: [any Recorded] = []
    ) -> Sheet {
        Sheet(
            id: id, version: 1, title: "The \(id)", question: "What of \(id)?", formula: formula,
            measures: [
                .init(
                    title: "all of it", needs: needs, headline: statistic,
                    statistics: [statistic, .init("others", statistic.unit, "others")])
            ],
            direction: direction, inputs: inputs, unfinished: "", missing: missing, reference: "",
            briefing: .init(theme, matters: matters, next: next))
    }

    /// The headline of one of them.
    static func figure(
        _ sheet: Sheet, scope: Scope = .organization, period: Period = Period(.quarter, year: 2026, ordinal: 0),
        breakdown: Breakdown = .none, statistic: String? = nil, estimate: Estimate, n: Int? = 40,
        organization: String = "acme", state: PublishedFigure.State = .released, reference: Double? = nil,
        verdict: Verdict? = nil
    ) -> PublishedFigure {
        let headline = sheet.measures[0].statistics[0]
        return Figures.figure(
            organization: organization, kpi: sheet.id, measure: "default", scope: scope, breakdown: breakdown,
            statistic: statistic ?? headline.id, period: period, unit: headline.unit, estimate: estimate, n: n,
            state: state, reference: reference, verdict: verdict)
    }
}
