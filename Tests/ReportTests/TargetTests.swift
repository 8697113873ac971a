import Domain
import KPIs
import Report
import TestValues
import Testing

@Suite("Targets in the report")
struct TargetTests {
    private static let hour = 3_600.0

    private func page(_ figures: [PublishedFigure], _ targets: [Target]) throws -> String {
        let overview = try #require(Published.overview(figures, targets: targets))
        return try ReportPage(
            overview, figures: figures, freshness: [], revisions: [], unmatched: [], release: nil, texts: .english
        ).html
    }

    /// Quarters up to that of the other figures, the last with these limits in hours.
    private static func waits(_ lower: Double?, _ upper: Double?) -> [PublishedFigure] {
        [
            (Period(.quarter, year: 2026, ordinal: 0), 12.0), (Period(.quarter, year: 2026, ordinal: 1), 11),
            (Published.quarter, 10),
        ]
        .map { period, hours in
            Published.figure(
                "time_to_resolve", .organization, period, value: hours * hour, lower: lower.map { $0 * hour },
                upper: upper.map { $0 * hour })
        }
    }

    @Test(
        "A card says in words what is wanted, and whether it is so where the limits leave no doubt",
        arguments: [
            (9.0, 12.0, "target 8 h: not met this quarter"), (5, 7, "target 8 h: met this quarter"),
            (7, 12, "target 8 h: can&#39;t be told whether it is met"),
            (nil, nil, "target 8 h: can&#39;t be told whether it is met"),
        ] as [(Double?, Double?, String)])
    func words(lower: Double?, upper: Double?, expected: String) throws {
        let page = try page(Self.waits(lower, upper), [Published.target("time_to_resolve", 8 * Self.hour)])
        #expect(page.contains("<p class=\"small\">\(expected)</p>"))
    }

    @Test("A month is told as one, a year as one, and more of a share is better")
    func periods() throws {
        let month = Published.figure("reopened", .organization, Published.september, value: 0.1, lower: 0, upper: 0.15)
        #expect(try page([month], [Published.target("reopened", 0.2)]).contains("target 20 %: met this month"))
        let year = Published.figure("retention_rate", .organization, Period(.year, year: 2025, ordinal: 0), upper: 0.8)
        #expect(
            try page([year], [Published.target("retention_rate", 0.925)]).contains("target 92.5 %: not met this year"))
    }

    @Test("Without a target, for a team or where it was taken back, the page has none of it")
    func none() throws {
        let figures = Self.waits(9, 12)
        let plain = try page(figures, [])
        for word in ["target 8 h", "\"target\"", "dotted line"] { #expect(!plain.contains(word), "\(word)") }
        let over = [
            Published.target("time_to_resolve", 8 * Self.hour),
            Published.target("time_to_resolve", nil, from: day("2026-07-01")),
        ]
        #expect(try !page(figures, over).contains("target 8 h"))
        let team = Published.figure(
            "time_to_resolve", Scope(.team, "search"), value: 36_000, lower: 32_400, upper: 40_000)
        let overview = try #require(Published.overview([team], targets: [over[0]]))
        #expect(overview.rows.map(\.target) == [nil] && overview.rows[0].standing == nil)
    }

    /// Three quarters at 8, 120 and 232 of the chart's width, 112 apart; a target from the second on holds half of that
    /// before its place.
    @Test("In the chart it is a dotted line over the periods for which it holds, with its value and a word for it")
    func chart() throws {
        let targets = [Published.target("time_to_resolve", 8 * Self.hour, from: day("2026-04-01"))]
        let page = try page(Self.waits(9, 12), targets)
        // From 8 h at least to 12 h at most with 0.06 of that to spare: 8 h lie at 98 - 90 * 0.24 / 4.48.
        #expect(page.contains("<path class=\"target\" d=\"M64 93.2L176 93.2L176 93.2L232 93.2\"/>"))
        #expect(page.contains("y=\"97.2\">8 h</text>"))
        #expect(
            page.contains(
                "<path class=\"target\" d=\"M240 112H250\"/><text class=\"label\" x=\"254\" y=\"116\">target</text>"))
        #expect(page.contains("A target is what the whole organization wants of a figure"))
    }

    @Test("Its value is written beside that of the past, never upon it")
    func labels() throws {
        var figures = Self.waits(9, 12)
        figures[2].reference = 9 * Self.hour
        let page = try page(figures, [Published.target("time_to_resolve", 9.1 * Self.hour)])
        let places = page.matches(of: /x="240" y="([0-9.]+)">[^<]*h[^<]*<\/text>/).compactMap { Double($0.1) }
        #expect(places.count == 2 && abs(places[0] - places[1]) > 11.9, "\(places)")
    }

    @Test("A survival curve has it up to the age for which it is set")
    func survival() throws {
        let year = Period(.year, year: 2025, ordinal: 0)
        func point(_ statistic: String, _ value: Double) -> PublishedFigure {
            var figure = Published.figure("tenure_survival", .organization, year, value: value)
            figure.cell = Cell(
                measure: figure.cell.measure, scope: .organization, breakdown: .none, statistic: statistic)
            return figure
        }
        let figures = [point("s90", 0.9), point("s365", 0.6), point("s730", 0.5)]
        let page = try page(figures, [Published.target("tenure_survival", 0.8)])
        // 365 of 730 days are half of 252 units; 0.8 of 90 units up.
        #expect(page.contains("<path class=\"target\" d=\"M8 26H134\"/>") && page.contains("y=\"30\">80 %</text>"))
    }

    @Test("A target is said to its last digit")
    func exact() {
        let numbers = SpokenNumber(.english)
        for (id, value, text) in [
            ("time_to_resolve", 90_061.0, "1 d 1 h 1 min 1 s"), ("time_to_resolve", 28_800, "8 h"),
            ("response_target_met", 0.29, "29 %"), ("response_target_met", 0.925, "92.5 %"),
            ("turnover_rate", 0.125, "12.5 %"), ("separation_rate", 0.15, "0.15 a year"), ("backlog", 40, "40"),
        ] { #expect(numbers.target(value, of: Published.sheet(id)) == text) }
    }

    @Test("In a column it is told briefly")
    func brief() throws {
        let overview = try #require(
            Published.overview(
                Self.waits(9, 12) + [Published.figure("reopened"), Published.figure("backlog", value: 40)],
                targets: [Published.target("time_to_resolve", 8 * Self.hour), Published.target("reopened", 0.5)]))
        #expect(overview.rows.map(Wording(.english).targetInBrief) == ["8 h, not met", "–", "50 %, can't tell"])
    }
}
