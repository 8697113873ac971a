import Domain
import Logging
import Postgres

/// The store: one PostgreSQL database that holds facts, ledger and release of any number of organizations.
///
/// Everything happens in transactions that take on the group role of their purpose, where that role exists and the
/// login belongs to it; so one process can do several jobs, and separate logins can be given just one.
public struct Warehouse: Sendable {
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

/// Names of the advisory locks, so that no two purposes share one.
package enum AdvisoryLock {
    /// One loader an organization at a time.
    case load(organization: Int64)
    /// One computation of a unit at a time.
    case unit(organization: Int64, year: Int)
    /// One releaser an organization at a time.
    case release(organization: Int64)
    case migrate
    /// One nightly run an organization at a time.
    case night(organization: Int64)

    package var key: Int64 {
        let (purpose, organization, year): (UInt64, Int64, Int) =
            switch self {
            case .load(let organization): (1, organization, 0)
            case .unit(let organization, let year): (2, organization, year)
            case .release(let organization): (3, organization, 0)
            case .migrate: (4, 0, 0)
            case .night(let organization): (5, organization, 0)
            }
        let hash = mix(
            mix(purpose ^ 0x6D75_7475) ^ mix(UInt64(bitPattern: organization)) ^ UInt64(bitPattern: Int64(year)) << 3)
        return Int64(bitPattern: hash)
    }
}
