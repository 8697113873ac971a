import Crypto
import Domain
import Foundation
import Logging
import Postgres
import SQLCatalog

/// Brings a database to this program's schema, and tells how far it is.
public struct Migrator: Sendable {
    public enum State: Sendable, Equatable {
        case empty
        /// `version` is the number of migrations applied, of `latest` that this program knows.
        case old(version: Int, latest: Int)
        case current(version: Int)
        case newer(version: Int, latest: Int)
        /// Made before 0.1.0, by migrations that are no more.
        case superseded
    }

    public struct Outcome: Sendable {
        public let applied: [String]
        /// `nil` when roles and grants were made; otherwise the SQL that somebody with more rights has to run.
        public let rolesToRun: String?
    }

    private let pool: Pool
    private let logger: Logger

    public init(pool: Pool, logger: Logger) {
        self.pool = pool
        self.logger = logger
    }

    public func state() async throws -> State {
        try await pool.withConnection { try await Self.state(on: $0) }
    }

    /// As `15.8 (Debian 15.8-0+deb12u1)`.
    public func serverVersion() async throws -> String {
        try await pool.withConnection { connection in
            try await connection.queryOne("SELECT current_setting('server_version')") { try $0.only() }
        }
    }

    /// Leaves nothing of Mutuality in the database.
    public func removeEverything() async throws {
        try await pool.withConnection { connection in
            try await connection.executeScript(
                dangerouslyRaw: """
                    SET client_min_messages = warning;
                    DROP SCHEMA IF EXISTS mutuality, \(Dataset.schema), kpi CASCADE
                    """)
        }
    }

    /// Throws, with the mend, unless the schema is this program's.
    public func requireCurrent() async throws {
        let mend = "run: mutuality db migrate"
        switch try await state() {
        case .current: return
        case .empty: throw WarehouseError(.schema, "the database has no schema of Mutuality yet", mend: mend)
        case .old(let version, let latest):
            throw WarehouseError(.schema, "the database's schema is at \(version) of \(latest)", mend: mend)
        case .newer(let version, let latest):
            throw WarehouseError(
                .schema, "the database's schema is at \(version), newer than this program's \(latest)",
                mend: "install a newer mutuality")
        case .superseded: throw Self.superseded
        }
    }

    /// What is wrong with a database whose state is `superseded`.
    public static let superseded = WarehouseError(
        .schema, "this database was made by a version before 0.1.0, whose data is not carried over",
        mend: "load your files again into a new database: name another one, or remove the private one after "
            + "\"mutuality db stop\"")

    /// Applies what is missing, then views, roles and grants, in one transaction.
    ///
    /// Several callers may come at once; one works, the others wait. A migration whose text differs from the one
    /// that was applied is an error, and so is a database made before 0.1.0, which is left as it is.
    ///
    /// `onlyIfNeeded` leaves a schema alone that is current by the time it is this caller's turn: views and grants made
    /// anew would take locks that others at work wait for, and they hold some that these need.
    public func migrate(now: Instant, onlyIfNeeded: Bool = false) async throws -> Outcome {
        try await pool.withConnection { connection in
            try await AdvisoryLock.migrate.hold(on: connection) {
                if onlyIfNeeded, case .current = try await Self.state(on: connection) {
                    return Outcome(applied: [], rolesToRun: nil)
                }
                return try await migrate(on: connection, now: now)
            }
        }
    }

