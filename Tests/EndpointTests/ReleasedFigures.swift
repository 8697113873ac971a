import Domain
import Export

/// A release as a real one would be: an organization, three teams, one of which is slow, one busy helper; medians are
/// higher than they used to be.
enum ReleasedFigures {
    static func context() throws -> ExportContext { try ExportContext(sheets: sheets, freshness: freshness) }

    /// Loaded on the first day after the figures' periods, and long overdue by now.
    static let freshness = loaded(at: RunningServer.startedAt)

    static func loaded(at instant: Instant) -> [Freshness] {
        [
            Freshness(
                organization: "acme", dataset: "help_requests", lastData: LocalDate("2025-12-31"), lastSuccess: instant,
                expectedBy: instant.advanced(byDays: 3))
        ]
    }

    private static let waits: [Sheet.Statistic] = [
        .init("p50", .seconds, "median"), .init("p90", .seconds, "nine in ten are done"),
        .init("withdrawn_share", .ratio, "share withdrawn"),
    ]
    private static let closes = waits + [.init("naive_mean", .seconds, "mean of the closed")]
    private static let shares: [Sheet.Statistic] = [
        .init("gini_helpers", .ratio, "Gini of helpers"), .init("gini_present", .ratio, "Gini of all present"),
        .init("top_5_percent", .ratio, "share of the busiest 5 %"),
        .init("top_10_percent", .ratio, "share of the busiest 10 %"),
        .init("absence_factor", .count, "fewest helpers who give half"),
    ]

    static let sheets = [
        sheet("time_to_first_response", "Time to first response", [("elapsed", waits)]),
        sheet(
            "time_to_resolve", "Time to resolve", [("first_close_elapsed", closes), ("final_close_elapsed", closes)]),
        sheet("response_target_met", "Response target met", [("default", [.init("ratio", .ratio, "share in time")])]),
        sheet("helper_concentration", "Helper concentration", [("time", shares), ("pieces", shares)]),
    ]

    private static func sheet(_ id: String, _ title: String, _ measures: [(String, [Sheet.Statistic])]) -> Sheet {
        Sheet(
            id: id, version: 1, title: title, question: "", formula: "",
            measures: measures.map { .init(id: $0.0, title: $0.0, statistics: $0.1) }, direction: .none,
            inputs: [.init([HelpRequests.openedAt], .always)], unfinished: "", missing: "", reference: "")
    }

    /// What each statistic is for a place of ordinary speed.
    private static let values: [String: Double] = [
        "p50": 5_400, "p90": 90_000, "withdrawn_share": 0.06, "naive_mean": 4_100, "gini_helpers": 0.55,
        "gini_present": 0.7, "top_5_percent": 0.41, "top_10_percent": 0.56, "absence_factor": 2, "ratio": 0.8,
    ]

    /// - Parameter factor: of every duration, so that two releases differ.
    static func all(factor: Double = 1, organization: String = "acme") -> [PublishedFigure] {
        let places =
            [(Scope.organization, 1.0)]
            + [("platform", 0.8), ("sales", 3.5), ("support", 1)].map { (Scope(.team, $0.0), $0.1) }
        return PeriodKind.ofMonths.flatMap { kind in
            let period = Period(kind, containing: LocalDate(firstOfMonth: 12, year: 2025))
            return sheets.flatMap { sheet in
                sheet.measures.flatMap { measure in
                    places.flatMap { scope, slowness in
                        measure.statistics.map { statistic in
                            let time = statistic.unit == .seconds ? slowness * factor : 1
                            let value = (values[statistic.id] ?? 0) * time
                            return PublishedFigure(
                                organization: organization, kpi: sheet.id, version: 1,
                                cell: Cell(
                                    measure: measure.id, scope: scope, breakdown: .none, statistic: statistic.id),
                                period: period, unit: statistic.unit,
                                estimate: Estimate(value, lower: value * 0.8, upper: value * 1.25), n: 120,
                                censored: 4, coverage: 0.97, state: .released,
                                signal: statistic.id == "p50" ? Signal(.worse, .outside) : nil,
                                verdict: statistic.id == "ratio"
                                    ? .moved(.worse, isEarly: false, isSeasonal: false) : nil)
                        }
                    }
                }
            }
        }
    }

    /// A CSV of about this many bytes, in a few very long rows.
    static func large(bytes: Int) -> [PublishedFigure] {
        let name = String(repeating: "n", count: 500_000)
        return (0...bytes / name.utf8.count).map { row in
            PublishedFigure(
                organization: name, kpi: "time_to_resolve", version: row,
                cell: Cell(
                    measure: "final_close_elapsed", scope: .organization, breakdown: .none, statistic: "p50"),
                period: Period(.month, year: 2025, ordinal: 0), unit: .seconds, estimate: .none, n: nil, censored: nil,
                coverage: nil, state: .suppressed)
        }
    }
}
