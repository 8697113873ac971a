/// A JSON text, as it is; binds as `jsonb`, which PostgreSQL also puts into `json` columns.
public struct PostgresJSON: Hashable, Sendable {
    public var text: String

    public init(_ text: String) { self.text = text }
}

extension PostgresJSON: PostgresCodable {
    public static var postgresType: PostgresType { .jsonb }

    /// Of `jsonb`'s binary form there is one version so far.
    private static let version: UInt8 = 1

    public func encode(into buffer: inout PostgresBuffer) throws(PostgresError) {
        buffer.append(Self.version)
        try text.encode(into: &buffer)
    }

    /// From `jsonb` and `json`; a COPY must hold `jsonb`.
    public static func decode(_ value: PostgresValue) throws(PostgresError) -> PostgresJSON {
        let bytes = try value.require([.jsonb, .json], for: Self.self)
        if value.type == .json { return PostgresJSON(String(decoding: bytes, as: UTF8.self)) }
        guard bytes.first == version else {
            throw PostgresError(.decoding, "found jsonb of an unknown version", mend: "cast it in the SQL to json")
        }
        return PostgresJSON(String(decoding: bytes.dropFirst(), as: UTF8.self))
    }
}
