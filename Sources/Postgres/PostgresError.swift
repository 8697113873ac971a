/// What went wrong between us and a PostgreSQL server.
///
/// It holds no DETAIL or CONTEXT of the server, no bound value, no row and no password; quoted input is cut out of the
/// messages that repeat it (`invalid input syntax for type integer: "…"`). So it may be logged as it is.
public struct PostgresError: Error, Hashable, Sendable {
    public enum Code: Hashable, Sendable {
        /// The server's own word.
        case sqlState(SQLState)
        /// No server could be reached there.
        case connectionRefused
        /// The server asks for a password, and none was given.
        case passwordMissing
        /// The connection ended under a statement; whether the statement took effect is the transaction's matter.
        case connectionLost
        /// The connection was closed before, by `close()` or by an earlier loss.
        case connectionClosed
        case poolShutDown
        case deadlineExceeded
        /// The task was cancelled.
        case cancelled
        /// COMMIT was sent, and the connection ended before the answer: it may have been stored or not.
        case commitUncertain
        /// COMMIT was answered by ROLLBACK, since a statement in the transaction had failed: nothing was stored.
        case commitRolledBack
        /// libpq can't read the conninfo, or a variable or service that stands for it.
        case invalidConfiguration
        /// The server or the stream broke the rules of the protocol.
        case protocolViolation
        /// A value has no form in PostgreSQL: NUL in a text, a time out of range.
        case encoding
        /// A column isn't what the reader expects: another type, NULL, no such column.
        case decoding
        /// A query returned another number of rows than one.
        case rowCount
        /// A call that can't work: COPY outside of `copyIn`, a nested transaction that asks for more isolation.
        case misuse
    }

    public enum Severity: String, Hashable, Sendable {
        case error = "ERROR"
        case fatal = "FATAL"
        case panic = "PANIC"
    }

    public var code: Code
    /// One line, free of data.
    public var reason: String
    /// As the server grades it; `nil` for errors of our own.
    public var severity: Severity?
    /// In characters of the statement's text, from 1.
    public var position: Int?
    public var schema: String?
    public var table: String?
    public var column: String?
    public var constraint: String?
    /// What to do about it.
    public var mend: String

    public init(_ code: Code, _ reason: String, mend: String? = nil) {
        self.code = code
        self.reason = reason
        self.mend = mend ?? Self.mend(of: code)
    }

    /// `PostgreSQL 23505, table team, constraint team_pkey`; `nil` for errors of our own without a column.
    public var place: String? {
        let places = [
            sqlState.map { "PostgreSQL \($0)" }, table.map { "table \($0)" }, column.map { "column \($0)" },
            constraint.map { "constraint \($0)" }, position.map { "character \($0)" },
        ].compactMap(\.self)
        return places.isEmpty ? nil : places.joined(separator: ", ")
    }

    /// What is wrong.
    public var message: String {
        // Some reasons say all by themselves.
        sqlState != nil || code == .passwordMissing ? reason : "\(code): \(reason)"
    }
}

extension PostgresError {
    public var sqlState: SQLState? {
        if case .sqlState(let state) = code { state } else { nil }
    }

    /// The same transaction, tried again from its start, may succeed. An uncertain commit isn't retryable: look first.
    public var isRetryable: Bool {
        switch code {
        case .connectionRefused, .connectionLost: true
        case .sqlState(let state):
            switch state {
            case .serializationFailure, .deadlockDetected, .lockNotAvailable, .tooManyConnections, .adminShutdown,
                .crashShutdown, .cannotConnectNow:
                true
            default: state.conditionClass == "08"
            }
        default: false
        }
    }

    private static func mend(of code: Code) -> String {
        switch code {
        case .connectionRefused: "check that the server runs, and its host, port or socket directory"
        case .passwordMissing: "set it in ~/.pgpass or PGPASSWORD"
        case .connectionLost: "look into the server's log for why it ended the connection, then run it again"
        case .deadlineExceeded: "see whether the server is overloaded or waits for a lock, then run it again"
        case .commitUncertain: "see whether the change is there before running it again"
        case .invalidConfiguration: "see \u{201C}Connection Strings\u{201D} in the PostgreSQL manual, libpq"
        case .cancelled: "run it again"
        case .sqlState(let state): mend(of: state)
        case .connectionClosed, .poolShutDown, .commitRolledBack, .protocolViolation, .encoding, .decoding, .rowCount,
            .misuse:
            "report this: the program is at fault"
        }
    }

    private static func mend(of state: SQLState) -> String {
        switch state {
        case .invalidPassword, .invalidAuthorization: "check user, password (PGPASSWORD, .pgpass) and pg_hba.conf"
        case .unknownDatabase: "create the database, or name another"
        case .insufficientPrivilege: "grant the right to this role, or connect with another"
        case .tooManyConnections: "end other sessions, or raise max_connections"
        case .diskFull: "free space on the server's disk"
        case .cannotConnectNow: "wait until the server has started"
        case .serializationFailure, .deadlockDetected: "run the transaction again"
        default: "see appendix A of the PostgreSQL manual for what \(state) means, and the server's log"
        }
    }
}

extension PostgresError.Code: CustomStringConvertible {
    public var description: String {
        switch self {
        case .sqlState(let state): state.description
        case .connectionRefused: "connection refused"
        case .passwordMissing: "password missing"
        case .connectionLost: "connection lost"
        case .connectionClosed: "connection closed"
        case .poolShutDown: "pool shut down"
        case .deadlineExceeded: "deadline exceeded"
        case .cancelled: "cancelled"
        case .commitUncertain: "commit uncertain"
        case .commitRolledBack: "commit rolled back"
        case .invalidConfiguration: "invalid connection string"
        case .protocolViolation: "protocol violation"
        case .encoding: "value not storable"
        case .decoding: "unexpected column"
        case .rowCount: "unexpected number of rows"
        case .misuse: "misuse"
        }
    }
}
