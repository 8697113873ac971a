import Domain
import KPIs
import Report
import Testing

@Suite("Numbers as people say them")
struct SpokenNumberTests {
    private func text(_ value: Double?, _ statistic: Sheet.Statistic, working: Bool = false) throws -> String {
        let sheet = Sheet(
            id: "example", version: 1, title: "Example", question: "?", formula: "x",
            measures: [.init(title: "x", headline: statistic, isOfWorkingTime: working, statistics: [statistic])],
            direction: .none, inputs: [.init([HelpRequests.openedAt], .always)], unfinished: "-", missing: "-",
            reference: "-", briefing: .init(.timelyHelp, matters: nil, next: "?"))
        let figure = PublishedFigure(
            organization: "acme", kpi: "example", version: 1,
            cell: Cell(measure: "default", scope: .organization, breakdown: .none, statistic: statistic.id),
            period: Published.quarter, unit: statistic.unit, estimate: Estimate(value), n: 1, censored: nil,
            coverage: 1,
            state: .released)
        let row = try #require(Overview(of: [figure], sheets: [sheet])?.rows.first)
        return SpokenNumber(.english).text(value, row)
    }

    @Test(
        "A duration has two units at most, and rounding fills the larger one",
        arguments: [
            (45.0, "45 s"), (60, "1 min"), (3_498, "58 min"), (7_800, "2 h 10 min"), (3_590, "1 h"), (3_600, "1 h"),
            (86_390, "1 d"), (190_800, "2 d 5 h"), (864_000, "10 d"), (0, "0 s"), (59.6, "60 s"),
        ])
    func durations(seconds: Double, expected: String) throws {
        #expect(try text(seconds, .init("p50", .seconds, "median")) == expected)
    }

    @Test("A day of working time has eight hours")
    func workingTime() throws {
        #expect(try text(273_788, .init("p50", .seconds, "median"), working: true) == "9 working days 4 working h")
        #expect(try text(5_400, .init("p50", .seconds, "median"), working: true) == "1 working h 30 min")
    }

    @Test("Shares are per cent, rates have two digits, quotients, coefficients and counts stay what they are")
    func others() throws {
        #expect(try text(0.79, .init("ratio", .ratio, "share")) == "79 %")
        #expect(try text(0.0076, .init("ratio", .ratio, "rate", rounding: .rate)) == "0.76 %")
        let agreement = Sheet.Statistic("rwg", .ratio, "r_wg", rounding: .estimatedShare, isCoefficient: true)
        #expect(try text(0.8, agreement) == "0.80")
        #expect(try text(0.092, .init("gini", .ratio, "Gini", rounding: .twoDigits)) == "0.09")
        #expect(try text(1.1, .init("rate", .perPersonMonth, "rate")) == "1.1 a month")
        #expect(try text(0.14, .init("rate", .perYear, "rate")) == "0.14 a year")
        #expect(try text(320, .init("count", .count, "count")) == "320")
        #expect(try text(-0.2, .init("score", .netScore, "score")) == "-0.2")
        #expect(try text(nil, .init("score", .netScore, "score")) == "–")
        // What underflows is less probable than can be written, not impossible.
        for (p, expected) in [
            (0, "< 0.001"), (2.5e-66, "< 0.001"), (0.00099, "< 0.001"), (0.001, "0.001"), (0.043, "0.043"),
        ] {
            #expect(try text(p, .init("p", .probability, "p")) == expected)
        }
    }
}
