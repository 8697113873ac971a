/// A type of the server's, by its oid (catalog `pg_type`; the built-in ones never change).
public struct PostgresType: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt32

    public init(rawValue: UInt32) { self.rawValue = rawValue }

    public static let bool = PostgresType(rawValue: 16)
    public static let bytea = PostgresType(rawValue: 17)
    public static let name = PostgresType(rawValue: 19)
    public static let int8 = PostgresType(rawValue: 20)
    public static let int2 = PostgresType(rawValue: 21)
    public static let int4 = PostgresType(rawValue: 23)
    public static let text = PostgresType(rawValue: 25)
    public static let oid = PostgresType(rawValue: 26)
    public static let float4 = PostgresType(rawValue: 700)
    public static let float8 = PostgresType(rawValue: 701)
    public static let unknown = PostgresType(rawValue: 705)
    public static let bpchar = PostgresType(rawValue: 1042)
    public static let varchar = PostgresType(rawValue: 1043)
    public static let date = PostgresType(rawValue: 1082)
    public static let numeric = PostgresType(rawValue: 1700)
    public static let timestamptz = PostgresType(rawValue: 1184)
    public static let boolArray = PostgresType(rawValue: 1000)
    public static let byteaArray = PostgresType(rawValue: 1001)
    public static let int2Array = PostgresType(rawValue: 1005)
    public static let int4Array = PostgresType(rawValue: 1007)
    public static let textArray = PostgresType(rawValue: 1009)
    public static let int8Array = PostgresType(rawValue: 1016)
    public static let float8Array = PostgresType(rawValue: 1022)
    public static let timestamptzArray = PostgresType(rawValue: 1185)
    public static let dateArray = PostgresType(rawValue: 1182)

    /// The array of each type that we send; `unknown` for others, which the server then refuses.
    public var array: PostgresType { Self.arrays[self] ?? .unknown }

    /// The name in SQL of each type that we send, for casts, and of some that we do not read, for messages.
    var sqlName: String? {
        if let name = Self.names[self] { return name }
        guard let element = Self.arrays.first(where: { $0.value == self })?.key else { return nil }
        return Self.names[element].map { $0 + "[]" }
    }

    private static let arrays: [PostgresType: PostgresType] = [
        .bool: .boolArray, .bytea: .byteaArray, .int2: .int2Array, .int4: .int4Array, .int8: .int8Array,
        .text: .textArray, .float8: .float8Array, .timestamptz: .timestamptzArray, .date: .dateArray,
    ]

    private static let names: [PostgresType: String] = [
        .bool: "boolean", .bytea: "bytea", .int2: "smallint", .int4: "integer", .int8: "bigint", .text: "text",
        .float4: "real", .float8: "double precision", .timestamptz: "timestamptz", .date: "date", .numeric: "numeric",
    ]
}

extension PostgresType: CustomStringConvertible {
    public var description: String { sqlName ?? "type with oid \(rawValue)" }
}
