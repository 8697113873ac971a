import CLibPQ
import Logging

/// One connection to a PostgreSQL server.
///
/// Statements run one after another, on a thread of the connection's own. Each ends at its deadline, and when its task is
/// cancelled: the server is asked to stop, and if it doesn't answer within 3 seconds the connection is closed. After an
/// error of the server's the connection can be used on; after a loss every call throws `connectionClosed`.
///
/// Whoever shares a connection between tasks mixes their statements, also within transactions: take one per task from a
/// ``Pool``.
public actor Connection {
    let configuration: PostgresConfiguration
    let logger: Logger
    private let wakeup: Wakeup
    private let executor = ConnectionExecutor()
    /// `nil` once closed or lost.
    private var session: Session?
    /// Of the open transaction.
    var isolation: Isolation?
    var savepoints = 0

    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private init(_ configuration: PostgresConfiguration, _ logger: Logger) throws(PostgresError) {
        self.configuration = configuration
        self.logger = logger
        wakeup = try Wakeup()
    }

    /// Throws `connectionRefused`, the server's SQLSTATE for a refused login, `deadlineExceeded`, `cancelled`,
    /// `invalidConfiguration`. The server's notices go to `logger`.
    public static func connect(_ configuration: PostgresConfiguration, logger: Logger) async throws -> Connection {
        let connection = try Connection(configuration, logger)
        try await connection.open()
        return connection
    }

    private func open() async throws {
        session = try await interruptible { try Session.open(configuration, wakeup: wakeup, logger: logger) }
    }

    /// The server's process for this connection. `nil` once closed.
    public var backendPID: Int32? { session?.backendPID }

    public var isClosed: Bool { session == nil }

    /// Looks, without a round trip, whether the server has ended the idle connection.
    func isAlive() -> Bool {
        if let session, !session.isAlive { self.session = nil }
        return session != nil
    }

    public func close() { session = nil }
}

// MARK: - Statements

extension Connection {
    /// Runs one statement; its rows, if it has any, are thrown away.
    ///
    /// Returns the rows that it inserted, changed, deleted or returned; 0 for other statements.
    @discardableResult
    public func execute(_ query: Query, deadline: Duration? = nil) async throws -> Int {
        try await execute(query, .whole(deadline ?? configuration.deadline))
    }

    /// Runs several statements of fixed text, as one transaction unless they say otherwise: for migrations.
    public func executeScript(dangerouslyRaw sql: String, deadline: Duration? = nil) async throws {
        let watch = Watch.whole(deadline ?? configuration.deadline)
        try await run { session in
            try session.send(script: sql)
            try session.collect(watch) { _ in }
        }
    }

    /// All rows, each made into a value by `body`, which runs on the connection's thread. The server's whole answer is
    /// in memory meanwhile; `forEach` and `copyOut` stream.
    public func query<Value: Sendable>(
        _ query: Query, deadline: Duration? = nil, _ body: @Sendable (Row) throws -> Value
    ) async throws -> [Value] {
        let watch = Watch.whole(deadline ?? configuration.deadline)
        return try await run { session in
            var values: [Value] = []
            try session.send(query)
            try session.collect(watch) { result in
                values.reserveCapacity(result.rowCount)
                for row in result.rows() { values.append(try body(row)) }
            }
            return values
        }
    }

    /// The first row, `nil` if there is none.
    public func queryFirst<Value: Sendable>(
        _ query: Query, deadline: Duration? = nil, _ body: @Sendable (Row) throws -> Value
    ) async throws -> Value? {
        try await self.query(query, deadline: deadline, body).first
    }

    /// The only row; `rowCount` if there are others or none.
    public func queryOne<Value: Sendable>(
        _ query: Query, deadline: Duration? = nil, _ body: @Sendable (Row) throws -> Value
    ) async throws -> Value {
        let values = try await self.query(query, deadline: deadline, body)
        guard let value = values.first, values.count == 1 else {
            throw PostgresError(.rowCount, "one row was expected, \(values.count) came")
        }
        return value
    }

    /// Streams rows into a state, one row in memory at a time. The deadline is for each wait for the server, not for the
    /// whole. An error of `body` stops the statement and is thrown on; a transaction around it is then failed.
    public func forEach<State: Sendable>(
        _ query: Query, into state: State, deadline: Duration? = nil,
        _ body: @Sendable (inout State, Row) throws -> Void
    ) async throws -> State {
        let watch = Watch.eachWait(deadline ?? configuration.deadline)
        return try await run { session in
            var state = state
            try session.send(query, rowByRow: true)
            try session.collect(watch) { result in
                for row in result.rows() { try body(&state, row) }
            }
            return state
        }
    }
}

// MARK: - COPY

extension Connection {
    /// Streams rows into `COPY table (columns) FROM STDIN (FORMAT binary)`.
    ///
    /// `body` runs on the connection's thread and writes rows one after another; `rows` is what the server stored. An
    /// error of `body` ends the COPY without a row stored, and is thrown on; outside of a transaction the connection can
    /// be used on at once. The deadline is for each wait for the server. Bindings become literals, as in `copyOut`.
    @discardableResult
    public func copyIn<Result: Sendable>(
        _ query: Query, deadline: Duration? = nil, _ body: @Sendable (inout BinaryCopyWriter) throws -> Result
    ) async throws -> (result: Result, rows: Int) {
        let watch = Watch.eachWait(deadline ?? configuration.deadline)
        return try await run { try $0.copyIn(query, watch, body) }
    }

    /// Streams the rows of `COPY (SELECT …) TO STDOUT (FORMAT binary)` into a state.
    ///
    /// COPY takes no bindings: values are written into the text as typed literals, quoted by libpq. `body` runs on the
    /// connection's thread; an error of it stops the COPY and is thrown on. The deadline is for each wait for the server.
    public func copyOut<State: Sendable>(
        _ query: Query, into state: State, deadline: Duration? = nil,
        _ body: @Sendable (inout State, inout BinaryCopyRow) throws -> Void
    ) async throws -> State {
        let watch = Watch.eachWait(deadline ?? configuration.deadline)
        return try await run { session in
            var state = state
            try session.copyOut(query, watch) { try body(&state, &$0) }
            return state
        }
    }
}

// MARK: - On the connection's thread

extension Connection {
    func execute(_ query: Query, _ watch: Watch) async throws -> Int {
        try await run(shielded: watch.isShielded) { session in
            var rows = 0
            try session.send(query)
            try session.collect(watch) { rows = $0.affectedRows }
            return rows
        }
    }

    /// What the server says of an open transaction.
    var transactionStatus: PGTransactionStatusType { session?.transactionStatus ?? PQTRANS_UNKNOWN }

    /// Runs a piece of conversation, which the cancellation of the task wakes from its waits.
    func run<Value>(shielded: Bool = false, _ body: (Session) throws -> Value) async throws -> Value {
        guard let session else {
            throw PostgresError(.connectionClosed, "the connection was closed before", mend: "open another")
        }
        if !shielded, Task.isCancelled { throw PostgresError(.cancelled, "the task was cancelled") }
        defer { if session.isBroken { self.session = nil } }
        return try await interruptible { try body(session) }
    }

    private func interruptible<Value>(_ body: () throws -> Value) async throws -> Value {
        try await withTaskCancellationHandler {
            try onOwnThread(body)
        } onCancel: { [wakeup] in
            wakeup.ring()
        }
    }

    /// A closure that doesn't mention `self` isn't isolated: it would run, and block, on the threads that all tasks share.
    private func onOwnThread<Value>(_ body: () throws -> Value) rethrows -> Value {
        preconditionIsolated()
        return try body()
    }
}
