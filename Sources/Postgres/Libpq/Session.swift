import CLibPQ
import Foundation
import Logging

/// One conversation with a server, all by libpq's asynchronous calls: whoever calls it waits in `poll`, with a deadline,
/// and is woken by the cancellation of its task. Its connection calls it on a thread of its own, one call at a time.
final class Session {
    let handle: ConnectionHandle
    let wakeup: Wakeup
    private let notices: NoticeSink
    /// Nothing more can be said on this connection: the owner drops the session, which closes the socket.
    var isBroken = false

    /// Takes over a connection that libpq has begun to open.
    init(_ handle: consuming ConnectionHandle, wakeup: Wakeup, logger: Logger) {
        notices = NoticeSink(logger)
        self.wakeup = wakeup
        self.handle = handle
        // libpq keeps the sink's address for as long as the handle lives, which is as long as this object.
        let sink = Unmanaged.passUnretained(notices).toOpaque()
        _ = self.handle.withPointer { connection in
            PQsetNoticeReceiver(
                connection,
                { context, result in
                    guard let context, let result else { return }
                    Unmanaged<NoticeSink>.fromOpaque(context).takeUnretainedValue().receive(result)
                }, sink)
        }
    }

    var backendPID: Int32 { handle.withPointer(PQbackendPID) }
    var transactionStatus: PGTransactionStatusType { handle.withPointer(PQtransactionStatus) }

    /// Between statements. A server that says good-bye is as good as gone, though it may hang up a moment later:
    /// `PQisBusy` makes libpq hand its last words to the notices. Twice, for words and end take two reads.
    var isAlive: Bool {
        for _ in 0..<2 {
            let isConnected = handle.withPointer { connection in
                guard PQconsumeInput(connection) == 1 else { return false }
                _ = PQisBusy(connection)
                return PQstatus(connection) == CONNECTION_OK
            }
            guard isConnected, !notices.sawEnd else { return false }
        }
        return !isBroken
    }

    func lost() -> PostgresError {
        isBroken = true
        let message = handle.withPointer { String(cString: PQerrorMessage($0)) }
        return PostgresError(.connectionLost, ServerMessage.oneLine(message))
    }
}

// MARK: - Waiting

extension Session {
    /// Returns when the socket has something for one of `events`, or is gone.
    func wait(for events: Int16, _ watch: Watch) throws(PostgresError) {
        let end = watch.endOfWait
        while true {
            if watch.interruption == nil {
                if watch.isCancelled {
                    interrupt(watch, .cancelled)
                } else if let end, end <= .now {
                    interrupt(watch, .deadlineExceeded)
                }
            }
            if let interruption = watch.interruption, interruption.graceEnd <= .now {
                isBroken = true
                throw PostgresError(interruption, isAnswered: false)
            }
            repeatRequest(watch)
            if poll(for: events, until: watch.interruption.map(nextStep) ?? end) { return }
        }
    }

    /// Whether the socket is ready; `false` after a ring of the wakeup, a signal, or the end of time.
    func poll(for events: Int16, until end: ContinuousClock.Instant?) -> Bool {
        let socket = handle.withPointer(PQsocket)
        guard socket >= 0 else { return true }
        var entries = [
            pollfd(fd: socket, events: events, revents: 0),
            pollfd(fd: wakeup.readEnd, events: Int16(POLLIN), revents: 0),
        ]
        guard Foundation.poll(&entries, nfds_t(entries.count), end.milliseconds) > 0 else { return false }
        if entries[1].revents != 0 { wakeup.silence() }
        return entries[0].revents != 0
    }

    /// Asks the server to stop; what it answers within the grace decides what the caller hears. A server that can't be
    /// asked gets no grace.
    func interrupt(_ watch: Watch, _ cause: Watch.Cause) {
        let request = requestCancel()
        if request == nil { isBroken = true }
        watch.interruption = Watch.Interruption(
            cause: cause, graceEnd: request == nil ? .now : .now + Watch.grace, request: request,
            repetition: .now + Watch.pause)
    }

    private func requestCancel() -> CancelRequest? {
        guard let cancel = handle.withPointer({ CancelHandle(PQgetCancel($0)) }) else { return nil }
        return CancelRequest(cancel, wakeup: wakeup)
    }

    private func repeatRequest(_ watch: Watch) {
        guard let interruption = watch.interruption, interruption.request?.isDone == true,
            interruption.repetition <= .now
        else { return }
        if let another = requestCancel() { watch.interruption?.request = another }
        watch.interruption?.repetition = .now + Watch.pause
    }

    /// The end of a request rings the wakeup.
    private func nextStep(_ interruption: Watch.Interruption) -> ContinuousClock.Instant {
        let isDone = interruption.request?.isDone == true
        return isDone ? min(interruption.repetition, interruption.graceEnd) : interruption.graceEnd
    }

    /// After the last result: a cancel request still under way could hit the next statement.
    func settle(_ watch: Watch) {
        guard !isBroken, let interruption = watch.interruption, let request = interruption.request else { return }
        while !request.isDone {
            guard interruption.graceEnd > .now else {
                isBroken = true
                return
            }
            var entry = pollfd(fd: wakeup.readEnd, events: Int16(POLLIN), revents: 0)
            _ = Foundation.poll(&entry, 1, Optional(interruption.graceEnd).milliseconds)
            wakeup.silence()
        }
    }
}

