/// A cursor over the fields of one row of a `COPY … TO STDOUT (FORMAT binary)`, from left to right, without allocation.
///
/// The stream tells no types: ask for what the SELECT gives. Each call throws `decoding` where the field has another
/// length than the type, or there is no field left; `nil` is NULL.
public struct BinaryCopyRow: ~Copyable {
    private let bytes: UnsafeRawBufferPointer
    private var offset = 0
    /// Fields not yet read.
    public private(set) var remaining: Int

    /// The bytes hold `columns` fields, checked before.
    init(_ bytes: UnsafeRawBufferPointer, columns: Int) {
        self.bytes = bytes
        remaining = columns
    }

    public mutating func nextInt32() throws(PostgresError) -> Int32? { try nextInteger() }

    public mutating func nextInt64() throws(PostgresError) -> Int64? { try nextInteger() }

    /// Of `double precision`.
    public mutating func nextDouble() throws(PostgresError) -> Double? {
        try nextInteger(UInt64.self).map { Double(bitPattern: $0) }
    }

    public mutating func nextBool() throws(PostgresError) -> Bool? {
        try nextInteger(UInt8.self).map { $0 != 0 }
    }

    public mutating func nextText() throws(PostgresError) -> String? {
        try nextField().map { String(decoding: $0, as: UTF8.self) }
    }

    /// The bytes as they came, valid in `body` only; of `text` they are its UTF-8.
    public mutating func withNextBytes<Value, Failure: Error>(
        _ body: (UnsafeRawBufferPointer?) throws(Failure) -> Value
    ) throws -> Value {
        try body(try nextField())
    }

    /// Microseconds since 1970 of a `timestamptz`; the infinities are `Int64.max` and `.min`.
    public mutating func nextTimestamp() throws(PostgresError) -> Int64? {
        guard let value = try nextInteger(Int64.self) else { return nil }
        return try PostgresTimestamp.microsecondsSince1970(wireValue: value)
    }

    /// Days since 1970 of a `date`; the infinities are `Int32.max` and `.min`.
    public mutating func nextDate() throws(PostgresError) -> Int32? {
        guard let value = try nextInteger(Int32.self) else { return nil }
        return try PostgresDate.daysSince1970(wireValue: value)
    }

    /// Any type, as `next([Int64]?.self)`; NULL into a non-optional throws `decoding`.
    public mutating func next<Value: PostgresDecodable>(
        _ type: Value.Type = Value.self
    ) throws(PostgresError) -> Value {
        try Value.decode(PostgresValue(bytes: try nextField(), type: nil))
    }

    private mutating func nextField() throws(PostgresError) -> UnsafeRawBufferPointer? {
        guard remaining > 0 else { throw PostgresError(.decoding, "the row has no field left") }
        remaining -= 1
        let length = Int(bytes.integer(at: offset, as: Int32.self))
        offset += 4
        guard length >= 0 else { return nil }
        defer { offset += length }
        return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length])
    }

    @inline(__always)
    private mutating func nextInteger<Integer: FixedWidthInteger>(
        _ type: Integer.Type = Integer.self
    ) throws(PostgresError) -> Integer? {
        guard let field = try nextField() else { return nil }
        guard field.count == MemoryLayout<Integer>.size else {
            throw PostgresError(
                .decoding, "found a field of \(field.count) bytes where one of \(MemoryLayout<Integer>.size) is read",
                mend: "cast the column in the COPY's SELECT")
        }
        return field.integer(at: 0)
    }
}
