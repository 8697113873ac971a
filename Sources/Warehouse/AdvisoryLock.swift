import Domain
import Postgres

/// What no two processes may do at once: an advisory lock of the server a purpose. It is let go of by the end of the
/// transaction or of the connection, however that comes.
package enum AdvisoryLock: Sendable {
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

    /// Waits for whoever has it, then holds it to the end of the transaction.
    package func holdInTransaction(on connection: Connection) async throws {
        _ = try await connection.query("SELECT pg_advisory_xact_lock(\(key))") { _ in true }
    }

    /// Holds it to the end of the transaction; `false` at once where another has it.
    package func tryInTransaction(on connection: Connection) async throws -> Bool {
        try await connection.queryOne("SELECT pg_try_advisory_xact_lock(\(key))") { try $0.only(Bool.self) }
    }

    /// Waits for whoever has it, then holds it over `body` and the transactions in there.
    package func hold<T: Sendable>(on connection: Connection, _ body: () async throws -> T) async throws -> T {
        _ = try await connection.query("SELECT pg_advisory_lock(\(key))") { _ in true }
        return try await lettingGo(on: connection, after: body)
    }

    /// Holds it over `body`; `nil` at once where another has it.
    package func holdIfFree<T: Sendable>(on connection: Connection, _ body: () async throws -> T) async throws -> T? {
        let isFree = try await connection.queryOne("SELECT pg_try_advisory_lock(\(key))") {
            try $0.only(Bool.self)
        }
        return isFree ? try await lettingGo(on: connection, after: body) : nil
    }

    private func lettingGo<T: Sendable>(
        on connection: Connection, after body: () async throws -> T
    ) async throws -> T {
        let result: Result<T, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        // Where this fails, as in a task that was cancelled, the lock goes with the connection, at the latest when the pool
        // resets it.
        _ = try? await connection.query("SELECT pg_advisory_unlock(\(key))") { _ in true }
        return try result.get()
    }
}
