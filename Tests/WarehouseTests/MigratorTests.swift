import Domain
import Logging
import Postgres
import SQLCatalog
import TestSupport
import TestValues
import Testing

@testable import Warehouse

@Suite(.serialized) struct MigratorTests {
    private func withEmptyDatabase(
        user: String = "postgres", _ body: (Pool, String) async throws -> Void
    ) async throws {
        let conninfo = try await ScratchServer.shared().freshDatabase()
        let pool = MigratedDatabase.pool(conninfo.replacing("user=postgres", with: "user=\(user)"))
        do {
            try await body(pool, conninfo)
            await pool.shutdown()
        } catch {
            await pool.shutdown()
            throw error
        }
    }

    private func migrator(_ pool: Pool) -> Migrator { Migrator(pool: pool, logger: Logger(label: "test")) }

    private func run(_ sql: String, on conninfo: String) async throws {
        let admin = try await Connection.connect(
            PostgresConfiguration(conninfo: conninfo), logger: Logger(label: "test"))
        try await admin.executeScript(dangerouslyRaw: sql)
        await admin.close()
    }

    @Test("Migrating twice applies everything once")
    func twice() async throws {
        try await withEmptyDatabase { pool, _ in
            #expect(try await migrator(pool).state() == .empty)
            await #expect(throws: WarehouseError.self) { try await migrator(pool).requireCurrent() }
            let first = try await migrator(pool).migrate(now: at("2026-01-01"))
            #expect(first.applied == SQLScripts.migrations.map(\.name))
            let second = try await migrator(pool).migrate(now: at("2026-01-02"))
            #expect(second.applied.isEmpty && second.rolesToRun == nil)
            #expect(try await migrator(pool).state() == .current(version: SQLScripts.migrations.count))
            try await migrator(pool).requireCurrent()
        }
    }

    @Test("Two at once: one works, the other waits and finds it done")
    func atOnce() async throws {
        try await withEmptyDatabase { pool, _ in
            async let a = migrator(pool).migrate(now: at("2026-01-01"))
            async let b = migrator(pool).migrate(now: at("2026-01-01"))
            let counts = try await [a.applied.count, b.applied.count]
            #expect(counts.sorted() == [0, SQLScripts.migrations.count])
        }
    }

