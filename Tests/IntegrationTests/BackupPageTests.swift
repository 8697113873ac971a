import Foundation
import TestSupport
import Testing

/// docs/backup.md, followed from its first command to its last.
@Suite(.timeLimit(.minutes(60))) struct BackupPageTests {
    @Test(
        "docs/backup.md restores both kinds of server without a word: figures, owners, rights and pseudonyms are the same"
    )
    func page() async throws {
        // The servers of one's own: the one that is backed up, and another, which has none of the roles.
        let (server, other) = (try await ScratchServer.start(), try await ScratchServer.start())
        defer {
            server.stop()
            other.stop()
        }
        for each in [server, other] {
            try await each.execute("CREATE ROLE keeper LOGIN CREATEROLE", "CREATE DATABASE mutuality OWNER keeper")
        }
        let user = try User()
        let services = ["mutuality": server, "restored": other].map {
            "[\($0)]\nhost=\($1.directory)\nuser=keeper\ndbname=mutuality\n"
        }
        try services.joined().write(
            to: user.folder.appending(path: "home/.pg_service.conf"), atomically: true, encoding: .utf8)
        let safe = user.path("safe").path()
        func here(_ commands: String) -> String { commands.replacing("/media/safe", with: safe) }
        var page = try Page("backup.md")

        try await user.simulate()
        try await user.ingestRecords(organization: "default")
        try await user.must("compute")
        let before = try await user.query(Self.rights)
        try await user.follow(page.next("Back up the private server"))
        try await user.follow(here(page.next("Keep the key apart")))
        try FileManager.default.removeItem(at: user.folder.appending(path: "home/.config"))
        let restored = try await user.follow(page.next("Restore into a private server"))
        #expect(restored.output.isEmpty)
        #expect(
            restored.errors.replacing(/(?m)^.*(is stopped|runs until "mutuality db stop"|is current)\.\n/, with: "")
                .isEmpty,
            "\(restored.errors)")
        #expect(before.count > 50)
        #expect(try await user.query(Self.rights) == before)
        try await user.follow(here(page.next("Put the key back")))
        try await user.follow(page.next("See that all is there"))
        #expect(try user.read("restored.csv").count > 100_000)
        // People of before are known again.
        let people = try await user.stored(of: "default")[2]
        try user.write("again.csv", try user.read("records/help_requests.csv") + "\n")
        try await user.must("ingest", "--dataset", "help_requests", "again.csv")
        #expect(try await user.stored(of: "default")[2] == people)

        let own = ["PGSERVICE": "mutuality"]
        try await user.must("db", "migrate", variables: own)
        try user.write("a.csv", Sample.file(Sample.good))
        try await user.must("ingest", "--dataset", "help_requests", "a.csv", variables: own)
        try await user.must("compute", variables: own)
        let exported = try await user.must("export", "--format", "csv", "--out", "-", variables: own).output
        let ofOwn = try await user.query(Self.rights, variables: own)
        let dumped = try await user.follow(page.next("A server of your own"))
        #expect(!dumped.errors.contains("pg_"), "\(dumped.errors)")
        #expect(try user.read("server.csv") == exported && exported.count > 1000)
        #expect(try await user.query(Self.rights, variables: ["PGSERVICE": "restored"]) == ofOwn)
        #expect(page.isDone)
    }

    /// Each right of each role on schemas, tables, columns and functions, and whose they are.
    private static let rights = """
        WITH held AS (
            SELECT nspname AS name, nspowner AS owner, nspacl AS rights
            FROM pg_namespace WHERE nspname IN ('mutuality', 'mutuality_facts', 'kpi')
            UNION ALL SELECT oid::regclass::text, relowner, relacl FROM pg_class
            WHERE relnamespace::regnamespace::text IN ('mutuality', 'mutuality_facts', 'kpi') AND relkind IN ('r', 'v')
            UNION ALL SELECT attrelid::regclass || '.' || attname, NULL, attacl
            FROM pg_attribute WHERE attacl IS NOT NULL AND attnum > 0 AND attrelid::regclass::text LIKE 'mutuality.%'
            UNION ALL SELECT oid::regprocedure::text, proowner, proacl
            FROM pg_proc WHERE pronamespace = 'mutuality'::regnamespace
        )
        SELECT name, owner::regrole, grantee::regrole, privilege_type
        FROM held LEFT JOIN LATERAL aclexplode(rights) ON true ORDER BY 1, 2, 3, 4
        """
}
