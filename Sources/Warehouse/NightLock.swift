import Postgres

/// Says that one nightly run of an organization is under way, for as long as its connection lives.
public struct NightLock: Sendable {
    private let connection: Connection

    fileprivate init(_ connection: Connection) { self.connection = connection }

    /// Throws PostgreSQL's error where the connection has ended, and the lock with it.
    public func check() async throws { _ = try await connection.execute("SELECT") }
}

extension Database {
    /// Runs `body` while no other process can run one for the organization; returns `nil` at once where another does.
    ///
    /// A session's lock on a connection of its own, so that it dies with the process and leaves the other connections to
    /// the work.
    public func inSoleNight<T: Sendable>(
        of organization: Organization, _ body: @Sendable (NightLock) async throws -> T
    ) async throws -> T? {
        try await pool.withConnection { connection in
            try await AdvisoryLock.night(organization: organization.id).holdIfFree(on: connection) {
                // It is idle through the whole night, which a server can be set to end.
                _ = try await connection.execute("SET idle_session_timeout = 0")
                return try await body(NightLock(connection))
            }
        }
    }
}