    @Test("A migration that was applied with another text is an error")
    func changed() async throws {
        try await MigratedDatabase.with { database in
            try await database.run(
                "UPDATE mutuality.migration SET checksum = 'other' WHERE name = 'm0002_facts'")
            let error = await #expect(throws: WarehouseError.self) {
                try await migrator(database.pool).migrate(now: at("2026-01-01"))
            }
            #expect(error?.kind == .schema && error?.description.contains("m0002_facts") == true)
        }
    }

    @Test("A schema newer than the program is an error, for migrating as for working")
    func newer() async throws {
        try await MigratedDatabase.with { database in
            try await database.run("INSERT INTO mutuality.migration VALUES ('m9999_future', 'x', now())")
            let known = SQLScripts.migrations.count
            #expect(try await migrator(database.pool).state() == .newer(version: known + 1, latest: known))
            await #expect(throws: WarehouseError.self) {
                try await migrator(database.pool).migrate(now: at("2026-01-01"))
            }
            await #expect(throws: WarehouseError.self) { try await migrator(database.pool).requireCurrent() }
        }
    }

    @Test("An older schema is an error that names the command, until it is migrated")
    func older() async throws {
        try await MigratedDatabase.with { database in
            try await database.run(
                "DELETE FROM mutuality.migration WHERE name = (SELECT max(name) FROM mutuality.migration)")
            let error = await #expect(throws: WarehouseError.self) {
                try await migrator(database.pool).requireCurrent()
            }
            #expect(error?.mend == "run: mutuality db migrate")
        }
    }

    @Test("A database made before 0.1.0 is refused, for migrating as for working, and left as it is")
    func superseded() async throws {
        try await withEmptyDatabase { pool, conninfo in
            try await run(
                """
                CREATE SCHEMA mutuality;
                \(Self.migrationTable)
                INSERT INTO mutuality.migration VALUES ('m0001_foundation', 'another checksum', now());
                CREATE SCHEMA kpi;
                CREATE VIEW kpi.schema_version AS SELECT count(*) AS version FROM mutuality.migration;
                """, on: conninfo)
            let database = MigratedDatabase(conninfo: conninfo, pool: pool)
            let everything = """
                SELECT relname, obj_description(pg_class.oid), (SELECT json_agg(m) FROM mutuality.migration AS m)
                FROM pg_class WHERE relnamespace IN ('mutuality'::regnamespace, 'kpi'::regnamespace) ORDER BY relname
                """
            let before = try await database.texts(everything)
            #expect(before.count == 3)
            #expect(try await migrator(pool).state() == .superseded)
            for onlyIfNeeded in [false, true] {
                let error = await #expect(throws: WarehouseError.self) {
                    try await migrator(pool).migrate(now: at("2026-01-01"), onlyIfNeeded: onlyIfNeeded)
                }
                #expect(error?.kind == .schema && error?.message == Migrator.superseded.message)
                #expect(error?.mend.contains("load your files again") == true)
            }
            let error = await #expect(throws: WarehouseError.self) { try await migrator(pool).requireCurrent() }
            #expect(error?.message.contains("before 0.1.0") == true)
            #expect(try await database.texts(everything) == before)

            // Its migrations tell as well, where there is no such view.
            try await database.run("DROP VIEW kpi.schema_version")
            let afterwards = await #expect(throws: WarehouseError.self) {
                try await migrator(pool).migrate(now: at("2026-01-01"))
            }
            #expect(afterwards?.message == Migrator.superseded.message)
        }
    }

    @Test("A database of an earlier schema, with rows in it, is migrated and keeps every one")
    func fromEarlier() async throws {
        try await withEmptyDatabase { pool, conninfo in
            try await run("CREATE SCHEMA mutuality; " + Self.migrationTable, on: conninfo)
            let earlier = SQLScripts.migrations.prefix(3)
            let later = SQLScripts.migrations.dropFirst(3).map(\.name)
            for script in earlier {
                let entry = "('\(script.name)', '\(Migrator.checksum(of: script))', '2026-01-01')"
                try await run(script.text + "INSERT INTO mutuality.migration VALUES \(entry)", on: conninfo)
            }
            try await run(Self.rowsOfSchema3, on: conninfo)
            let database = MigratedDatabase(conninfo: conninfo, pool: pool)
            let before = try await database.everything()
            #expect(before.count == earlier.count + 8)

            let outcome = try await migrator(pool).migrate(now: at("2026-02-01"))
            #expect(outcome.applied == later)
            let after = try await database.everything()
            // What is new are the migrations, and marks that ask for everything, and three times for answers, to be computed anew.
            let added = after.filter { row in
                later.contains { row.contains("\"name\":\"\($0)\"") }
                    || row.hasPrefix("mark")
                        && row.contains(/"months":4095,"dataset":"(\*|satisfaction)","batch_id":null/)
            }
            #expect(added.count == later.count + 4)
            // And a count that batches of before have none of.
            let kept = after.filter { !added.contains($0) }.map { $0.replacing(#","forgotten":0"#, with: "") }
            #expect(kept == before)
            #expect(try await database.failuresOfSQLTests().isEmpty)
            // A mark of all months: bits 12 to 23 are the year before's, bit 24 is next January, bit 25 the December before
            // those of the year before.
            try await database.run(
                "INSERT INTO mutuality.mark VALUES (1, DEFAULT, 2026, 67108863, 'help_requests', NULL)")
            await #expect(throws: PostgresError.self) {
                try await database.run(
                    "INSERT INTO mutuality.mark VALUES (1, DEFAULT, 2026, 67108864, 'help_requests', NULL)")
            }
            let loaded = try await database.load(
                Datasets.recognitions,
                [["recognition_id": "r", "giver_id": "a", "receiver_id": "b", "given_at": "2026-01-01"]])
            #expect(loaded.inserted == 1)
        }
    }

    private static let migrationTable = """
        CREATE TABLE mutuality.migration (
            name text COLLATE "C" PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL
        );
        """

    /// Eight rows.
    private static let rowsOfSchema3 = """
        INSERT INTO mutuality.organization VALUES (1, 'acme', '2026-01-01');
        SELECT setval('mutuality.organization_organization_id_seq', 1);
        INSERT INTO mutuality.source VALUES (1, 1, 'desk');
        INSERT INTO mutuality.batch VALUES
            (1, 1, 1, 'people', '\\x01', '\\x02', 'people.csv', '2026-01-01', 1, 1, 0, 0, 0);
        SELECT setval('mutuality.batch_batch_id_seq', 1);
        INSERT INTO mutuality.identity VALUES (1, 1, '\\x03', 7, '\\x04');
        INSERT INTO mutuality.person_spell VALUES
            (1, 1, 7, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-01-01', NULL, NULL, '2026-01-01', NULL, NULL,
            1);
        INSERT INTO mutuality.presence VALUES (1, 'people', 'person_id', '2026-01-01', NULL, false);
        INSERT INTO mutuality.unit VALUES (1, 2026);
        INSERT INTO mutuality.mark VALUES (1, 1, 2026, 4095, 'people', 1);
        SELECT setval('mutuality.mark_mark_id_seq', 1);
        """

    @Test("Without the right to create roles one gets the SQL; the store works before it was run, and after")
    func withoutRights() async throws {
        let login = "limited_\(UInt32.random(in: .min ... .max))"
        try await withEmptyDatabase(user: login) { pool, conninfo in
            let name = try #require(conninfo.split(separator: "dbname=").last)
            // Roles belong to the whole server: those that other tests made would be theirs to grant.
            try await run("CREATE ROLE \(login) LOGIN; GRANT CREATE ON DATABASE \(name) TO \(login)", on: conninfo)
            let outcome = try await migrator(pool).migrate(now: at("2026-01-01"))
            #expect(outcome.applied.count == SQLScripts.migrations.count)
            let sql = try #require(outcome.rolesToRun)
            let warehouse = Database(pool: pool, logger: Logger(label: "test"))
            _ = try await warehouse.organization(creating: "before", now: at("2026-01-01"))

            try await run(sql, on: conninfo)
            _ = try await warehouse.organization(creating: "after", now: at("2026-01-01"))
            let owner = try await pool.withConnection { connection in
                try await connection.queryOne(
                    "SELECT tableowner::text FROM pg_tables WHERE schemaname = 'mutuality' AND tablename = 'ledger_page'"
                ) { try $0.decode(String.self, at: 0) }
            }
            #expect(owner == "mutuality_owner")
            #expect(try await migrator(pool).migrate(now: at("2026-01-02")).rolesToRun == nil)
        }
    }

    @Test("A login that may create roles, but is no superuser, sets up everything by itself")
    func roleCreator() async throws {
        let login = "creator_\(UInt32.random(in: .min ... .max))"
        _ = try await MigratedDatabase.fresh()
        try await withEmptyDatabase(user: login) { pool, conninfo in
            let name = try #require(conninfo.split(separator: "dbname=").last)
            try await run(
                "CREATE ROLE \(login) LOGIN CREATEROLE; GRANT CREATE ON DATABASE \(name) TO \(login)", on: conninfo)
            let outcome = try await migrator(pool).migrate(now: at("2026-01-01"))
            #expect(outcome.rolesToRun == nil)
            let warehouse = Database(pool: pool, logger: Logger(label: "test"))
            _ = try await warehouse.organization(creating: "acme", now: at("2026-01-01"))
        }
    }
}
