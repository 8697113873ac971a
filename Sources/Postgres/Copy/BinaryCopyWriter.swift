import Foundation

/// Writes the rows of a `COPY … FROM STDIN (FORMAT binary)`.
///
/// All rows go through one buffer that is handed to libpq each time it is full; no row or field allocates. Once a write
/// has failed, every later one throws the same error, and so does the COPY.
public struct BinaryCopyWriter: ~Copyable {
    private let session: Session
    private let watch: Watch
    private var fields: BinaryCopyFields
    private var failure: PostgresError?

    /// What goes to libpq at once: a few network packets, small beside the program, and far more than a call costs.
    static let flushSize = 64 * 1024

    init(session: Session, watch: Watch) {
        self.session = session
        self.watch = watch
        fields = BinaryCopyFields(capacity: Self.flushSize + Self.flushSize / 4)
        Self.header.withUnsafeBytes { fields.buffer.append($0) }
    }

    /// Signature, flags, and length of the header's extension (PostgreSQL manual, COPY, "Binary Format").
    static let header = Array("PGCOPY\n".utf8) + [0xFF] + Array("\r\n".utf8) + [UInt8](repeating: 0, count: 9)

    var hasFailed: Bool { failure != nil }

    /// One row: `body` appends exactly `columns` fields, in the order of the COPY's column list, each of its column's own
    /// type.
    ///
    /// Throws what `body` throws, and the row is then not written; `misuse` if the number of fields is another;
    /// `encoding` for NUL in a text and times out of range; what ends the COPY: lost connection, deadline, cancellation.
    public mutating func row(
        columns: Int16, _ body: (inout BinaryCopyFields) throws -> Void
    ) throws {
        if let failure { throw failure }
        let start = fields.buffer.count
        do {
            fields.begin(columns)
            try body(&fields)
            try fields.end(columns)
        } catch {
            fields.buffer.truncate(to: start)
            throw error
        }
        if fields.buffer.count >= Self.flushSize { try flush() }
    }

    private mutating func flush() throws(PostgresError) {
        do throws(PostgresError) {
            try fields.buffer.withBytes { (bytes) throws(PostgresError) in try session.putCopyData(bytes, watch) }
            fields.buffer.truncate(to: 0)
        } catch {
            failure = error
            throw error
        }
    }

    mutating func finish() throws(PostgresError) {
        if let failure { throw failure }
        fields.buffer.append(-1 as Int16)
        try flush()
    }
}

/// The fields of one row of a COPY, each appended in its binary form; `nil` is NULL.
///
/// PostgreSQL casts nothing here: an `Int32` into a `bigint` column fails the COPY.
public struct BinaryCopyFields: ~Copyable {
    fileprivate(set) var buffer: PostgresBuffer
    private var count: Int16 = 0
    private var failure: PostgresError?

    fileprivate init(capacity: Int) { buffer = PostgresBuffer(capacity: capacity) }

    fileprivate mutating func begin(_ columns: Int16) {
        buffer.append(columns)
        count = 0
        failure = nil
    }

    fileprivate func end(_ columns: Int16) throws(PostgresError) {
        if let failure { throw failure }
        guard count == columns else {
            throw PostgresError(.misuse, "\(count) fields appended to a row of \(columns)")
        }
    }

    public mutating func appendNull() {
        count &+= 1
        buffer.append(-1 as Int32)
    }

    /// Into `bigint`.
    public mutating func append(_ value: Int64?) { append(integer: value) }

    /// Into `double precision`.
    public mutating func append(_ value: Double?) { append(integer: value?.bitPattern) }

    /// Into `text` or `varchar`. NUL fails the row.
    public mutating func appendText(_ value: String?) {
        guard var value else { return appendNull() }
        value.withUTF8 { appendText(utf8: UnsafeRawBufferPointer($0)) }
    }

    /// Into `text` or `varchar`, of valid UTF-8. NUL fails the row.
    public mutating func appendText(utf8: UnsafeRawBufferPointer) {
        count &+= 1
        buffer.append(Int32(truncatingIfNeeded: utf8.count))
        if !buffer.append(text: utf8) { fail(.nulInText) }
    }

    /// Into `bytea`.
    public mutating func appendBytes(_ bytes: UnsafeRawBufferPointer) {
        count &+= 1
        buffer.append(Int32(truncatingIfNeeded: bytes.count))
        buffer.append(bytes)
    }

    /// Into `bytea`.
    public mutating func appendBytes(_ bytes: [UInt8]?) {
        guard let bytes else { return appendNull() }
        bytes.withUnsafeBytes { appendBytes($0) }
    }

    /// Into `timestamptz`; `Int64.max` and `.min` are the infinities.
    public mutating func appendTimestamp(microsecondsSince1970: Int64?) {
        guard let microsecondsSince1970 else { return appendNull() }
        let value = PostgresTimestamp.wireValue(of: microsecondsSince1970)
        if value == nil { fail(.timeOutOfRange) }
        append(integer: value)
    }

    /// Into `date`; `Int32.max` and `.min` are the infinities.
    public mutating func appendDate(daysSince1970: Int32?) {
        guard let daysSince1970 else { return appendNull() }
        let value = PostgresDate.wireValue(of: daysSince1970)
        if value == nil { fail(.timeOutOfRange) }
        append(integer: value)
    }

    /// Any other type, as arrays. A value that can't be encoded fails the row.
    public mutating func append(_ value: some PostgresEncodable) {
        guard !value.isPostgresNull else { return appendNull() }
        count &+= 1
        let start = buffer.count
        buffer.append(0 as Int32)
        do throws(PostgresError) {
            try value.encode(into: &buffer)
        } catch {
            fail(error)
        }
        buffer.setLength(at: start)
    }

    @inline(__always)
    private mutating func append(integer: (some FixedWidthInteger)?) {
        guard let integer else { return appendNull() }
        count &+= 1
        buffer.append(Int32(truncatingIfNeeded: MemoryLayout.size(ofValue: integer)))
        buffer.append(integer)
    }

    private mutating func fail(_ error: PostgresError) { failure = failure ?? error }
}
