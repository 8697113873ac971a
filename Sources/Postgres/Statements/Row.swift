/// One row of a result. It keeps the whole result alive, which any thread may read.
public struct Row: Sendable {
    let result: ResultSet
    let index: Int

    public var columnNames: [String] { result.columns.names }

    /// The column at a position, from 0.
    ///
    /// Throws `decoding`, naming the column: NULL into a non-optional, another type, no such column.
    public func decode<Value: PostgresDecodable>(
        _ type: Value.Type = Value.self, at column: Int
    ) throws(PostgresError) -> Value {
        guard result.columns.names.indices.contains(column) else {
            throw PostgresError(.decoding, "no column at \(column), the row has \(result.columns.names.count)")
        }
        do throws(PostgresError) {
            return try result.withValue(row: index, column: column) { (value) throws(PostgresError) in
                try Value.decode(value)
            }
        } catch {
            var named = error
            named.column = result.columns.names[column]
            throw named
        }
    }

    /// The column of a row that has no other. Throws as `decode(_:at:)` does, and where there are others.
    public func only<Value: PostgresDecodable>(_ type: Value.Type = Value.self) throws(PostgresError) -> Value {
        guard columnNames.count == 1 else {
            throw PostgresError(.decoding, "one column was expected, there are: \(columnNames.joined(separator: ", "))")
        }
        return try decode(type, at: 0)
    }

    /// The column of a name. Throws as `decode(_:at:)` does, and where several columns bear the name.
    public func decode<Value: PostgresDecodable>(
        _ name: String, as type: Value.Type = Value.self
    ) throws(PostgresError) -> Value {
        guard let column = result.columns.positions[name] else {
            throw PostgresError(
                .decoding, "no column \u{201C}\(name)\u{201D}, there are: \(columnNames.joined(separator: ", "))")
        }
        guard column != Columns.ambiguous else {
            throw PostgresError(.decoding, "several columns named \u{201C}\(name)\u{201D}", mend: "name them with AS")
        }
        return try decode(type, at: column)
    }
}
