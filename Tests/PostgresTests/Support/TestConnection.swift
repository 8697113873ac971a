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

/// Returns once a session of the shared server is in the midst of `pg_sleep`, with a limit that only a failure meets.
///
/// - Parameter process: the server's, asked of the connection before: while a statement runs it answers nothing.
func waitUntilAsleep(_ process: Int32?) async throws {
    let observer = try await connect()
    let isAsleep: Query = "SELECT FROM pg_stat_activity WHERE pid = \(process) AND wait_event = 'PgSleep'"
    for _ in 0..<12_000 {
        if try await observer.execute(isAsleep) > 0 { return }
        try await Task.sleep(for: .milliseconds(10))
    }
    throw CommandFailed(description: "the session never slept")
}
