import Domain

/// Where in a record the values of one column come from, and how they are read.
struct ColumnBinding {
    let origin: Origin
    var reader: ColumnReader
    /// Where one of these holds, the value is nothing.
    let nullWhen: [RowCondition]

    enum Origin {
        case nowhere
        case constant(Value)
        case field(Int)
        case joined([Int], by: [UInt8])
        /// The line on which the record begins.
        case line
    }

    init(_ origin: Origin, _ reader: ColumnReader, nullWhen: [RowCondition] = []) {
        self.origin = origin
        self.reader = reader
        self.nullWhen = nullWhen
    }

    /// The mapping's words that fields are compared with.
    var words: [WordList] { fields.isEmpty ? [] : reader.words + nullWhen.flatMap(\.mappedWords) }

    /// Whether nobody says where the column's values are.
    var isNowhere: Bool { if case .nowhere = origin { true } else { false } }

    /// The fields that the value is made of, in their order.
    var fields: [Int] {
        switch origin {
        case .nowhere, .constant, .line: []
        case .field(let field): [field]
        case .joined(let fields, _): fields
        }
    }

    /// The value of the record at hand, whose rows have as many fields as the header.
    mutating func read<Source: RowSource & ~Copyable>(
        _ record: inout Source, of column: Int, _ doubts: inout [Doubt]
    ) throws(ValueFault) -> Value {
        guard record.hasRow(of: column) else { return constant }
        for condition in nullWhen where condition.holds(&record, of: column) {
            meetWords(&record, of: column)
            return .null
        }
        switch origin {
        case .nowhere, .constant: return constant
        case .line: return .text(String(record.line))
        case .field(let field): return try reader.read(record.field(field, of: column), &doubts)
        case .joined(let fields, let joiner):
            var contents: [[UInt8]] = []
            for field in fields { contents.append(Array(record.field(field, of: column))) }
            return try value(of: contents, by: joiner, &doubts)
        }
    }

    /// Notes which of the mapping's words the record has, where its value is not read.
    func meetWords<Source: RowSource & ~Copyable>(_ record: inout Source, of column: Int) {
        guard case .field(let field) = origin, record.hasRow(of: column), field < record.fieldCount else { return }
        let content = record.field(field, of: column).trimmed
        for words in reader.words { _ = words.position(of: content) }
    }

    private var constant: Value { if case .constant(let value) = origin { value } else { .null } }

    /// The value that these fields' contents give; `nil` if they give none.
    mutating func value(of contents: [[UInt8]]) -> Value? {
        var doubts: [Doubt] = []
        switch origin {
        case .nowhere, .line: return nil
        case .constant(let value): return value
        case .field: return contents.isEmpty ? nil : try? value(contents[0], &doubts)
        case .joined(_, let joiner): return try? value(of: contents, by: joiner, &doubts)
        }
    }

    private mutating func value(
        of parts: [[UInt8]], by joiner: [UInt8], _ doubts: inout [Doubt]
    ) throws(ValueFault) -> Value {
        let parts = parts.map { part in part.withUnsafeBytes { Array($0.trimmed) } }
        let empty = parts.count { part in part.withUnsafeBytes { reader.isNothing($0) } }
        if empty == parts.count { return .null }
        if empty > 0 { throw .partMissing }
        let whole = Array(parts.joined(separator: joiner))
        // With exactly as many joiners as were put in there is one way to take the whole apart, so no two are the same.
        if reader.column.type.isName, whole.occurrences(of: joiner) != parts.count - 1 { throw .joinerInPart }
        return try value(whole, &doubts)
    }

    private mutating func value(
        _ bytes: [UInt8], _ doubts: inout [Doubt]
    ) throws(ValueFault) -> Value {
        // Typed throws don't pass through the standard library's closures.
        let result: Result<Value, ValueFault> = bytes.withUnsafeBytes { buffer in
            do throws(ValueFault) { return .success(try reader.read(buffer, &doubts)) } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}

extension [UInt8] {
    /// At how many places these bytes stand, overlapping ones counted.
    fileprivate func occurrences(of part: [UInt8]) -> Int {
        indices.count { self[$0...].starts(with: part) }
    }
}
