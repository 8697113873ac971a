import Foundation
import TestSupport
import Testing

/// A login that reads one organization of a server that somebody else looks after.
@Suite(.timeLimit(.minutes(60))) struct ReaderLoginTests {
    @Test(
        "A reader's login exports and serves its organization as the owner does, and no other; without one it is told: 77"
    )
    func reader() async throws {
        let conninfo = try await ScratchServer.shared().freshDatabase()
        let login = "Grafana \(UInt32.random(in: .min ... .max))"
        let owner = try User(environment: ["MUTUALITY_DATABASE_URL": conninfo])
        let reader = try User(environment: [
            "MUTUALITY_DATABASE_URL": conninfo.replacing("user=postgres", with: "user='\(login)'"),
            "MUTUALITY_ORGANIZATION": "acme",
        ])
        try await owner.must("db", "migrate")
        try await owner.simulate()
        for organization in ["acme", "umbrella"] {
            try await owner.ingestRecords(organization: organization)
            try await owner.must("compute", "--organization", organization)
        }
        let missing = try await owner.run("organization", "grant", login, "--organization", "acme")
        #expect(missing.code == 64 && missing.errors.contains("CREATE ROLE \"\(login)\" LOGIN"), "\(missing.errors)")
        _ = try await owner.query("CREATE ROLE \"\(login)\" LOGIN IN ROLE mutuality_reader")

        let export = ["export", "--format", "csv", "--out", "-"]
        for command in [export, ["serve", "--listen", "127.0.0.1:0"]] {
            let lost = try await reader.start(command).outcome()
            #expect(
                lost.code == 77 && lost.output.isEmpty
                    && lost.errors.contains("mutuality organization grant \(login) --organization acme"),
                "\(lost.errors)")
        }
        let granted = try await owner.must("organization", "grant", login, "--organization", "acme")
        #expect(granted.errors == "\(login) may read the released figures of acme.\n")
        let shown = try await owner.must("organization", "show", "--organization", "acme").lines.last
        #expect(shown?.hasPrefix("\(login)  2026-03-05T08:00:00") == true)

        let csv = try await owner.must("export", "--organization", "acme", "--format", "csv", "--out", "-").output
        #expect(csv.contains(",released,"))
        #expect(try await reader.start(export).outcome().output == csv)
        #expect(try await reader.must("organization", "list").lines == ["acme"])
        #expect(
            try await reader.must("export", "--as-known-at", "2026-03-06", "--format", "csv", "--out", "-").output
                == csv)
        let other = try await reader.start(export + ["--organization", "umbrella"]).outcome()
        #expect(
            other.code == 64 && other.output.isEmpty && other.errors.contains("Choose from acme."), "\(other.errors)")
        for command in [["compute"], ["organization", "show"], ["organization", "grant", login]] {
            #expect(try await reader.start(command).outcome().code == 77, "\(command)")
        }

        let kpis = try await reader.start(["kpis"]).outcome()
        #expect(kpis.code == 77 && kpis.errors.contains("Only the custodian may know"), "\(kpis.errors)")
        for command in [["show"], ["report", "--out", "-"]] {
            let (own, owners) = (
                try await reader.start(command).outcome(),
                try await owner.start(command + ["--organization", "acme"]).outcome()
            )
            #expect(own.code == owners.code && own.output == owners.output, "\(command): \(own.errors)")
        }

        let serve = try reader.start(["serve", "--listen", "127.0.0.1:0"])
        #expect(try await HTTP.get(try await serve.address() + "v1/kpis.csv").body == csv)
        serve.send(SIGTERM)
        #expect(try await serve.outcome().code == 0)

        try await owner.must("organization", "revoke", login, "--organization", "acme", "--quiet")
        #expect(try await reader.start(export).outcome().code == 77)
        let twice = try await owner.run("organization", "revoke", login, "--organization", "acme")
        #expect(twice.code == 64)
    }
}
