import Domain
import KPIs
import Report
import Testing

@Suite("An overview of a period")
struct OverviewTests {
    private static let worse = Verdict.moved(.worse, isEarly: false, isSeasonal: false)
    private static let payments = Scope(.team, "payments")

    @Test(
        "is of the newest quarter, else year, else month, unless it is asked for another; there is none without figures"
    )
    func period() {
        let month = Published.figure("backlog", .organization, Published.september)
        let year = Published.figure("backlog", .organization, Period(.year, year: 2025, ordinal: 0))
        let old = Published.figure("backlog", .organization, Period(.quarter, year: 2025, ordinal: 3))
        let new = Published.figure("backlog")
        #expect(Published.overview([])?.period == nil)
        #expect(Published.overview([month])?.period == Published.september)
        #expect(Published.overview([month, year])?.period == year.period)
        #expect(Published.overview([month, year, new, old])?.period == Published.quarter)
        #expect(Published.overview([month, new, old], period: old.period)?.period == old.period)
    }

    @Test("has the largest change first, by what matters for each figure")
    func order() throws {
        // 0.05 matters for both shares: six times as much, and twice.
        let figures = [
            Published.figure("reopened", value: 0.2, reference: 0.1, verdict: Self.worse),
            Published.figure("response_target_met", value: 0.5, reference: 0.8, verdict: Self.worse),
            // A fifth matters for times: 1.5 is 2.2 of them.
            Published.figure(
                "time_to_resolve", value: 9000, lower: 8000, upper: 9900, reference: 6000, verdict: Self.worse),
            // A chart's verdict on a stock has no size.
            Published.figure("backlog", value: 500, verdict: .signalled(Signal(.worse, .outside))),
            Published.figure("retention_rate", value: 0.9, reference: 0.9, verdict: .steady),
        ]
        let overview = try #require(Published.overview(figures))
        #expect(
            overview.changes.map(\.sheet.id) == [
                "response_target_met", "time_to_resolve", "reopened", "backlog",
            ])
        #expect(overview.changes[0].heldAgainst == .reference(0.8) && overview.changes[3].heldAgainst == nil)
        let weights = overview.changes.map(\.weight)
        #expect(abs((weights[0] ?? 0) - 6) < 1e-9 && abs((weights[1] ?? 0) - 2.2239) < 1e-4 && weights[3] == nil)
    }

    @Test("counts what was compared, and what chance alone would show")
    func counts() throws {
        let teams = ["a", "b", "c", "d"].map { Scope(.team, $0) }
        let figures = [
            Published.figure("reopened", value: 0.2, reference: 0.1, verdict: Self.worse),
            Published.figure("reopened", teams[0], reference: 0.5, verdict: .steady),
            Published.figure("reopened", teams[1], verdict: .tooEarly),
            Published.figure("reopened", teams[2], reference: 0.4, verdict: .cannotTell),
            Published.figure("reopened", teams[3], state: .suppressed),
        ]
        let overview = try #require(Published.overview(figures))
        #expect(overview.compared == 3 && overview.changes.count == 1 && overview.hidden == 1)
        #expect(overview.count(.steady) == 1 && overview.count(.cannotTell) == 1 && overview.count(.tooEarly) == 1)
        #expect(abs(overview.expectedByChance - 0.1) < 1e-12)
        #expect(
            Wording(.english).lead(overview).hasSuffix(
                "Chance alone makes about 0.1 changes among so many comparisons."))
    }

    @Test("adds what control charts let through by chance: 20 in 1,000 with twelve values before")
    func chance() throws {
        let months = (0..<13).map { index in
            Published.figure(
                "response_target_met", .organization,
                Period(.month, year: 2025 + (index + 8) / 12, ordinal: (index + 8) % 12),
                value: index.isMultiple(of: 2) ? 0.7 : 0.75, verdict: index == 12 ? .asUsual : .tooEarly)
        }
        let overview = try #require(Published.overview(months))
        #expect(overview.period == Published.september)
        #expect(abs(overview.expectedByChance - 0.0201) < 1e-12)
        // Six of 0.7 and six of 0.75.
        let changed =
            months.dropLast() + [
                Published.figure(
                    "response_target_met", .organization, Published.september, value: 0.7,
                    verdict: .signalled(Signal(.worse, .outside)))
            ]
        let told = Wording(.english).lead(try #require(Published.overview(Array(changed))))
        #expect(told.hasSuffix("1 changed. Chance alone makes fewer than 0.1 changes among so many comparisons."))
        guard case .centre(let centre) = try #require(overview.rows.first?.heldAgainst) else {
            Issue.record("the chart's verdict is not held against its centre")
            return
        }
        #expect(abs(centre - 0.725) < 1e-12)
    }

    @Test("shows a figure that is too young by quarters by its newest month of which something can be told")
    func months() throws {
        let july = Period(.month, year: 2026, ordinal: 6)
        let figures = [
            Published.figure("reopened", verdict: .tooEarly),
            Published.figure("reopened", .organization, july, verdict: .asUsual),
            Published.figure("reopened", .organization, Published.september, verdict: .tooEarly),
            Published.figure("reopened", Self.payments, reference: 0.4, verdict: .cannotTell),
            // Not within the quarter.
            Published.figure("reopened", .organization, Period(.month, year: 2026, ordinal: 9), verdict: Self.worse),
        ]
        let overview = try #require(Published.overview(figures))
        #expect(overview.rows.map(\.figure.period) == [july, Published.quarter])
        // Elsewhere is the organization's figure of the same period, and has no verdict.
        #expect(overview.rows.map(\.elsewhere) == [nil, 0.5])
    }

    @Test("knows the KPIs that lack their data, and leaves parts and other statistics out")
    func lacking() throws {
        var part = Published.figure("reopened", verdict: Self.worse)
        part.cell = Cell(
            measure: part.cell.measure, scope: part.cell.scope, breakdown: Breakdown("kind", "emotional"),
            statistic: part.cell.statistic)
        let overview = try #require(
            Published.overview([part, Published.figure("mentoring", state: .noData), Published.figure("reopened")]))
        #expect(overview.lacking.map(\.id) == ["mentoring"])
        #expect(overview.rows.count { $0.sheet.id == "reopened" } == 1)
    }
}
