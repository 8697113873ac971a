import Logging
import Postgres

extension MigratedDatabase {
    /// Outside of the pool, for locks that others are to wait for.
    public func connect() async throws -> Connection {
        try await Connection.connect(PostgresConfiguration(conninfo: conninfo), logger: Logger(label: "test"))
    }
}

extension Connection {
    /// Returns once somebody waits for a lock that this connection holds.
    public func waitUntilBlocking() async throws { try await eachWaiting("pid") }

    /// Ends whoever waits for a lock that this connection holds, once there is one, and returns when its session is gone.
    public func killWaiting() async throws { try await eachWaiting("pg_terminate_backend(pid, 60000)") }

    private func eachWaiting(_ expression: String) async throws {
        for _ in 0..<12_000 {
            let waiting = try await query(
                """
                SELECT \(dangerouslyUnescaped: expression) FROM pg_stat_activity
                WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid)) AND datname = current_database()
                """
            ) { _ in true }
            if !waiting.isEmpty { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw ScratchServerError(description: "nobody came to wait for the lock")
    }
}
