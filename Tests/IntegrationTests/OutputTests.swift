import Foundation
import Testing

extension CommandTests {
    /// What goes to which stream. Each on a server of its own: a migration makes views and grants anew and would meet others.
    @Suite struct OutputTests {
        @Test("Asked for JSON, every command that says something says it on standard output, and nothing beside it")
        func json() async throws {
            let user = try User(environment: ["MUTUALITY_ORGANIZATION": "json"])
            let commands = [
                ["simulate", "--people", "30", "--months", "2", "--out", "records"],
                ["ingest", "--dataset", "teams", "records/teams.csv"],
                ["ingest", "--dataset", "people", "records/people.csv"],
                ["ingest", "--dataset", "help_requests", "records/help_requests.csv"],
                ["organization", "set", "zone=Europe/Lisbon"], ["organization", "show"], ["compute"], ["compute"],
                ["export", "--format", "csv", "--out", "kpis.csv"],
                ["analyze", "--kpi", "time_to_resolve", "--from", "2026-01-01", "--to", "2026-03-01"],
                ["explain", "time_to_resolve", "--period", "2026-02"],
                ["explain", "time_to_resolve", "--period", "2026-02", "--reader"],
                ["kpis"], ["db", "status"], ["db", "migrate"], ["config", "print"], ["config", "check"],
                ["demo", "--people", "30", "--months", "2", "--out", "demo"],
            ]
            for command in commands {
                let outcome = try await user.start(command + ["--json"]).outcome()
                #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(command): \(outcome.errors)")
                let value = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
                #expect(
                    (value as? [Any])?.isEmpty == false || (value as? [String: Any])?.isEmpty == false, "\(command)")
            }
        }

        @Test("Told to be quiet, a command that gives no data says nothing at all")
        func quiet() async throws {
            let user = try User(environment: ["MUTUALITY_ORGANIZATION": "quiet"])
            try user.write("bad.csv", Sample.file(Sample.good, "r2"))
            let commands = [
                ["simulate", "--people", "30", "--months", "2", "--out", "records"],
                ["ingest", "--dataset", "teams", "records/teams.csv"],
                ["ingest", "--dataset", "people", "records/people.csv"],
                ["ingest", "--dataset", "help_requests", "bad.csv"], ["organization", "set", "minimum_group=6"],
                ["compute"], ["export", "--format", "csv", "--out", "kpis.csv"], ["db", "migrate"],
                ["config", "check"],
            ]
            for command in commands {
                let outcome = try await user.start(command + ["--quiet"]).outcome()
                #expect(outcome.code == 0 && outcome.isSilent, "\(command): \(outcome.output)\(outcome.errors)")
            }
        }

        @Test("Without either, messages go to standard error alone")
        func messages() async throws {
            let user = try User(environment: ["MUTUALITY_ORGANIZATION": "messages"])
            let commands = [
                ["simulate", "--people", "30", "--months", "2", "--out", "records"],
                ["ingest", "--dataset", "teams", "records/teams.csv"], ["compute"],
                ["export", "--format", "csv", "--out", "kpis.csv"], ["organization", "set", "minimum_group=6"],
                ["db", "migrate"], ["config", "check"],
            ]
            for command in commands {
                let outcome = try await user.start(command).outcome()
                #expect(outcome.code == 0 && outcome.output.isEmpty && !outcome.errors.isEmpty, "\(command)")
                #expect(!outcome.errors.contains("\u{1B}") && !outcome.errors.contains("\r"), "\(command)")
            }
        }
    }
}
