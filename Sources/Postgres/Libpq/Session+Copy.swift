import CLibPQ
import Foundation

extension Session {
    /// Runs `COPY … FROM STDIN (FORMAT binary)`; an error of `body` ends the COPY and is thrown on.
    func copyIn<Result>(
        _ query: Query, _ watch: Watch, _ body: (inout BinaryCopyWriter) throws -> Result
    ) throws -> (result: Result, rows: Int) {
        try begin(query, PGRES_COPY_IN, watch)
        var writer = BinaryCopyWriter(session: self, watch: watch)
        let result: Result
        do {
            result = try body(&writer)
            try writer.finish()
        } catch {
            endCopy(error: "the client gave up")
            do {
                try collect(watch) { _ in }
            } catch let serverError {
                // Why the stream ended is the server's to say, unless it was our body that ended it.
                if writer.hasFailed { throw serverError }
            }
            throw error
        }
        endCopy(error: nil)
        var rows = 0
        try collect(watch) { rows = $0.affectedRows }
        return (result, rows)
    }

    /// Runs `COPY … TO STDOUT (FORMAT binary)`.
    func copyOut(_ query: Query, _ watch: Watch, _ body: (inout BinaryCopyRow) throws -> Void) throws {
        try begin(query, PGRES_COPY_OUT, watch)
        var stream = BinaryCopyStream()
        do {
            while let chunk = try nextChunk(watch) {
                try chunk.withBytes { try stream.read($0, body) }
                if watch.isCancelled, watch.interruption == nil { interrupt(watch, .cancelled) }
            }
        } catch {
            if !isBroken, watch.interruption == nil { interrupt(watch, .abandoned) }
            guard !isBroken else { throw error }
            try discardCopy(watch)
            try? collect(watch) { _ in }
            throw error
        }
        try collect(watch) { _ in }
        try stream.finish()
    }

    private func begin(_ query: Query, _ expected: ExecStatusType, _ watch: Watch) throws {
        try send(query.withLiterals(quotedBy: quoted))
        guard let first = try nextResult(watch) else { throw lost() }
        if first.status == expected, first.isBinaryCopy { return }
        switch first.status {
        case PGRES_COPY_IN: endCopy(error: "not expected here")
        case PGRES_COPY_OUT: try discardCopy(watch)
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: break
        default:
            let error = error(of: first, watch)
            try? collect(watch) { _ in }
            throw error
        }
        try? collect(watch) { _ in }
        throw PostgresError(
            .misuse, "not a binary COPY in the right direction",
            mend: "write COPY … FROM STDIN (FORMAT binary) or COPY (…) TO STDOUT (FORMAT binary)")
    }

    /// Hands bytes to libpq and sees them off, so that memory stays bounded.
    func putCopyData(_ bytes: UnsafeRawBufferPointer, _ watch: Watch) throws(PostgresError) {
        if watch.isCancelled { throw PostgresError(.cancelled, "the task was cancelled") }
        let data = bytes.bindMemory(to: CChar.self)
        while true {
            switch handle.withPointer({ PQputCopyData($0, data.baseAddress, Int32(data.count)) }) {
            case 1:
                // libpq takes the bytes of a lost connection too, and throws them away.
                guard try flush(watch) else { throw lost() }
                if let interruption = watch.interruption { throw PostgresError(interruption, isAnswered: true) }
                return
            case 0:
                try wait(for: Int16(POLLIN | POLLOUT), watch)
                guard handle.withPointer(PQconsumeInput) == 1 else { throw lost() }
            default: throw PostgresError(.connectionLost, "the server ended the COPY")
            }
        }
    }

    /// Queues the end of a COPY IN; an error text makes the server throw the rows away. A failure shows in the next
    /// result.
    func endCopy(error: String?) {
        _ = handle.withPointer { PQputCopyEnd($0, error) }
    }

    /// The next piece of a COPY OUT; `nil` at its end, good or bad: the next result tells which.
    private func nextChunk(_ watch: Watch) throws(PostgresError) -> CopyChunk? {
        while true {
            var data: UnsafeMutablePointer<CChar>?
            let count = handle.withPointer { PQgetCopyData($0, &data, 1) }
            guard count == 0 else { return CopyChunk(data, count: Int(count)) }
            try wait(for: Int16(POLLIN), watch)
            guard handle.withPointer(PQconsumeInput) == 1 else { return nil }
        }
    }

    func discardCopy(_ watch: Watch) throws(PostgresError) {
        while try nextChunk(watch) != nil {}
    }

    private func quoted(_ text: String) throws(PostgresError) -> String {
        let literal = handle.withPointer { TextHandle(PQescapeLiteral($0, text, text.utf8.count)) }
        guard let literal else { throw PostgresError(.encoding, "a value can't be written as a literal") }
        return literal.withPointer { String(cString: $0) }
    }
}

/// One message of a COPY OUT, in memory of libpq's.
private struct CopyChunk: ~Copyable {
    private let memory: TextHandle
    private let count: Int

    init?(_ pointer: UnsafeMutablePointer<CChar>?, count: Int) {
        guard let memory = TextHandle(pointer) else { return nil }
        self.memory = memory
        self.count = count
    }

    borrowing func withBytes<Value>(_ body: (UnsafeRawBufferPointer) throws -> Value) rethrows -> Value {
        try memory.withPointer { try body(UnsafeRawBufferPointer(start: $0, count: count)) }
    }
}
