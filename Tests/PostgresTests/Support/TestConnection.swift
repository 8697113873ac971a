import Logging
import Postgres
import TestSupport

/// A connection to the shared server's own `postgres` database: for tests that leave nothing behind.
func connect(
    _ conninfo: String? = nil, logger: Logger = Logger(label: "test"), deadline: Duration? = nil
) async throws -> Connection {
    var conninfo = conninfo
    if conninfo == nil { conninfo = try await ScratchServer.shared().conninfo(database: "postgres") }
    return try await Connection.connect(
        PostgresConfiguration(conninfo: conninfo ?? "", deadline: deadline), logger: logger)
}

/// The error that `body` throws, if it is one of ours.
func postgresError<Value>(of body: () async throws -> Value) async -> PostgresError? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? PostgresError
    }
}
