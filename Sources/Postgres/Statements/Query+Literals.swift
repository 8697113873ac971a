import Foundation

extension Query {
    /// The same query with its values as quoted, typed literals: COPY takes no bindings.
    ///
    /// `quote` is libpq's `PQescapeLiteral`. Throws `encoding` for a type that has no text form here.
    func withLiterals(
        quotedBy quote: (String) throws(PostgresError) -> String
    ) throws(PostgresError) -> Query {
        if let failure { throw failure }
        var text = ""
        for piece in pieces {
            switch piece {
            case .text(let part): text += part
            case .binding(let type, nil): text += try literal(PostgresValue(bytes: nil, type: type), quote)
            case .binding(let type, let range?):
                var buffer = PostgresBuffer(capacity: range.count)
                bytes[range].withUnsafeBytes { buffer.append($0) }
                text += try buffer.withBytes { (bytes) throws(PostgresError) in
                    try literal(PostgresValue(bytes: bytes, type: type), quote)
                }
            }
        }
        return Query(dangerouslyRaw: text)
    }
}

private func literal(
    _ value: PostgresValue, _ quote: (String) throws(PostgresError) -> String
) throws(PostgresError) -> String {
    guard let type = value.type, let name = type.sqlName else {
        throw PostgresError(.misuse, "a value of this type can't stand in a COPY")
    }
    guard let bytes = value.bytes else { return "NULL::\(name)" }
    if name.hasSuffix("[]") {
        var elements: [String] = []
        try PostgresArrayReader.forEach(in: bytes) { (element) throws(PostgresError) in
            elements.append(try literal(element, quote))
        }
        return "ARRAY[\(elements.joined(separator: ","))]::\(name)"
    }
    return try quote(try text(value, type)) + "::\(name)"
}

/// As PostgreSQL reads the type.
private func text(_ value: PostgresValue, _ type: PostgresType) throws(PostgresError) -> String {
    switch type {
    case .bool: String(try Bool.decode(value))
    case .int2, .int4, .int8: String(try Int64.decode(value))
    case .float8: number(try Double.decode(value))
    case .bytea: "\\x" + (try [UInt8].decode(value)).map { String(256 + Int($0), radix: 16).dropFirst() }.joined()
    case .date: try PostgresDate.decode(value).description
    case .timestamptz: try PostgresTimestamp.decode(value).description
    case .text: try String.decode(value)
    default: throw PostgresError(.misuse, "a value of this type can't stand in a COPY")
    }
}

private func number(_ value: Double) -> String {
    if value.isNaN { "NaN" } else if value.isInfinite { value < 0 ? "-Infinity" : "Infinity" } else { "\(value)" }
}
