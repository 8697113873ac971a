import Domain
import KPIs
import Testing

@testable import Report

@Suite struct WarningTests {
    private static let sheet = SurveyQuality.sheet

    private func alpha(_ value: Double?, of scale: String = "edmondson") -> PublishedFigure {
        let period = Period(.quarter, containing: LocalDate(firstOfMonth: 7, year: 2026))
        return PublishedFigure(
            organization: "acme", kpi: Self.sheet.id, version: 1,
            cell: Cell(
                measure: "alpha", scope: .organization, breakdown: Breakdown("scale", scale), statistic: "alpha"),
            period: period, unit: .ratio, estimate: Estimate(value), n: 40,
            censored: nil, coverage: 1, state: .released)
    }

    private func warnings(_ figure: PublishedFigure) -> [Overview.Warning] {
        Overview(of: [figure], sheets: Catalog.all.map { $0.sheet })?.warnings ?? []
    }

    @Test("An alpha below 0 asks whether items were turned, of the survey and of the KPI that reads the scale")
    func belowNothing() {
        let warnings = warnings(alpha(-0.2))
        #expect(
            warnings == [
                .init(
                    text: "Items of edmondson go against each other: were turned items turned before they were loaded?",
                    kpis: ["survey_quality", "psychological_safety"])
            ])
    }

    @Test("An alpha of 0 and more, and one that isn't there, ask nothing")
    func others() {
        for value in [0, 0.7, nil] { #expect(warnings(alpha(value)).isEmpty) }
    }
}