extension Optional<ContinuousClock.Instant> {
    /// From now on, for `poll`: rounded up, so that nobody spins through the last millisecond; -1 is for ever.
    fileprivate var milliseconds: Int32 {
        guard let self else { return -1 }
        let rest = self - .now
        guard rest > .zero else { return 0 }
        return Int32(clamping: Int64(rest / .milliseconds(1)) + 1)
    }
}

// MARK: - Statements

extension Session {
    /// Sends by the extended protocol and asks for binary results.
    func send(_ query: Query, rowByRow: Bool = false) throws(PostgresError) {
        let sent = try query.withParameters { (sql, parameters) in
            handle.withPointer { connection in
                PQsendQueryParams(
                    connection, sql, Int32(parameters.types.count), parameters.types, parameters.values,
                    parameters.lengths, parameters.formats, 1)
            }
        }
        guard sent == 1 else { throw unsent() }
        if rowByRow { _ = handle.withPointer(PQsetSingleRowMode) }
    }

    /// Sends by the simple protocol, which takes several statements at once.
    func send(script: String) throws(PostgresError) {
        guard !script.utf8.contains(0) else { throw PostgresError(.encoding, "NUL in SQL text") }
        guard handle.withPointer({ PQsendQuery($0, script) }) == 1 else { throw unsent() }
    }

    private func unsent() -> PostgresError {
        if handle.withPointer(PQstatus) == CONNECTION_BAD { return lost() }
        let message = handle.withPointer { String(cString: PQerrorMessage($0)) }
        return PostgresError(.misuse, ServerMessage.oneLine(message))
    }

    /// Sends what libpq holds back, and reads meanwhile, for the server may wait for us to do so. `false` if the
    /// connection is lost: the next result tells why.
    func flush(_ watch: Watch) throws(PostgresError) -> Bool {
        var flushed = handle.withPointer(PQflush)
        while flushed == 1 {
            try wait(for: Int16(POLLIN | POLLOUT), watch)
            guard handle.withPointer(PQconsumeInput) == 1 else { return false }
            flushed = handle.withPointer(PQflush)
        }
        return flushed == 0 && handle.withPointer(PQstatus) == CONNECTION_OK
    }

    /// The statement's next result, `nil` after its last.
    func nextResult(_ watch: Watch, columns: Columns? = nil) throws(PostgresError) -> ResultSet? {
        _ = try flush(watch)
        while handle.withPointer(PQisBusy) == 1 {
            try wait(for: Int16(POLLIN), watch)
            guard handle.withPointer(PQconsumeInput) == 1 else { break }
        }
        guard let result = handle.withPointer({ ResultHandle(PQgetResult($0)) }) else { return nil }
        return ResultSet(result, columns: columns)
    }

    /// Takes results to the last, so that the connection is ready for the next statement whatever happens, and throws
    /// the first error: the server's or the closure's.
    func collect(_ watch: Watch, _ body: (ResultSet) throws -> Void) throws {
        var failure: (any Error)?
        var columns: Columns?
        while let result = try nextResult(watch, columns: columns) {
            switch result.status {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY, PGRES_SINGLE_TUPLE:
                guard failure == nil else { continue }
                columns = result.status == PGRES_SINGLE_TUPLE ? result.columns : nil
                do {
                    try body(result)
                } catch {
                    failure = error
                    if columns != nil, watch.interruption == nil { interrupt(watch, .abandoned) }
                }
                if columns != nil, watch.interruption == nil, watch.isCancelled { interrupt(watch, .cancelled) }
            case PGRES_COPY_IN:
                failure = failure ?? PostgresError(.misuse, "COPY … FROM STDIN outside of copyIn")
                endCopy(error: "not expected here")
            case PGRES_COPY_OUT:
                failure = failure ?? PostgresError(.misuse, "COPY … TO STDOUT outside of copyOut")
                try discardCopy(watch)
            default:
                let error = error(of: result, watch)
                failure = failure ?? error
            }
            // The rest is of no use: the connection goes.
            if isBroken, let failure { throw failure }
        }
        settle(watch)
        if let failure { throw failure }
    }

    func error(of result: ResultSet, _ watch: Watch) -> PostgresError {
        let error = result.error
        // The server ends the connection after such an error, though its end may not have arrived yet.
        let isEnd = error.severity == .fatal || error.severity == .panic
        if isEnd || handle.withPointer(PQstatus) == CONNECTION_BAD { isBroken = true }
        if error.sqlState == .queryCanceled, let interruption = watch.interruption {
            return PostgresError(interruption, isAnswered: true)
        }
        return error
    }
}

extension PostgresError {
    init(_ interruption: Watch.Interruption, isAnswered: Bool) {
        let reason = interruption.request == nil ? "couldn't be asked to stop" : "didn't answer the cancel request"
        let end = isAnswered ? "" : "; the server \(reason), so the connection was closed"
        switch interruption.cause {
        case .cancelled: self.init(.cancelled, "the task was cancelled" + end)
        case .deadlineExceeded: self.init(.deadlineExceeded, "the statement took longer than its deadline" + end)
        case .abandoned: self.init(.connectionLost, "the rest of a stream couldn't be stopped" + end)
        }
    }
}
