/// A condition of the mapping, its column found in the header.
struct RowCondition {
    let field: Int
    private let words: WordList
    /// The mapping's own words; none where it asks for emptiness.
    let mappedWords: [WordList]
    /// Whether it holds if the field is one of the words.
    private let holdsIfAmong: Bool

    /// - Throws: `IngestionError` if the header lacks the column.
    init(
        _ condition: Condition, in key: String, of mapping: Mapping, _ resolution: HeaderResolution
    ) throws(IngestionError) {
        field = try resolution.field(named: condition.column, for: key)
        switch condition.test {
        case .isAmong(let words): (self.words, holdsIfAmong) = (WordList(words, of: key), true)
        case .isNotAmong(let words): (self.words, holdsIfAmong) = (WordList(words, of: key), false)
        case .isEmpty(let empty): (words, holdsIfAmong) = (WordList([""] + mapping.nulls, of: key), empty)
        }
        mappedWords = if case .isEmpty = condition.test { [] } else { [words] }
    }

    /// For the row that tells a column of the dataset.
    func holds<Source: RowSource & ~Copyable>(_ row: inout Source, of column: Int) -> Bool {
        holds(row.field(field, of: column))
    }

    /// For a row that has as many fields as the header.
    func holds(_ record: borrowing Record) -> Bool { holds(record.field(field)) }

    private func holds(_ content: UnsafeRawBufferPointer) -> Bool {
        (words.position(of: content.trimmed) != nil) == holdsIfAmong
    }
}

/// The rows that a mapping leaves out.
struct SkipRule {
    let conditions: [RowCondition]
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

    /// Whether a row, which has as many fields as the header, is left out.
    func skips(_ record: borrowing Record) -> Bool {
        for condition in conditions where condition.holds(record) { return true }
        return false
    }
}
