import CLibPQ
import Logging

/// What a transaction sees of others, weakest first.
public enum Isolation: Int, Comparable, Sendable {
    case readCommitted
    case repeatableRead
    case serializable

    var sql: String {
        switch self {
        case .readCommitted: "READ COMMITTED"
        case .repeatableRead: "REPEATABLE READ"
        case .serializable: "SERIALIZABLE"
        }
    }

    public static func < (a: Isolation, b: Isolation) -> Bool { a.rawValue < b.rawValue }
}

extension Connection {
    /// How long a rollback may take: it has little to do, and a server that doesn't answer ends the connection, which
    /// rolls back as well.
    private static let rollbackDeadline = Duration.seconds(5)

    /// Runs `body` in a transaction: committed when it returns, rolled back when it throws or its task is cancelled.
    ///
    /// A COMMIT that the server answers by ROLLBACK, since a statement had failed, throws `commitRolledBack`; one whose
    /// answer never came throws `commitUncertain`; one that wasn't sent, since the connection had ended, throws
    /// `connectionLost`; an error of the server's at COMMIT means that nothing was stored.
    /// Within a transaction it is a savepoint of that one, and throws `misuse` if it asks for more isolation.
    @discardableResult
    public func transaction<Value: Sendable>(
        _ isolation: Isolation = .readCommitted, readOnly: Bool = false,
        _ body: @Sendable (Connection) async throws -> Value
    ) async throws -> Value {
        if let outer = self.isolation {
            guard isolation <= outer else {
                throw PostgresError(
                    .misuse, "a \(isolation.sql) transaction can't be opened within a \(outer.sql) one",
                    mend: "ask for it in the outer transaction")
            }
            return try await savepoint { connection in
                if readOnly { try await connection.execute("SET TRANSACTION READ ONLY") }
                return try await body(connection)
            }
        }
        let access = readOnly ? "READ ONLY" : "READ WRITE"
        try await execute("BEGIN ISOLATION LEVEL \(dangerouslyUnescaped: "\(isolation.sql) \(access)")")
        self.isolation = isolation
        defer { self.isolation = nil }
        let value: Value
        do {
            value = try await body(self)
            if Task.isCancelled { throw PostgresError(.cancelled, "the task was cancelled before COMMIT") }
        } catch {
            await rollBack("ROLLBACK")
            throw error
        }
        try await commit()
        return value
    }

    /// Runs `body` in a part of the open transaction that is undone alone when it throws. Throws `misuse` outside of a
    /// transaction.
    @discardableResult
    public func savepoint<Value: Sendable>(
        _ body: @Sendable (Connection) async throws -> Value
    ) async throws -> Value {
        guard isolation != nil else { throw PostgresError(.misuse, "a savepoint needs a transaction") }
        savepoints += 1
        defer { savepoints -= 1 }
        let name: Query = "\(identifier: "mutuality_\(savepoints)")"
        try await execute("SAVEPOINT \(name)")
        do {
            let value = try await body(self)
            try await execute("RELEASE SAVEPOINT \(name)")
            return value
        } catch {
            await rollBack("ROLLBACK TO SAVEPOINT \(name)")
            await rollBack("RELEASE SAVEPOINT \(name)")
            throw error
        }
    }

    private func commit() async throws {
        guard isAlive() else {
            throw PostgresError(
                .connectionLost, "the connection ended before COMMIT was sent, so nothing was stored",
                mend: "run the transaction again")
        }
        let watch = Watch.whole(configuration.deadline)
        do {
            let tag = try await run { session in
                var tag = ""
                try session.send("COMMIT")
                try session.collect(watch) { tag = $0.commandTag }
                return tag
            }
            guard tag == "COMMIT" else {
                throw PostgresError(
                    .commitRolledBack, "a statement of the transaction had failed, so nothing was stored",
                    mend: "let the transaction's closure throw that statement's error")
            }
        } catch let error as PostgresError where isClosed {
            var uncertain = PostgresError(.commitUncertain, "no answer to COMMIT: \(error.reason)")
            uncertain.severity = error.severity
            throw uncertain
        } catch {
            if transactionStatus != PQTRANS_IDLE { await rollBack("ROLLBACK") }
            throw error
        }
    }

    /// Runs in a cancelled task too; a connection that can't roll back is closed, which does.
    private func rollBack(_ query: Query) async {
        guard !isClosed else { return }
        do {
            _ = try await execute(query, .whole(Self.rollbackDeadline, isShielded: true))
        } catch {
            logger.debug("rollback failed, closing the connection", metadata: ["error": "\(error)"])
            close()
        }
    }

    /// Makes the connection as new: no transaction, settings, locks or temporary tables of whoever had it before.
    /// `false`, and closed, if that fails.
    func reset() async -> Bool {
        if transactionStatus != PQTRANS_IDLE { await rollBack("ROLLBACK") }
        await rollBack("DISCARD ALL")
        return !isClosed
    }
}
