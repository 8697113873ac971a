import Domain
import Logging
import Postgres
import Synchronization
import TestValues
import Warehouse

/// A database of its own with the schema in it, on the shared scratch server: the copy of one that was migrated once.
public struct MigratedDatabase: Sendable {
    /// Of a superuser.
    public let conninfo: String
    public let pool: Pool
    public let warehouse: Database

    /// Connections at once; loads and computations that wait for one another each hold one.
    private static let connections = 8
    private static let template = Mutex<Task<String, any Error>?>(nil)

    public static func fresh() async throws -> MigratedDatabase {
        let task = template.withLock { template in
            if let template { return template }
            let task = Task { try await migratedTemplate() }
            template = task
            return task
        }
        let conninfo = try await ScratchServer.shared().freshDatabase(template: try await task.value)
        return MigratedDatabase(conninfo: conninfo, pool: pool(conninfo))
    }

    public init(conninfo: String, pool: Pool) {
        self.conninfo = conninfo
        self.pool = pool
        warehouse = Database(pool: pool, logger: Logger(label: "test"))
    }

    public static func pool(_ conninfo: String) -> Pool {
        Pool(PostgresConfiguration(conninfo: conninfo), maximum: connections, logger: Logger(label: "test"))
    }

    /// Lends a fresh one to `body` and closes its connections afterwards.
    public static func with<Value: Sendable>(
        _ body: @Sendable (MigratedDatabase) async throws -> Value
    ) async throws -> Value {
        let database = try await fresh()
        do {
            let value = try await body(database)
            await database.pool.shutdown()
            return value
        } catch {
            await database.pool.shutdown()
            throw error
        }
    }

    /// The rows of a query, each as JSON, in the query's order.
    public func texts(_ query: String) async throws -> [String] {
        try await pool.withConnection { connection in
            try await connection.query(
                "SELECT row_to_json(answer)::text FROM (\(dangerouslyUnescaped: query)) AS answer"
            ) { try $0.decode(String.self, at: 0) }
        }
    }

    public func run(_ statement: String) async throws {
        try await pool.withConnection { try await $0.executeScript(dangerouslyRaw: statement) }
    }

    public func number(_ query: String) async throws -> Int {
        try await pool.withConnection { connection in
            Int(
                try await connection.queryOne("SELECT (\(dangerouslyUnescaped: query))::bigint") {
                    try $0.decode(Int64.self, at: 0)
                })
        }
    }

    /// The database's name.
    private static func migratedTemplate() async throws -> String {
        let conninfo = try await ScratchServer.shared().freshDatabase()
        let pool = pool(conninfo)
        let outcome = try await Migrator(pool: pool, logger: Logger(label: "test")).migrate(now: at("2020-01-01"))
        await pool.shutdown()
        guard outcome.rolesToRun == nil, let name = conninfo.split(separator: "dbname=").last else {
            throw ScratchServerError(description: "the template could not be migrated")
        }
        return String(name)
    }
}
