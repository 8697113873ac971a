extension Bool: PostgresCodable {
    public static var postgresType: PostgresType { .bool }

    public func encode(into buffer: inout PostgresBuffer) throws(PostgresError) { buffer.append(self ? 1 : 0 as UInt8) }

    public static func decode(_ value: PostgresValue) throws(PostgresError) -> Bool {
        try value.require([.bool], count: 1, for: Self.self)[0] != 0
    }
}

extension Int16: PostgresCodable {
    public static var postgresType: PostgresType { .int2 }

    public func encode(into buffer: inout PostgresBuffer) throws(PostgresError) { buffer.append(self) }

    public static func decode(_ value: PostgresValue) throws(PostgresError) -> Int16 {
        try value.require([.int2], count: 2, for: Self.self).integer(at: 0)
    }
}

extension Int32: PostgresCodable {
    public static var postgresType: PostgresType { .int4 }

    public func encode(into buffer: inout PostgresBuffer) throws(PostgresError) { buffer.append(self) }

    /// Also from `smallint`.
    public static func decode(_ value: PostgresValue) throws(PostgresError) -> Int32 {
        try value.integer([.int2, .int4], for: Self.self)
    }
}

extension Int64: PostgresCodable {
    public static var postgresType: PostgresType { .int8 }

    public func encode(into buffer: inout PostgresBuffer) throws(PostgresError) { buffer.append(self) }

    /// Also from `smallint`, `integer` and `oid`.
    public static func decode(_ value: PostgresValue) throws(PostgresError) -> Int64 {
        try value.integer([.int2, .int4, .int8, .oid], for: Self.self)
    }
}

extension Int: PostgresCodable {
    public static var postgresType: PostgresType { .int8 }

    public func encode(into buffer: inout PostgresBuffer) throws(PostgresError) { buffer.append(Int64(self)) }

    /// Also from `smallint`, `integer` and `oid`.
    public static func decode(_ value: PostgresValue) throws(PostgresError) -> Int { Int(try Int64.decode(value)) }
}

extension Double: PostgresCodable {
    public static var postgresType: PostgresType { .float8 }

    public func encode(into buffer: inout PostgresBuffer) throws(PostgresError) { buffer.append(bitPattern) }

    /// Also from `real`.
    public static func decode(_ value: PostgresValue) throws(PostgresError) -> Double {
        if value.bytes?.count == 4 {
            return Double(Float(bitPattern: try value.require([.float4], for: Self.self).integer(at: 0)))
        }
        return Double(bitPattern: try value.require([.float8, .float4], count: 8, for: Self.self).integer(at: 0))
    }
}

extension String: PostgresCodable {
    public static var postgresType: PostgresType { .text }

    /// Throws `encoding` on NUL, which PostgreSQL's texts can't hold.
    public func encode(into buffer: inout PostgresBuffer) throws(PostgresError) {
        var text = self
        guard text.withUTF8({ buffer.append(text: UnsafeRawBufferPointer($0)) }) else { throw .nulInText }
    }

    /// From any type of text.
    public static func decode(_ value: PostgresValue) throws(PostgresError) -> String {
        String(decoding: try value.require([.text, .varchar, .bpchar, .name, .unknown], for: Self.self), as: UTF8.self)
    }
}

extension PostgresError {
    static var nulInText: PostgresError {
        PostgresError(.encoding, "a text holds NUL, which PostgreSQL's texts can't", mend: "remove it, or use bytea")
    }
}

extension PostgresValue {
    /// The type's own width, or a narrower one.
    fileprivate func integer<Integer: FixedWidthInteger>(
        _ types: [PostgresType], for reader: Integer.Type
    ) throws(PostgresError) -> Integer {
        let bytes = try require(types, for: reader)
        switch bytes.count {
        case 2: return Integer(bytes.integer(at: 0, as: Int16.self))
        case 4 where type == .oid: return Integer(bytes.integer(at: 0, as: UInt32.self))
        case 4: return Integer(bytes.integer(at: 0, as: Int32.self))
        case MemoryLayout<Integer>.size: return bytes.integer(at: 0)
        default: throw PostgresError(.decoding, "found \(bytes.count) bytes where \(reader) is expected")
        }
    }
}
