import Foundation
import Testing

/// The folder of published records, where one is named.
private let realData = ProcessInfo.processInfo.environment["MUTUALITY_REAL_DATA"].map { URL(filePath: $0) }

extension CommandTests {
    /// Published records, against what statisticians computed from them with other tools.
    @Suite struct RealDataTests {
        private struct Expected: Decodable {
            struct Resolved: Decodable {
                let naive: Naive
                let curve: Curve
                let firstResponse: FirstResponse
                let helpers: Helpers
                let byUrgency: [String: Urgency]

                enum CodingKeys: String, CodingKey {
                    case naive = "time_to_resolve_seconds_resolved_only"
                    case curve = "time_to_resolve_km"
                    case firstResponse = "time_to_first_response_seconds"
                    case helpers = "helpers_by_resolved_requests"
                    case byUrgency = "by_kind"
                }
            }
            struct Naive: Decodable { let mean: Double }
            struct Curve: Decodable {
                let n: Int
                let median: Double
                let p90: Double

                enum CodingKeys: String, CodingKey {
                    case n, median
                    case p90 = "p90_time_S_le_0.10"
                }
            }
            struct FirstResponse: Decodable {
                let n: Int
                let without: Int

                enum CodingKeys: String, CodingKey {
                    case n
                    case without = "n_without"
                }
            }
            struct Helpers: Decodable {
                struct Share: Decodable { let share: Double }
                let n: Int
                let gini: Double
                let top: Share

                enum CodingKeys: String, CodingKey {
                    case n
                    case gini = "gini_bias_corrected_n_over_n_minus_1"
                    case top = "top_10pct"
                }
            }
            struct Urgency: Decodable {
                let n: Int
                let median: Double

                enum CodingKeys: String, CodingKey {
                    case n
                    case median = "median_ttr_seconds"
                }
            }
            struct Raw: Decodable { let rows: Int }
            let raw: Raw
            let first: Resolved
            let last: Resolved

            enum CodingKeys: String, CodingKey {
                case raw
                case first = "resolved=first_Completed_Closed"
                case last = "resolved=last_Completed_Closed"
            }
        }

        private struct Report: Decodable {
            struct Events: Decodable {
                let read: Int
                let unknownActivities: [String: Int]
            }
            let read: Int
            let accepted: Int
            let rejected: Int
            let events: Events
        }

        private struct Row: Decodable {
            let kpi: String
            let measure: String
            let breakdownValue: String
            let statistic: String
            let value: Double?
            let n: Int
            let censored: Int?
        }

        /// A worked example of the documentation.
        private static func example(_ path: String) -> String {
            URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appending(path: "docs/examples").appending(path: path).path()
        }

        @Test(
            "Real data: problems of a vendor's IT, against reference figures to a relative 1e-9",
            .enabled(if: realData != nil))
        func problems() async throws {
            let folder = try #require(realData).appending(path: "bpi13_problems")
            let user = try SharedServer.user(environment: ["MUTUALITY_ORGANIZATION": "problems"])
            let expected = try JSONDecoder().decode(
                Expected.self, from: Data(contentsOf: folder.appending(path: "expected.json")))
            let now = "2012-06-05T00:00:00Z"
            let report = try #require(
                try await user.must(
                    "ingest", "--mapping", Self.example("bpi13/problems.yaml"),
                    folder.appending(path: "BPI13C.csv").path(), "--json", "--now", now
                ).json([Report].self).first)
            #expect(report.read == expected.last.curve.n && report.accepted == report.read && report.rejected == 0)
            #expect(report.events.read == expected.raw.rows && report.events.unknownActivities.isEmpty)
            let rows = try await user.must(
                "analyze", "--kpi", "time_to_resolve", "time_to_first_response", "helper_concentration", "--from",
                "2006-01-01", "--to", "2012-06-01", "--by", "urgency", "--json", "--now", now
            ).json([Row].self)
            func row(_ kpi: String, _ measure: String, _ statistic: String, urgency: String = "") throws -> Row {
                let found = rows.filter {
                    $0.kpi == kpi && $0.measure == measure && $0.statistic == statistic && $0.breakdownValue == urgency
                }
                #expect(found.count == 1, "\(kpi) \(measure) \(statistic) \(urgency)")
                return try #require(found.first)
            }
            func expect(_ row: Row, _ value: Double, n: Int, sourceLocation: SourceLocation = #_sourceLocation) {
                #expect(
                    row.value.map { abs($0 - value) <= 1e-9 * abs(value) } == true, "\(row) is not \(value)",
                    sourceLocation: sourceLocation)
                #expect(row.n == n, sourceLocation: sourceLocation)
            }

            for (measure, expected) in [
                ("first_close_elapsed", expected.first), ("final_close_elapsed", expected.last),
            ] {
                expect(try row("time_to_resolve", measure, "p50"), expected.curve.median, n: expected.curve.n)
                expect(try row("time_to_resolve", measure, "p90"), expected.curve.p90, n: expected.curve.n)
                expect(try row("time_to_resolve", measure, "naive_mean"), expected.naive.mean, n: expected.curve.n)
                for (urgency, group) in expected.byUrgency {
                    let median = try row("time_to_resolve", measure, "p50", urgency: urgency)
                    #expect(median.n == group.n)
                    // The reference interpolates between the two middle ones where n is even.
                    if !group.n.isMultiple(of: 2) { expect(median, group.median, n: group.n) }
                }
            }
            let answered = expected.last.firstResponse.n + expected.last.firstResponse.without
            for statistic in ["p50", "p90"] {
                expect(try row("time_to_first_response", "elapsed", statistic), 0, n: answered)
            }
            let helpers = expected.last.helpers
            expect(try row("helper_concentration", "pieces", "gini_helpers"), helpers.gini, n: helpers.n)
            expect(try row("helper_concentration", "pieces", "top_10_percent"), helpers.top.share, n: helpers.n)
        }
    }
}
