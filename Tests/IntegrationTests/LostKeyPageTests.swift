import Foundation
import Testing

/// docs/lost-key.md, followed from its first command to its last.
@Suite(.timeLimit(.minutes(60))) struct LostKeyPageTests {
    @Test("docs/lost-key.md: what works without the key, what doesn't, how it is found, and how to begin anew")
    func page() async throws {
        let user = try User()
        var page = try Page("lost-key.md")
        try await user.simulate()
        for name in ["teams.csv", "people.csv", "help_requests.csv"] {
            try FileManager.default.copyItem(at: user.path("records/\(name)"), to: user.path(name))
        }
        try await user.ingestRecords(organization: "default")
        try await user.must("compute")
        let key = user.folder.appending(path: "home/.config/mutuality/pseudonym.key")
        try FileManager.default.moveItem(at: key, to: user.path("found.key"))
        try user.write("help_requests-new.csv", Sample.file(Sample.good))
        let stored = try await user.stored(of: "default")

        let lacking = try page.shown(beginning: "mutuality: There is no key file").replacing(
            "/home/you/", with: user.folder.appending(path: "home/").path())
        let load = ["ingest", "--dataset", "help_requests", "help_requests-new.csv"]
        let refused = try await user.start(load).outcome()
        #expect(refused.code == 78 && refused.errors == lacking)
        #expect(try await user.start(load + ["--dry-run"]).outcome().code == 0)
        try FileManager.default.createDirectory(at: user.path("inbox"), withIntermediateDirectories: true)
        try user.write("inbox/help_requests.csv", Sample.file(Sample.good))
        let night = try await user.run("nightly", "--inbox", "inbox", "--out", "figures")
        #expect(night.code == 78 && night.errors.contains("There is no key file"))
        #expect(try user.exists("inbox/help_requests.csv") && user.read("figures/kpis.csv").count > 100_000)
        for command in [
            ["compute", "--full"], ["export", "--format", "csv", "--out", "-"], ["organization", "freshness"],
            ["analyze", "--kpi", "time_to_resolve", "--from", "2026-01-01", "--to", "2026-02-01"],
            ["explain", "time_to_resolve", "--period", "2026-01"], ["organization", "set", "zone=Europe/Lisbon"],
            ["db", "status"],
        ] { #expect(try await user.start(command).outcome().code == 0, "\(command)") }

        try user.write("other.key", String(repeating: "0f", count: 32) + "\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: user.path("other.key").path())
        let other = try await user.start(load + ["--pseudonym-key-file", "other.key"]).outcome()
        #expect(try other.code == 78 && other.errors == page.shown(beginning: "mutuality: This is not the key"))
        #expect(try await user.stored(of: "default") == stored)

        try await user.follow(page.next("Look for it"))
        #expect(try await user.stored(of: "default")[1] == "4")
        #expect(FileManager.default.fileExists(atPath: key.path()))
        try FileManager.default.removeItem(at: key)
        try await user.follow(page.next("If it is gone"))
        #expect(try user.read("kpis.csv").count > 100_000)
        #expect(FileManager.default.fileExists(atPath: key.path()))
        #expect(page.isDone)
    }
}
