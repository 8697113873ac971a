import Foundation
import Testing

/// docs/upgrade.md, followed from its first command to its last; `Machine` says what is stood in for.
@Suite(.timeLimit(.minutes(60))) struct UpgradePageTests {
    @Test("docs/upgrade.md: its commands work, and what it says one sees is what one sees")
    func page() async throws {
        let machine = try Machine()
        let user = machine.user
        var page = try Page("upgrade.md")
        try await machine.follow(page.next("The program"))
        #expect(try machine.names(in: "/usr/local/bin") == ["mutuality"])
        try user.write("a.csv", Sample.file(Sample.good))
        try await user.must("ingest", "--dataset", "help_requests", "a.csv")
        try await machine.follow(page.next("The database"))

        // Messages of a server of one's own: the private one while it is kept, under its own connection.
        try await machine.follow("mutuality db start")
        let status = try await machine.follow("mutuality db status").output
        let conninfo = String(try #require(status.firstMatch(of: /(?m)^database: (.*)$/)?.1))
        // The page's numbers are examples.
        let own = try #require(
            try await user.query("SELECT count(*) FROM mutuality.migration").first.flatMap { Int($0) })
        func expectRefusal(beginning: String) async throws {
            let shown = try page.shown(beginning: beginning)
                .replacing("5 of 6", with: "\(own - 1) of \(own)")
                .replacing("7, newer than this program's 6", with: "\(own + 1), newer than this program's \(own)")
            let refused = try await user.run("compute", "--database-url", conninfo)
            #expect(refused.code == 78 && refused.errors == shown)
        }
        _ = try await user.query(
            "CREATE TABLE kept AS SELECT * FROM mutuality.migration ORDER BY name DESC LIMIT 1;"
                + "DELETE FROM mutuality.migration USING kept WHERE migration.name = kept.name")
        try await expectRefusal(beginning: "mutuality: The database's schema is at 5 of 6")
        _ = try await user.query(
            "INSERT INTO mutuality.migration TABLE kept; "
                + "INSERT INTO mutuality.migration (name, checksum, applied_at) VALUES ('m9999_later', '', now())")
        try await expectRefusal(beginning: "mutuality: The database's schema is at 7, newer")
        _ = try await user.query("DELETE FROM mutuality.migration WHERE name = 'm9999_later'; DROP TABLE kept")
        try await machine.follow("mutuality db stop")

        // Data of a version whose programs are gone.
        let mark = URL(filePath: user.dataDirectory).appending(path: "postgresql/PG_VERSION")
        let version = try String(contentsOf: mark, encoding: .utf8)
        try "14\n".write(to: mark, atomically: false, encoding: .utf8)
        let refused = try await user.run("compute")
        let shown = try page.shown(beginning: "mutuality: The data in ")
            .replacing("/home/you/.local/share/mutuality", with: user.dataDirectory)
            .replacing("of 15.", with: "of \(version.trimmingCharacters(in: .whitespacesAndNewlines)).")
        #expect(refused.code == 78 && refused.errors == shown)
        try version.write(to: mark, atomically: false, encoding: .utf8)
        let now = try await machine.follow(page.next("Another PostgreSQL under the private server"))
        #expect(now.output.contains(/(?m)^server: PostgreSQL \d+/))
        #expect(page.isDone)
    }
}
