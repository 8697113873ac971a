import Logging
import Synchronization

/// Lends connections, at most `maximum` at a time, in the order in which they are asked for.
///
/// Nobody gets a connection that another left in a transaction, with settings, locks or temporary tables: it is reset
/// when it comes back. A broken one is dropped, and opened anew when needed.
public final class Pool: Sendable {
    private struct State {
        var decisions: PoolState<Connection>
        var continuations: [Int: CheckedContinuation<Connection?, any Error>] = [:]
        var lastWaiter = 0
    }

    private let configuration: PostgresConfiguration
    private let logger: Logger
    private let state: Mutex<State>

    /// Opens nothing yet.
    public init(_ configuration: PostgresConfiguration, maximum: Int, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        state = Mutex(State(decisions: PoolState(maximum: maximum)))
    }

    /// Waits for a connection, lends it to `body`, and takes it back; `body` must not keep it.
    ///
    /// Throws what `body` throws, what `Connection.connect` throws, `cancelled` while waiting, `poolShutDown`.
    @discardableResult
    public func withConnection<Value>(
        isolation: isolated (any Actor)? = #isolation, _ body: (Connection) async throws -> Value
    ) async throws -> Value {
        let connection = try await lease()
        do {
            let value = try await body(connection)
            await takeBack(connection)
            return value
        } catch {
            await takeBack(connection)
            throw error
        }
    }

    /// Refuses whoever waits and whoever comes; idle connections are closed now, others when they come back.
    public func shutdown() async {
        let (refused, idle) = state.withLock { state in
            let (waiters, idle) = state.decisions.shutDown()
            return (waiters.compactMap { state.continuations.removeValue(forKey: $0) }, idle)
        }
        for continuation in refused { continuation.resume(throwing: PostgresError.poolShutDown) }
        for connection in idle { await connection.close() }
    }

    /// How many wait for a connection at this moment.
    public var waiting: Int { state.withLock { $0.decisions.waiters.count } }

    private func lease() async throws -> Connection {
        if let idle = try await admission(), await idle.isAlive() { return idle }
        do {
            return try await Connection.connect(configuration, logger: logger)
        } catch {
            await handOver(nil)
            throw error
        }
    }

    /// Waits for its turn; an idle connection, or `nil` to open one.
    private func admission() async throws -> Connection? {
        let waiter = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let answer: Result<Connection?, PostgresError>? = state.withLock { state in
                    // Checked under the lock, so that a cancellation either is seen here or finds the waiter.
                    if Task.isCancelled { return .failure(.waitCancelled) }
                    switch state.decisions.admit(waiter) {
                    case .proceed(let idle): return .success(idle)
                    case .refused: return .failure(.poolShutDown)
                    case .wait:
                        state.continuations[waiter] = continuation
                        return nil
                    }
                }
                if let answer { continuation.resume(with: answer) }
            }
        } onCancel: {
            let continuation = state.withLock { state in
                state.decisions.withdraw(waiter) ? state.continuations.removeValue(forKey: waiter) : nil
            }
            continuation?.resume(throwing: PostgresError.waitCancelled)
        }
    }

    private func takeBack(_ connection: Connection) async {
        await handOver(await connection.reset() ? connection : nil)
    }

    private func handOver(_ connection: Connection?) async {
        let (next, given, closing) = state.withLock { state in
            switch state.decisions.giveBack(connection) {
            case .resume(let waiter, let connection):
                (state.continuations.removeValue(forKey: waiter), connection, nil as Connection?)
            case .nobody: (nil, nil, nil)
            case .close(let connection): (nil, nil, connection)
            }
        }
        next?.resume(returning: given)
        await closing?.close()
    }
}

extension PostgresError {
    fileprivate static var poolShutDown: PostgresError { PostgresError(.poolShutDown, "the pool was shut down") }

    fileprivate static var waitCancelled: PostgresError {
        PostgresError(.cancelled, "the task was cancelled while it waited for a connection")
    }
}
