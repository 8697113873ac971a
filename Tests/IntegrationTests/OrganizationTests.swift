import Foundation
import Testing

extension CommandTests {
    @Suite struct OrganizationTests {
        private struct Row: Decodable, Equatable {
            let name: String
            let value: String
            let validFrom: String?
            let isDefault: Bool
        }

        private struct Shown: Decodable, Equatable {
            let settings: [Row]
            let readers: [[String: String]]
        }

        @Test("Settings are set from a day on, shown with it, and the smallest group is never lowered")
        func settings() async throws {
            let user = try SharedServer.user(environment: ["MUTUALITY_ORGANIZATION": "chosen"])
            try await user.must("organization", "set", "zone=Europe/Lisbon", "minimum_group=8")
            try await user.must("organization", "set", "--from", "2026-02-01", "zone=America/Bogota")
            let rows = try await user.must("organization", "show", "--json").json(Shown.self).settings
            #expect(rows.contains(Row(name: "zone", value: "Europe/Lisbon", validFrom: nil, isDefault: false)))
            #expect(
                rows.contains(Row(name: "zone", value: "America/Bogota", validFrom: "2026-02-01", isDefault: false)))
            #expect(rows.contains(Row(name: "minimum_group", value: "8", validFrom: nil, isDefault: false)))
            #expect(rows.contains(Row(name: "data_since", value: "", validFrom: nil, isDefault: true)))
            let shown = try await user.must("organization", "show").lines.map {
                $0.split(separator: /\s{2,}/).prefix(3).joined(separator: " | ")
            }
            #expect(shown.first == "setting | value | since")
            for line in [
                "zone | Europe/Lisbon | always", "zone | America/Bogota | from 2026-02-01",
                "minimum_group | 8 | always",
                "data_since | (not set) | default", "release_lag_days | 3 | default",
            ] { #expect(shown.contains(line), "\(line)") }
            // What nobody set stands last.
            let unset = shown.drop { !$0.hasSuffix("| default") }
            #expect(unset.count < shown.count - 3 && unset.allSatisfy { $0.hasSuffix("| default") })

            for (assignment, word) in [
                ("minimum_group=4", "raised"), ("zone=Mars/Olympus", "Europe/Lisbon"),
                ("frobnicate=1", "minimum_group"),
                ("release_lag_days=-1", "release_lag_days"),
            ] {
                let refused = try await user.run("organization", "set", assignment)
                #expect(refused.code == 64 && refused.errors.contains(word), "\(assignment): \(refused.errors)")
            }
            #expect(
                try await user.must("organization", "show", "--json").json(Shown.self)
                    == Shown(settings: rows, readers: []))
        }

        @Test("A target is set in the figure's unit, shown as people say it, and refused where there can be none")
        func targets() async throws {
            let user = try SharedServer.user(environment: ["MUTUALITY_ORGANIZATION": "aiming"])
            let set = try await user.must("organization", "set", "target_time_to_resolve=8h", "--from", "2026-01-01")
            #expect(set.errors.hasSuffix("Set. Figures stay as they are; reports from now on show it.\n"))
            try await user.must("organization", "set", "target_response_target_met=0.925", "zone=Europe/Lisbon")
            try await user.must("organization", "set", "target_time_to_resolve=", "--from", "2026-07-01")
            let rows = try await user.must("organization", "show", "--json").json(Shown.self).settings
            #expect(
                rows.filter { $0.name.hasPrefix("target_") } == [
                    Row(name: "target_response_target_met", value: "92.5 %", validFrom: nil, isDefault: false),
                    Row(name: "target_time_to_resolve", value: "8 h", validFrom: "2026-01-01", isDefault: false),
                    Row(name: "target_time_to_resolve", value: "", validFrom: "2026-07-01", isDefault: false),
                ])
            for (assignment, words) in [
                ("target_time_to_resolve=8", "must be a duration such as 90min, 8h or 2d"),
                ("target_frobnicate=1", "mutuality kpis"),
                ("target_agreement_coverage=0.9", "agreements are voluntary"),
                ("target_asking_rate=1", "neither more nor less of it is better"),
            ] {
                let refused = try await user.run("organization", "set", assignment)
                #expect(refused.code == 64 && refused.errors.contains(words), "\(assignment): \(refused.errors)")
            }
        }

        @Test("An organization that nobody loaded is wrong usage, and those that there are are named: 64")
        func unknown() async throws {
            let user = try SharedServer.user()
            try await user.must("organization", "set", "zone=UTC", "--organization", "0 loaded")
            for command in [
                ["organization", "show"], ["organization", "freshness"], ["compute"],
                ["export", "--format", "csv", "--out", "-"], ["serve"],
                ["analyze", "--kpi", "time_to_resolve", "--from", "2026-01-01", "--to", "2026-02-01"],
                ["explain", "time_to_resolve", "--period", "2026-01"],
                ["explain", "time_to_resolve", "--period", "2026-01", "--reader"],
            ] {
                let outcome = try await user.start(command + ["--organization", "nobody"]).outcome()
                #expect(outcome.code == 64, "\(command): \(outcome.code)")
                let said = outcome.errors.hasPrefix("mutuality: There is no organization \"nobody\". Choose from ")
                #expect(said && outcome.errors.contains(" 0 loaded"), "\(outcome.errors)")
            }
        }

        @Test("The organizations are listed, one a line, in alphabetical order; at first there is none")
        func list() async throws {
            let user = try User()
            #expect(try await user.must("organization", "list").isSilent)
            let nobody = try await user.run("compute", "--organization", "nobody")
            #expect(nobody.code == 64 && nobody.errors.contains("mutuality ingest --organization nobody"))
            for name in ["zeta", "alpha"] {
                try await user.must("organization", "set", "zone=UTC", "--organization", name)
            }
            #expect(try await user.must("organization", "list").lines == ["alpha", "zeta"])
            #expect(try await user.must("organization", "list", "--json").json([String].self) == ["alpha", "zeta"])
        }
    }
}
