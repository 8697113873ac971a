import CLibPQ

/// A statement whose interpolated values travel beside its text, as `$1`, `$2`…, never in it.
///
/// ```swift
/// let query: Query = "SELECT name FROM team WHERE organization_id = \(id) AND name = ANY(\(names))"
/// ```
/// An optional binds NULL of its type, an array binds an array. `\(identifier:)` quotes a name, `\(query)` splices
/// another query with its bindings, and only `\(dangerouslyUnescaped:)` puts text in as it is.
public struct Query: Sendable {
    enum Piece: Sendable {
        case text(String)
        /// The range lies in `bytes`; `nil` is NULL.
        case binding(PostgresType, Range<Int>?)
    }

    private(set) var pieces: [Piece]
    private(set) var bytes: [UInt8] = []
    /// A value that couldn't be encoded: interpolation can't throw, so running the query does.
    private(set) var failure: PostgresError?

    /// The text is sent as it is: never make it of input. NUL fails the query.
    public init(dangerouslyRaw sql: String) {
        self.init()
        append(text: sql)
    }

    /// A name of a table, column, role…, in quotes, as it stands in SQL.
    public static func quoted(identifier: String) -> String {
        // By scalars: in a string's own view a quote with a combining mark is another character, and the server would see
        // the name end there.
        let doubled = identifier.unicodeScalars.flatMap { $0 == "\"" ? [$0, $0] : [$0] }
        return "\"" + String(String.UnicodeScalarView(doubled)) + "\""
    }

    fileprivate init() { pieces = [] }

    fileprivate mutating func append(text: String) {
        pieces.append(.text(text))
        if text.utf8.contains(0) { fail(PostgresError(.encoding, "NUL in SQL text")) }
    }

    fileprivate mutating func append(binding value: some PostgresEncodable) {
        let type = Swift.type(of: value).postgresType
        guard !value.isPostgresNull else { return pieces.append(.binding(type, nil)) }
        var buffer = PostgresBuffer()
        do throws(PostgresError) {
            try value.encode(into: &buffer)
        } catch {
            return fail(error)
        }
        let start = bytes.count
        buffer.withBytes { bytes.append(contentsOf: $0) }
        pieces.append(.binding(type, start..<bytes.count))
    }

    fileprivate mutating func append(_ other: Query) {
        let shift = bytes.count
        bytes += other.bytes
        pieces += other.pieces.map { piece in
            guard case .binding(let type, let range?) = piece else { return piece }
            return .binding(type, range.lowerBound + shift..<range.upperBound + shift)
        }
        if let failure = other.failure { fail(failure) }
    }

    fileprivate mutating func fail(_ error: PostgresError) { failure = failure ?? error }
}

extension Query {
    /// The text, with `$n` for the values.
    public var sql: String {
        var text = ""
        var number = 0
        for piece in pieces {
            switch piece {
            case .text(let part): text += part
            case .binding:
                number += 1
                text += "$\(number)"
            }
        }
        return text
    }
}

/// Shows no values.
extension Query: CustomStringConvertible, CustomReflectable {
    public var description: String { sql }

    public var customMirror: Mirror { Mirror(self, children: ["sql": sql]) }
}

extension Query: ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) {
        self.init()
        append(text: value)
    }

    public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.query }

    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var query = Query()

        public init(literalCapacity: Int, interpolationCount: Int) {}

        public mutating func appendLiteral(_ literal: String) { query.append(text: literal) }

        /// A value, as `$n`.
        public mutating func appendInterpolation(_ value: some PostgresEncodable) { query.append(binding: value) }

        /// A value or NULL, as `$n`.
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
            query.append(binding: value)
        }

        /// Another query, with its values.
        public mutating func appendInterpolation(_ other: Query) { query.append(other) }

        /// A name of a table, column, role…, in quotes; NUL fails the query.
        public mutating func appendInterpolation(identifier: String) {
            query.append(text: Query.quoted(identifier: identifier))
        }

        /// Text that becomes part of the SQL: never let it be input.
        public mutating func appendInterpolation(dangerouslyUnescaped sql: String) { query.append(text: sql) }
    }
}

extension Query {
    /// What `PQsendQueryParams` takes; the pointers are valid in the closure only.
    struct Parameters {
        var types: [Oid] = []
        var values: [UnsafePointer<CChar>?] = []
        var lengths: [Int32] = []
        var formats: [Int32] = []
    }

    func withParameters<Value>(_ body: (String, Parameters) -> Value) throws(PostgresError) -> Value {
        if let failure { throw failure }
        // A byte more, so that an empty value has an address: libpq takes nil for NULL.
        return (bytes + [0]).withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { characters in
                var parameters = Parameters()
                for case .binding(let type, let range) in pieces {
                    parameters.types.append(type.rawValue)
                    parameters.values.append(
                        range.flatMap { range in characters.baseAddress.map { $0 + range.lowerBound } })
                    parameters.lengths.append(Int32(range?.count ?? 0))
                    parameters.formats.append(1)
                }
                return body(sql, parameters)
            }
        }
    }
}
