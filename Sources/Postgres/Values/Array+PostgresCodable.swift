import Foundation

/// An element of arrays of one dimension. A type that is `PostgresCodable` joins with an empty conformance; bytes join
/// as `bytea`.
public protocol PostgresArrayElement {
    static var postgresArrayType: PostgresType { get }
    static func encode(_ elements: [Self], into buffer: inout PostgresBuffer) throws(PostgresError)
    static func decodeArray(_ value: PostgresValue) throws(PostgresError) -> [Self]
}

extension Array: PostgresEncodable where Element: PostgresArrayElement {
    public static var postgresType: PostgresType { Element.postgresArrayType }

    public func encode(into buffer: inout PostgresBuffer) throws(PostgresError) {
        try Element.encode(self, into: &buffer)
    }
}

extension Array: PostgresDecodable where Element: PostgresArrayElement {
    public static func decode(_ value: PostgresValue) throws(PostgresError) -> [Element] {
        try Element.decodeArray(value)
    }
}

/// The binary form: dimensions, whether there are NULLs, element type; for the dimension its length and lower bound;
/// then each element with its length, -1 for NULL (`array_send` in PostgreSQL's arrayfuncs.c).
extension PostgresArrayElement where Self: PostgresCodable {
    public static var postgresArrayType: PostgresType { postgresType.array }

    // The ledger's pages are long arrays of these.
    @_specialize(where Self == Double?)
    @_specialize(where Self == Int64?)
    @_specialize(where Self == Int64)
    @_specialize(where Self == Int32)
    @_specialize(where Self == String)
    public static func encode(_ elements: [Self], into buffer: inout PostgresBuffer) throws(PostgresError) {
        buffer.append(elements.isEmpty ? 0 : 1 as Int32)
        buffer.append(elements.contains(where: \.isPostgresNull) ? 1 : 0 as Int32)
        buffer.append(postgresType.rawValue)
        guard !elements.isEmpty else { return }
        buffer.append(Int32(elements.count))
        buffer.append(1 as Int32)
        for element in elements {
            let start = buffer.count
            buffer.append(-1 as Int32)
            guard !element.isPostgresNull else { continue }
            try element.encode(into: &buffer)
            buffer.setLength(at: start)
        }
    }

    @_specialize(where Self == Double?)
    @_specialize(where Self == Int64?)
    @_specialize(where Self == Int64)
    @_specialize(where Self == Int32)
    @_specialize(where Self == String)
    @_specialize(where Self == String?)
    public static func decodeArray(_ value: PostgresValue) throws(PostgresError) -> [Self] {
        var elements: [Self] = []
        try PostgresArrayReader.forEach(in: try value.requireArray(of: Self.self)) { (element) throws(PostgresError) in
            elements.append(try Self.decode(element))
        }
        return elements
    }
}

enum PostgresArrayReader {
    /// Calls `body` with each element. Throws `decoding` on several dimensions and on bytes of a wrong shape.
    static func forEach(
        in bytes: UnsafeRawBufferPointer, _ body: (PostgresValue) throws(PostgresError) -> Void
    ) throws(PostgresError) {
        let malformed = PostgresError(.decoding, "found an array of a wrong shape")
        guard bytes.count >= 12 else { throw malformed }
        let dimensions = bytes.integer(at: 0, as: Int32.self)
        if dimensions == 0 { return }
        guard dimensions == 1, bytes.count >= 20 else {
            throw PostgresError(.decoding, "found an array of \(dimensions) dimensions", mend: "unnest it in the SQL")
        }
        let type = PostgresType(rawValue: bytes.integer(at: 8))
        var offset = 20
        for _ in 0..<bytes.integer(at: 12, as: Int32.self) {
            guard offset + 4 <= bytes.count else { throw malformed }
            let length = Int(bytes.integer(at: offset, as: Int32.self))
            offset += 4
            guard length >= 0 else {
                try body(PostgresValue(bytes: nil, type: type))
                continue
            }
            guard offset + length <= bytes.count else { throw malformed }
            let element = UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length])
            try body(PostgresValue(bytes: element, type: type))
            offset += length
        }
    }
}

extension PostgresValue {
    /// Any type of array: its elements tell theirs.
    fileprivate func requireArray(of element: Any.Type) throws(PostgresError) -> UnsafeRawBufferPointer {
        guard let bytes else {
            throw PostgresError(
                .decoding, "found NULL where [\(element)] is expected", mend: "read it as [\(element)]?")
        }
        return bytes
    }
}

extension Bool: PostgresArrayElement {}
extension Int16: PostgresArrayElement {}
extension Int32: PostgresArrayElement {}
extension Int64: PostgresArrayElement {}
extension Int: PostgresArrayElement {}
extension Double: PostgresArrayElement {}
extension String: PostgresArrayElement {}
extension PostgresTimestamp: PostgresArrayElement {}
extension PostgresDate: PostgresArrayElement {}
extension Optional: PostgresArrayElement where Wrapped: PostgresArrayElement & PostgresCodable {}

/// `[UInt8]` is `bytea`.
extension UInt8: PostgresArrayElement {
    public static var postgresArrayType: PostgresType { .bytea }

    public static func encode(_ elements: [UInt8], into buffer: inout PostgresBuffer) throws(PostgresError) {
        elements.withUnsafeBytes { buffer.append($0) }
    }

    public static func decodeArray(_ value: PostgresValue) throws(PostgresError) -> [UInt8] {
        [UInt8](try value.require([.bytea], for: [UInt8].self))
    }
}
