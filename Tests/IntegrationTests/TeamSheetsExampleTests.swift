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

        /// Loads all of them into an organization.
        private static func load(into organization: String) async throws -> User {
            let user = try SharedServer.user(environment: ["MUTUALITY_ORGANIZATION": organization])
            let sheets = [
                "team", "agreements", "rota", "promises", "pairs", "meetings", "thanks", "feedback", "contacts", "pods",
                "objectives", "rituals", "rewards", "map",
            ]
            for (mapping, sheet) in sheets.map({ ($0, $0) }) + [("boundaries", "agreements")] {
                _ = try await user.must(
                    "ingest", "--mapping", folder.appending(path: "\(mapping).yaml").path(),
                    folder.appending(path: "\(sheet).csv").path(), "--now", now)
            }
            return user
        }

        /// The fields of a sheet's column, without its header.
        private static func fields(of column: String, in sheet: String) throws -> [String] {
            let text = try String(contentsOf: folder.appending(path: "\(sheet).csv"), encoding: .utf8)
            let rows = text.split(separator: "\n").map { $0.split(separator: ";", omittingEmptySubsequences: false) }
            let place = try #require(rows.first?.firstIndex { $0 == column })
            return rows.dropFirst().map { String($0[place]) }
        }

        @Test("No name of the sheets is stored as it is, in whatever column, nor what somebody wrote")
        func noNames() async throws {
            let user = try await Self.load(into: "withoutnames")
            let tables = try await user.query(
                "SELECT attrelid::regclass FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid "
                    + "WHERE attname = 'organization_id' AND relkind = 'r' "
                    + "AND relnamespace::regnamespace::text ~ '^mutuality'")
            try #require(tables.count > 35)
            /// The tables with rows that have one of the texts in them.
            func holding(_ texts: [String]) async throws -> [String] {
                let list = texts.map { "'\($0.replacing("'", with: "''"))'" }.joined(separator: ", ")
                let selections = tables.map {
                    "SELECT '\($0)' FROM \($0) AS stored JOIN mutuality.organization AS it USING (organization_id), "
                        + "unnest(ARRAY[\(list)]) AS wanted "
                        + "WHERE it.name = 'withoutnames' AND position(wanted IN to_jsonb(stored)::text) > 0"
                }
                return try await user.query(selections.joined(separator: " UNION ") + " ORDER BY 1")
            }
            let names = try Self.fields(of: "Name", in: "team")
            #expect(names.count == 24)
            #expect(try await holding(names) == [])
            let written = try Self.fields(of: "What", in: "feedback") + Self.fields(of: "Goal", in: "objectives")
            #expect(try await holding(written) == [])
            #expect(try await holding(["A-1"]) == ["mutuality_facts.agreement", "mutuality_facts.agreement_boundary"])
        }

        @Test("The sheets of docs/examples/team-sheets give the figures of their page")
        func figures() async throws {
            let user = try await Self.load(into: "teamsheets")
            _ = try await user.must("organization", "set", "zone=Europe/Lisbon", "--now", Self.now)
            let expected = try Self.tables(5).dropFirst()
            #expect(expected.count == 25)
            for (kpi, figures) in Dictionary(grouping: expected, by: { $0[0] }) {
                let from = ["rotation_fairness", "support_map"].contains(kpi) ? "2026-01-01" : "2026-03-01"
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
