import Foundation
import Testing

extension CommandTests {
    /// From a file with names of teams to all that people read, and to nothing that programs read.
    @Suite struct TeamNamesTests {
        private static let hostile = "=1+1 <b>\u{1B}[31m"

        private func export(_ user: User, _ arguments: String...) async throws -> String {
            let outcome = try await user.start(["export", "--out", "-", "--format"] + arguments).outcome()
            try #require(outcome.code == 0, "\(outcome.errors)")
            return outcome.output
        }

        /// The same file of teams with another name of one, and an empty line more: what was loaded before is left alone.
        private func rename(_ user: User, _ name: String, to other: String) throws {
            try user.write(
                "records/teams.csv", user.read("records/teams.csv").replacing(",\(name),", with: ",\(other),") + "\n")
        }

        private func compute(_ user: User) async throws -> String {
            try await user.must("ingest", "--dataset", "teams", "records/teams.csv")
            return try await user.must("compute").errors
        }

        @Test("A name goes from a file to report, table, spreadsheet and labels, and another one at the next release")
        func way() async throws {
            let user = try SharedServer.user(environment: ["MUTUALITY_ORGANIZATION": "named"])
            try await user.simulate()
            try rename(user, "Platform", to: "Desk")
            try await user.ingestRecords(organization: "named")
            #expect(try await user.must("compute").errors.contains("and 3 teams' names"))
            let plain = try await [export(user, "csv"), export(user, "prometheus")]
            #expect(plain[0].contains(",team,platform,") && !plain.contains { $0.contains("Desk") })
            let labelled = try await export(user, "csv", "--labels")
            #expect(labelled.contains(",team,platform,") && labelled.contains(",Team Desk\r\n"))
            #expect(labelled.contains(",Team First Line\r\n") && labelled.contains(",Department engineering\r\n"))
            try await user.must("report", "--scope", "team=platform", "--out", "platform.html")
            #expect(try user.read("platform.html").contains("<p class=\"organization\">named, Team Desk</p>"))
            let shown = try await user.must("show", "time_to_resolve", "--period", "2025-Q4").output
            #expect(shown.contains(" Desk ") && shown.contains(" First Line ") && !shown.contains("first-line"))
            let json = try await user.must("show", "time_to_resolve", "--period", "2025-Q4", "--json").output
            #expect(json.contains("\"scope_id\" : \"platform\"") && !json.contains("Desk"))
            try await user.must("export", "--format", "xlsx", "--out", "before.xlsx")
            let asked = try await user.run("show", "--scope", "team=desk")
            #expect(asked.code == 64 && asked.errors.contains("Write team=platform."), "\(asked.errors)")

            // Two teams of one name, and a name that would hurt.
            let figures = "SELECT count(*), max(first_release) FROM kpi.figure_history WHERE organization = 'named'"
            let before = try await user.query(figures)
            try rename(user, "Desk", to: "First Line ")
            try rename(user, "Discovery", to: Self.hostile)
            let computed = try await compute(user)
            #expect(computed.contains("0 KPI periods computed"), "\(computed)")
            #expect(computed.contains("changes 0 rows and 2 teams' names"), "\(computed)")
            #expect(try await user.query(figures) == before)
            #expect(try await [export(user, "csv"), export(user, "prometheus")] == plain)
            let again = try await export(user, "csv", "--labels")
            #expect(
                again.contains(",Team First Line (platform)\r\n") && again.contains(",Team First Line (first-line)\r\n")
            )
            try await user.must("report", "--scope", "team=discovery", "--out", "discovery.html")
            #expect(try user.read("discovery.html").contains("Team =1+1 &lt;b&gt;\u{FFFD}[31m"))
            let table = try await user.must("show", "time_to_resolve", "--period", "2025-Q4").output
            #expect(table.contains("=1+1 <b>\u{FFFD}[31m") && !table.contains("\u{1B}"))
            try rename(user, "First Line ", to: "Desk")
            try rename(user, Self.hostile, to: "Discovery")
            #expect(try await compute(user).contains("2 teams' names"))
            #expect(try await export(user, "csv", "--labels") == labelled)
            try await user.must("export", "--format", "xlsx", "--out", "after.xlsx")
            #expect(
                try Data(contentsOf: user.path("after.xlsx")) == Data(contentsOf: user.path("before.xlsx")))
        }
    }
}
