import Domain
import Logging
import Postgres

/// The store: one PostgreSQL database that holds facts, ledger and release of any number of organizations.
///
/// Everything happens in transactions that take on the group role of their purpose, where that role exists and the
/// login belongs to it; so one process can do several jobs, and separate logins can be given just one.
public struct Database: Sendable {
    public enum Role: String, Sendable, CaseIterable {
        case ingest, compute, reader, custodian, eraser

        var name: String { "mutuality_" + rawValue }
    }

    public let pool: Pool
    package let logger: Logger

    public init(pool: Pool, logger: Logger) {
        self.pool = pool
        self.logger = logger
    }

    /// A migration makes the views anew and takes their locks in an order of its own; where it met somebody who asks, as
    /// reader or as custodian, PostgreSQL ends one of the two, and the migration is through in a moment.
    private static let attempts: [Role: Int] = [.reader: 5, .custodian: 5]

    /// Runs `body` in one transaction, as a role. Rolled back when it throws; as reader or custodian, begun again after a
    /// deadlock.
    package func transaction<T: Sendable>(
        as role: Role, isolation: Isolation = .readCommitted, _ body: @Sendable (Connection) async throws -> T
    ) async throws -> T {
        for _ in 1..<(Self.attempts[role] ?? 1) {
            do {
                return try await once(as: role, isolation: isolation, body)
            } catch let error as PostgresError where error.sqlState == .deadlockDetected {}
        }
        return try await once(as: role, isolation: isolation, body)
    }

    private func once<T: Sendable>(
        as role: Role, isolation: Isolation, _ body: @Sendable (Connection) async throws -> T
    ) async throws -> T {
        try await pool.withConnection { connection in
            try await Self.transaction(on: connection, as: role, isolation: isolation, body)
        }
    }

    package static func transaction<T: Sendable>(
        on connection: Connection, as role: Role, isolation: Isolation = .readCommitted,
        _ body: @Sendable (Connection) async throws -> T
    ) async throws -> T {
        try await connection.transaction(isolation) { connection in
            let member = try await connection.query(
                "SELECT FROM pg_roles WHERE rolname = \(role.name) AND pg_has_role(current_user, oid, 'MEMBER')"
            ) { _ in true }
            if !member.isEmpty { _ = try await connection.execute("SET LOCAL ROLE \(identifier: role.name)") }
            return try await body(connection)
        }
    }
}
