/// A condition of the mapping, its column found in the header.
struct RowCondition {
    let field: Int
    private let words: [[UInt8]]
    /// Whether it holds if the field is one of the words.
    private let holdsIfAmong: Bool

    /// - Throws: `IngestionError` if the header lacks the column.
    init(
        _ condition: Condition, in key: String, of mapping: Mapping, _ resolution: HeaderResolution
    ) throws(IngestionError) {
        field = try resolution.field(named: condition.column, for: key)
        switch condition.test {
        case .isAmong(let words): (self.words, holdsIfAmong) = (words.map { Array($0.utf8) }, true)
        case .isNotAmong(let words): (self.words, holdsIfAmong) = (words.map { Array($0.utf8) }, false)
        case .isEmpty(let empty): (words, holdsIfAmong) = ([[]] + mapping.nulls.map { Array($0.utf8) }, empty)
        }
    }

    /// For the row that tells a column of the dataset.
    func holds<Source: RowSource & ~Copyable>(_ row: inout Source, of column: Int) -> Bool {
        holds(row.field(field, of: column))
    }

    /// For the row at hand, which has as many fields as the header.
    func holds<Source: ByteStream & ~Copyable>(_ reader: inout CSVReader<Source>) -> Bool {
        holds(reader.field(field))
    }

    private func holds(_ content: UnsafeRawBufferPointer) -> Bool {
        let bytes = content.trimmed
        return words.contains { $0.count == bytes.count && $0.elementsEqual(bytes) } == holdsIfAmong
    }
}

/// The rows that a mapping leaves out.
struct SkipRule {
    private let conditions: [RowCondition]
    /// The fields that it looks at.
    let fields: Set<Int>

    /// - Throws: `IngestionError` if the header lacks a column that the mapping asks about.
    init(_ mapping: Mapping, _ resolution: HeaderResolution) throws(IngestionError) {
        var conditions: [RowCondition] = []
        for condition in mapping.skip {
            conditions.append(try RowCondition(condition, in: "skip", of: mapping, resolution))
        }
        self.conditions = conditions
        fields = Set(conditions.map(\.field))
    }

    /// Whether the row at hand, which has as many fields as the header, is left out.
    func skips<Source: ByteStream & ~Copyable>(_ reader: inout CSVReader<Source>) -> Bool {
        for condition in conditions where condition.holds(&reader) { return true }
        return false
    }
}
