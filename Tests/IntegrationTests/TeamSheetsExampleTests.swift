import Foundation
import Testing

extension CommandTests {
    /// The sheets in docs/examples/team-sheets give the figures that their page works out by hand.
    @Suite struct TeamSheetsExampleTests {
        private struct Row: Decodable {
            let kpi: String
            let measure: String
            let scope: String
            let breakdown: String
            let statistic: String
            let value: Double?
        }

        private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../docs/examples/team-sheets").standardized
        private static let now = "2026-04-05T00:00:00Z"

        /// The cells of the page's tables, row by row, of those that have so many columns.
        private static func tables(_ columns: Int) throws -> [[String]] {
            let page = try String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
            return page.split(separator: "\n").filter { $0.hasPrefix("|") }.map { line in
                line.split(separator: "|").map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " `")) }
            }.filter { $0.count == columns && !$0.contains("---") }
        }

        @Test("The sheets of docs/examples/team-sheets give the figures of their page")
        func figures() async throws {
            let user = try SharedServer.user(environment: ["MUTUALITY_ORGANIZATION": "sheets"])
            let sheets = [
                "team", "agreements", "rota", "promises", "pairs", "meetings", "thanks", "feedback", "contacts", "pods",
                "objectives",
            ]
            for (mapping, sheet) in sheets.map({ ($0, $0) }) + [("boundaries", "agreements")] {
                _ = try await user.must(
                    "ingest", "--mapping", Self.folder.appending(path: "\(mapping).yaml").path(),
                    Self.folder.appending(path: "\(sheet).csv").path(), "--now", Self.now)
            }
            _ = try await user.must("organization", "set", "zone=Europe/Lisbon", "--now", Self.now)
            let expected = try Self.tables(5).dropFirst()
            #expect(expected.count == 20)
            for (kpi, figures) in Dictionary(grouping: expected, by: { $0[0] }) {
                let from = kpi == "rotation_fairness" ? "2026-01-01" : "2026-03-01"
                let rows = try await user.must(
                    "analyze", "--kpi", kpi, "--from", from, "--to", "2026-04-01", "--json", "--now", Self.now
                ).json([Row].self)
                for figure in figures {
                    let found = rows.first {
                        $0.measure == figure[1] && $0.statistic == figure[2] && $0.scope == "organization"
                            && $0.breakdown.isEmpty
                    }
                    let value = try #require(found?.value, "\(figure)")
                    let printed = try #require(Double(figure[4]))
                    #expect(abs(value - printed) <= 0.5e-4, "\(figure): \(value)")
                }
            }
        }
    }
}
