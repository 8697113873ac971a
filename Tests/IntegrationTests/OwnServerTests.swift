import Foundation
import Postgres
import TestSupport
import Testing

/// A server that somebody else looks after.
@Suite(.timeLimit(.minutes(60))) struct OwnServerTests {
    @Test(
        "An unmigrated database is an error that names the mend: 78; once migrated all works", arguments: [true, false])
    func migrate(byURL: Bool) async throws {
        let server = try await ScratchServer.shared()
        let conninfo = try await server.freshDatabase()
        let database = try #require(conninfo.split(separator: "dbname=").last)
        let user = try User(
            environment: byURL
                ? ["MUTUALITY_DATABASE_URL": conninfo]
                : ["PGHOST": server.directory, "PGUSER": "postgres", "PGDATABASE": String(database)])
        try user.write("a.csv", Sample.file(Sample.good))

        let before = try await user.must("db", "status", "--json")
        #expect(try before.json(Status.self).schemaVersion == nil)
        #expect(try before.jsonKeys() == ["state", "database_url", "server_version", "schema_version"])
        for command in [["compute"], ["ingest", "--dataset", "help_requests", "a.csv"], ["organization", "show"]] {
            let refused = try await user.start(command).outcome()
            #expect(refused.code == 78 && refused.errors.contains("mutuality db migrate"), "\(refused.errors)")
        }
        #expect(try await user.must("db", "migrate").errors.contains("Applied "))
        #expect(try await user.must("db", "migrate").errors.contains("current"))
        try await user.must("ingest", "--dataset", "help_requests", "a.csv")
        #expect(try await user.stored(of: "default") == ["1", "1", "1"])
        try await user.must("compute")
        let status = try await user.must("db", "status", "--json").json(Status.self)
        #expect(status.state == "running" && (status.schemaVersion ?? 0) > 0)

        let stop = try await user.run("db", "stop")
        #expect(stop.code == 64 && stop.errors.contains("of your own"))
        #expect(!FileManager.default.fileExists(atPath: user.dataDirectory), "a private server was made beside it")
    }

    @Test("A schema from a later program is left alone: 78")
    func newerSchema() async throws {
        let server = try await ScratchServer.shared()
        let user = try User(environment: ["MUTUALITY_DATABASE_URL": try await server.freshDatabase()])
        try await user.must("db", "migrate")
        _ = try await user.query(
            "INSERT INTO mutuality.migration (name, checksum, applied_at) VALUES ('m9999_later', '\\x00', now())")
        for command in [["compute"], ["db", "migrate"]] {
            let outcome = try await user.start(command).outcome()
            #expect(outcome.code == 78 && !outcome.errors.isEmpty, "\(outcome.errors)")
        }
    }

    @Test("A database that refuses is told by its code: nobody there 69, wrong or no password 77, no such database 78")
    func refusals() async throws {
        // One of its own: roles belong to a whole server, and others make this one too.
        let server = try await ScratchServer.start()
        defer { server.stop() }
        let user = try User()
        let connection = try await server.connect(database: "postgres")
        _ = try await connection.executeScript(
            dangerouslyRaw: "DROP ROLE IF EXISTS with_password; CREATE ROLE with_password LOGIN PASSWORD 'right'")
        await connection.close()
        let host = "host=\(server.directory)"
        let refusals: [(String, Int32)] = [
            ("host=127.0.0.1 port=1 user=x dbname=x", 69), ("host=\(server.directory)/nowhere dbname=x", 69),
            ("\(host) user=\(ScratchServer.passwordRole) password=wrong dbname=postgres", 77),
            ("\(host) user=postgres dbname=nowhere", 78),
            ("\(host) user=\(ScratchServer.passwordRole) dbname=postgres", 77),
        ]
        let asked = try await user.run("compute", "--database-url", refusals[4].0)
        #expect(
            asked.errors == "mutuality: The server asks for a password. Set it in ~/.pgpass or PGPASSWORD.\n",
            "\(asked.errors)")
        for (url, code) in refusals {
            let outcome = try await user.run("compute", "--database-url", url)
            #expect(outcome.code == code, "\(url): \(outcome.code) \(outcome.errors)")
            #expect(outcome.output.isEmpty && !outcome.errors.isEmpty && !outcome.errors.contains("=wrong"))
            let status = try await user.run("db", "status", "--json", "--database-url", url)
            #expect(status.code == 0)
            #expect(try status.json(Status.self).state == "unreachable")
            #expect(try status.jsonKeys() == ["state", "database_url", "server_version", "schema_version"])
        }
    }

    @Test("kill -9 in the middle of a load leaves nothing of it; the same command then does all of it")
    func killed() async throws {
        let server = try await ScratchServer.shared()
        let conninfo = try await server.freshDatabase()
        let user = try User(environment: ["MUTUALITY_DATABASE_URL": conninfo])
        try await user.must("db", "migrate")
        try user.write("first.csv", Sample.file(Sample.good))
        try await user.must("ingest", "--source", "other", "--dataset", "help_requests", "first.csv")

        let rows = (0..<20_000).map { "r\($0),platform,p\($0 % 50),2026-01-07T10:00:00Z,,2026-01-08T10:00:00Z" }
        try user.write("a.csv", ([Sample.header] + rows).joined(separator: "\n") + "\n")
        // A row of another transaction, with a key of the file's, holds the load up in mid-COPY.
        let connection = try await server.connect(database: String(conninfo.split(separator: "dbname=")[1]))
        _ = try await connection.executeScript(
            dangerouslyRaw: """
                BEGIN;
                INSERT INTO mutuality_facts.help_request (organization_id, source_id, request_id, opened_at, batch_id)
                SELECT organization_id, 2, 'r15000', now(), 0 FROM mutuality.organization WHERE name = 'default'
                """)
        let load = try user.start(["ingest", "--dataset", "help_requests", "a.csv"])
        let watcher = try await server.connect(database: "postgres")
        func blocked() async throws -> Bool {
            try await watcher.query(
                "SELECT FROM pg_stat_activity WHERE query ILIKE 'COPY mutuality_facts.help_request%' AND wait_event_type = 'Lock'"
            ) { _ in true }.count == 1
        }
        try await load.wait(for: "the load to be held up", until: blocked)
        load.send(SIGKILL)
        #expect(try await load.outcome().code == -SIGKILL)
        _ = try await connection.executeScript(dangerouslyRaw: "ROLLBACK")
        await connection.close()
        try await load.wait(for: "its backend to notice") {
            try await watcher.query(
                "SELECT FROM pg_stat_activity WHERE query ILIKE 'COPY mutuality%' AND state <> 'idle'"
            ) {
                _ in true
            }.isEmpty
        }
        await watcher.close()
        #expect(try await user.stored(of: "default") == ["1", "1", "1"])
        #expect(!user.exists("a.rejects.csv"))

        try await user.must("ingest", "--dataset", "help_requests", "a.csv")
        #expect(try await user.stored(of: "default") == ["20001", "2", "51"])
        #expect(try await user.must("ingest", "--dataset", "help_requests", "a.csv").errors.contains("loaded before"))
    }
}
