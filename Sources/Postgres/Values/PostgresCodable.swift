/// A value that goes to the server, in its binary form: as a binding of a query, or in a row of COPY.
public protocol PostgresEncodable {
    /// Of the binding `$n`, and of NULL in its place.
    static var postgresType: PostgresType { get }

    /// SQL's NULL; then nothing is encoded. Only `Optional` says yes.
    var isPostgresNull: Bool { get }

    /// Appends the binary form without its length. Throws `encoding` where PostgreSQL has no form for the value.
    func encode(into buffer: inout PostgresBuffer) throws(PostgresError)
}

extension PostgresEncodable {
    public var isPostgresNull: Bool { false }
}

/// A value that comes from the server in its binary form.
public protocol PostgresDecodable {
    /// Throws `decoding` on NULL (unless the type is an `Optional`), another type, or bytes of a wrong shape.
    static func decode(_ value: PostgresValue) throws(PostgresError) -> Self
}

public typealias PostgresCodable = PostgresEncodable & PostgresDecodable

/// One column of one row: bytes that live as long as the closure that was handed them.
public struct PostgresValue {
    /// `nil` is NULL.
    public let bytes: UnsafeRawBufferPointer?
    /// `nil` in a COPY, whose stream doesn't tell; then the length alone is checked.
    public let type: PostgresType?

    public init(bytes: UnsafeRawBufferPointer?, type: PostgresType?) {
        self.bytes = bytes
        self.type = type
    }

    /// The bytes, if there are any and of one of `types`, `count` of them where a count is given.
    public func require(
        _ types: [PostgresType], count: Int? = nil, for reader: Any.Type
    ) throws(PostgresError) -> UnsafeRawBufferPointer {
        if let type, !types.contains(type) {
            throw PostgresError(
                .decoding, "found \(type), which \(reader) can't be read from",
                mend: "cast it in the SQL to \(types.map(\.description).joined(separator: " or "))")
        }
        guard let bytes else {
            throw PostgresError(.decoding, "found NULL where \(reader) is expected", mend: "read it as \(reader)?")
        }
        if let count, bytes.count != count {
            throw PostgresError(.decoding, "found \(bytes.count) bytes where \(reader) takes \(count)")
        }
        return bytes
    }
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    public static var postgresType: PostgresType { Wrapped.postgresType }

    public var isPostgresNull: Bool { self?.isPostgresNull ?? true }

    public func encode(into buffer: inout PostgresBuffer) throws(PostgresError) {
        try self?.encode(into: &buffer)
    }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    public static func decode(_ value: PostgresValue) throws(PostgresError) -> Wrapped? {
        value.bytes == nil ? nil : try Wrapped.decode(value)
    }
}