    private func migrate(on connection: Connection, now: Instant) async throws -> Outcome {
        let state = try await Self.state(on: connection)
        guard state != .superseded else { throw Self.superseded }
        try await connection.executeScript(
            dangerouslyRaw: """
                CREATE SCHEMA IF NOT EXISTS mutuality;
                CREATE TABLE IF NOT EXISTS mutuality.migration (
                    name text COLLATE "C" PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL
                );
                COMMENT ON TABLE mutuality.migration IS 'One row is a migration that was applied here';
                COMMENT ON COLUMN mutuality.migration.name IS 'as in sql/migrations';
                COMMENT ON COLUMN mutuality.migration.checksum IS 'SHA-256 of its text';
                COMMENT ON COLUMN mutuality.migration.applied_at IS 'when';
                """)
        let known = try await connection.query("SELECT name, checksum FROM mutuality.migration ORDER BY name") { row in
            (try row.decode("name", as: String.self), try row.decode("checksum", as: String.self))
        }
        let changed = zip(SQLScripts.migrations, known).first { script, entry in
            script.name != entry.0 || Self.checksum(of: script) != entry.1
        }
        // The oldest databases have no view that tells.
        if state == .empty, let changed, changed.0.name == SQLScripts.migrations.first?.name {
            throw Self.superseded
        }
        let latest = SQLScripts.migrations.count
        if known.count > latest {
            throw WarehouseError(
                .schema, "the database's schema is at \(known.count), newer than this program's \(latest)",
                mend: "install a newer mutuality")
        }
        if let (script, (name, _)) = changed {
            throw WarehouseError(
                .schema, "migration \(name) was applied with a text that differs from this program's \(script.name)",
                mend: "restore the released program, or the database from a backup; migrations never change")
        }
        let missing = SQLScripts.migrations.dropFirst(known.count)
        // All in one: whoever finds the schema current must find its roles settled too, or the grants would meet
        // the work of others half-way.
        let rolesToRun: String? = try await connection.transaction { connection in
            _ = try await connection.execute("SET LOCAL citus.multi_shard_modify_mode = 'sequential'")
            for script in missing {
                logger.info("applying migration", metadata: ["name": "\(script.name)"])
                try await connection.executeScript(dangerouslyRaw: script.text)
                _ = try await connection.execute(
                    """
                    INSERT INTO mutuality.migration (name, checksum, applied_at)
                    VALUES (\(script.name), \(Self.checksum(of: script)), \(now))
                    """)
            }
            for script in SQLScripts.views { try await connection.executeScript(dangerouslyRaw: script.text) }
            do {
                try await connection.savepoint { connection in
                    try await connection.executeScript(dangerouslyRaw: SQLScripts.roles.text)
                }
                return nil
            } catch let error as PostgresError where error.sqlState == .insufficientPrivilege {
                return try await self.rolesToRun(by: connection)
            }
        }
        return Outcome(applied: missing.map(\.name), rolesToRun: rolesToRun)
    }

    /// The roles, and this login's membership, without which it would lose the tables that it made.
    private func rolesToRun(by connection: Connection) async throws -> String {
        let login = try await connection.queryOne("SELECT quote_ident(session_user)") { row in
            try row.only(String.self)
        }
        let roles = ["mutuality_owner"] + Database.Role.allCases.map(\.name)
        return SQLScripts.roles.text + "\nGRANT \(roles.joined(separator: ", ")) TO \(login);\n"
    }

    /// Asks what every role may see: a login that can only read has to know its place too.
    private static func state(on connection: Connection) async throws -> State {
        let columns = try await connection.query(
            """
            SELECT attname::text
            FROM pg_attribute
            JOIN pg_class ON pg_class.oid = attrelid
            JOIN pg_namespace ON pg_namespace.oid = relnamespace
            WHERE nspname = 'kpi' AND relname = 'schema_version' AND attnum > 0 AND NOT attisdropped
            """
        ) { try $0.only(String.self) }
        guard !columns.isEmpty else { return .empty }
        // Before 0.1.0 the view had no such column.
        guard columns.contains("beginning") else { return .superseded }
        let version = try await connection.queryOne("SELECT version FROM kpi.schema_version") {
            Int(try $0.only(Int64.self))
        }
        let latest = SQLScripts.migrations.count
        if version < latest { return .old(version: version, latest: latest) }
        return version == latest ? .current(version: version) : .newer(version: version, latest: latest)
    }

    static func checksum(of script: SQLScripts.Script) -> String {
        SHA256.hash(data: Data(script.text.utf8)).hexadecimal
    }
}
