import Foundation
import Testing

extension CommandTests {
    @Suite struct OrganizationTests {
        private struct Row: Decodable, Equatable {
            let name: String
            let value: String
            let validFrom: String?
        }

        @Test("Settings are set from a day on, shown with it, and the smallest group is never lowered")
        func settings() async throws {
            let user = try SharedServer.user(environment: ["MUTUALITY_ORGANIZATION": "chosen"])
            try await user.must("organization", "set", "zone=Europe/Lisbon", "minimum_group=8")
            try await user.must("organization", "set", "--from", "2026-02-01", "zone=America/Bogota")
            let rows = try await user.must("organization", "show", "--json").json([Row].self)
            #expect(rows.contains(Row(name: "zone", value: "Europe/Lisbon", validFrom: nil)))
            #expect(rows.contains(Row(name: "zone", value: "America/Bogota", validFrom: "2026-02-01")))
            #expect(rows.contains(Row(name: "minimum_group", value: "8", validFrom: nil)))

            for (assignment, word) in [
                ("minimum_group=4", "raised"), ("zone=Mars/Olympus", "Europe/Lisbon"),
                ("frobnicate=1", "minimum_group"),
                ("release_lag_days=-1", "release_lag_days"),
            ] {
                let refused = try await user.run("organization", "set", assignment)
                #expect(refused.code == 64 && refused.errors.contains(word), "\(assignment): \(refused.errors)")
            }
            #expect(try await user.must("organization", "show", "--json").json([Row].self) == rows)
        }

        @Test("An organization that nobody loaded is named: 66")
        func unknown() async throws {
            let user = try SharedServer.user()
            for command in [
                ["organization", "show"], ["compute"], ["export", "--format", "csv", "--out", "-"], ["serve"],
                ["analyze", "--kpi", "time_to_resolve", "--from", "2026-01-01", "--to", "2026-02-01"],
                ["explain", "time_to_resolve", "--period", "2026-01"],
                ["explain", "time_to_resolve", "--period", "2026-01", "--reader"],
            ] {
                let outcome = try await user.start(command + ["--organization", "nobody"]).outcome()
                #expect(outcome.code == 66 && outcome.errors.contains("\"nobody\""), "\(command)")
            }
        }
    }
}
