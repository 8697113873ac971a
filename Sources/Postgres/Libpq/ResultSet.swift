import CLibPQ

/// One result of a statement, freed with its last row.
final class ResultSet: Sendable {
    private let handle: ResultHandle
    let columns: Columns

    /// `columns` of an earlier result of the same statement spares reading them for each streamed row.
    init(_ handle: consuming ResultHandle, columns: Columns?) {
        self.columns = columns ?? handle.withPointer(Columns.init)
        self.handle = handle
    }

    var status: ExecStatusType { handle.withPointer(PQresultStatus) }
    var rowCount: Int { Int(handle.withPointer(PQntuples)) }
    var isBinaryCopy: Bool { handle.withPointer(PQbinaryTuples) == 1 }
    var error: PostgresError { handle.withPointer(PostgresError.init(result:)) }

    /// As `INSERT 0 5`.
    var commandTag: String { handle.withPointer { String(cString: PQcmdStatus($0)) } }

    var affectedRows: Int { handle.withPointer { Int(String(cString: PQcmdTuples($0))) } ?? 0 }

    /// The bytes belong to libpq: they are valid within `body` only.
    func withValue<Value>(
        row: Int, column: Int, _ body: (PostgresValue) throws(PostgresError) -> Value
    ) throws(PostgresError) -> Value {
        try handle.withPointer { (result) throws(PostgresError) -> Value in
            let (row, index) = (Int32(row), Int32(column))
            var bytes: UnsafeRawBufferPointer?
            if PQgetisnull(result, row, index) == 0 {
                bytes = UnsafeRawBufferPointer(
                    start: PQgetvalue(result, row, index), count: Int(PQgetlength(result, row, index)))
            }
            return try body(PostgresValue(bytes: bytes, type: columns.types[column]))
        }
    }

    func rows() -> some Sequence<Row> { (0..<rowCount).lazy.map { Row(result: self, index: $0) } }
}

/// Names and types of a result's columns.
final class Columns: Sendable {
    let names: [String]
    let types: [PostgresType]
    let positions: [String: Int]

    /// Stands for a name that two columns bear.
    static let ambiguous = -1

    init(_ result: OpaquePointer) {
        let indices = 0..<PQnfields(result)
        names = indices.map { PQfname(result, $0).map { String(cString: $0) } ?? "" }
        types = indices.map { PostgresType(rawValue: PQftype(result, $0)) }
        positions = Dictionary(zip(names, names.indices), uniquingKeysWith: { _, _ in Self.ambiguous })
    }
}
