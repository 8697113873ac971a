/// The rows of a dataset as columns: those that were asked for, in the order of `columns`.
public struct ColumnTable: Sendable {
    /// Their names.
    public let columns: [String]
    /// By position in `columns`.
    public let forms: [ColumnForm]
    /// What may be read: other columns are nobody's input here.
    private var isAsked: Set<String>
    /// What names a row, and what follows from other datasets, is there without being asked for.
    private let alwaysThere: Set<String>
    private var filled: [any FilledColumn]
    /// Of all lists; slices share them.
    private var spans: [Interval] = []
    public private(set) var count = 0
    public var rows: Range<Row> { Row.all(count) }

    /// Of the columns that are needed those that have data are held; the others are unknown in every row. Without
    /// `needs`: all.
    init(_ dataset: Dataset, needs: FactNeeds?) {
        let alwaysThere = Set(dataset.derived.map(\.name) + dataset.key)
        self.alwaysThere = alwaysThere
        func isIn(_ paths: Set<String>?, _ column: ReadableColumn) -> Bool {
            alwaysThere.contains(column.name) || paths?.contains("\(dataset.name).\(column.name)") ?? true
        }
        let asked = dataset.readable.filter { isIn(needs?.columns, $0) }
        let held = asked.filter { column in
            isIn(needs?.present, column) && column.origin.map { needs?.stretches.keys.contains($0) ?? true } ?? true
        }
        isAsked = Set(asked.map(\.name))
        columns = held.map(\.name)
        forms = held.map(\.form)
        filled = held.map { $0.form.column() }
    }

    /// From now on only some of the columns may be read.
    mutating func ask(only columns: Set<String>) { isAsked.formIntersection(columns.union(alwaysThere)) }

    /// Look it up before a loop, not in it.
    ///
    /// Stops at a column that was not asked for: a figure reads nothing but its inputs.
    public subscript<K>(column: Column<K>) -> ColumnValues<K> {
        precondition(isAsked.contains(column.name), "\(column.path) is read and is no input")
        guard let position = columns.firstIndex(of: column.name) else { return ColumnValues() }
        guard let values = filled[position] as? ColumnValues<K> else {
            preconditionFailure("\(column.path) is read as another kind than it was declared")
        }
        return values
    }

    /// The lists of a column, by row; likewise.
    func lists(_ column: Column<Kind.Spans>) -> SpanLists { SpanLists(lists: values(ofAsked: column), spans: spans) }

    /// The same of a column that only some figures need: unknown in every row where nobody asked for it.
    func values<K>(ofAsked column: Column<K>) -> ColumnValues<K> {
        isAsked.contains(column.name) ? self[column] : ColumnValues()
    }

    /// Rows, as the bits of their values, row by row, in the order of `columns`. A column's kind is looked up once for all
    /// of them, so many together take less time.
    public mutating func append(_ bits: [UInt64], rows: Int = 1) {
        precondition(bits.count == rows * filled.count)
        for position in filled.indices { filled[position].append(bits, from: position, every: filled.count) }
        count += rows
    }

    /// A row of which only some values are known; a value of a column that isn't held is left out.
    public mutating func append(_ fields: Field...) {
        let row = zip(columns, forms).map { name, form in
            guard let field = fields.first(where: { $0.column == name }) else { return form.unknownBits }
            return field.spans.isEmpty ? field.bits : bits(ofStored: field.spans)
        }
        append(row)
    }

    /// The bits of a list that a row is to have.
    public mutating func bits(ofStored list: some Collection<Interval>) -> UInt64 {
        defer { spans += list }
        return Kind.Spans.bits(of: .init(first: UInt32(spans.count), count: UInt32(list.count)))
    }

    /// Room for so many rows.
    public mutating func reserveCapacity(_ rows: Int) {
        for position in filled.indices { filled[position].reserveCapacity(rows) }
    }

    /// Once there are all rows: lets go of the room for more.
    public mutating func trim() {
        for position in filled.indices { filled[position].trim() }
    }

    /// Puts rows with the same symbol in a column beside each other, each group in its order; nothing where the column
    /// isn't held. Figures ask group by group, and memory is read faster in one piece.
    public mutating func group(by column: Column<Kind.Symbol>) {
        guard let position = columns.firstIndex(of: column.name),
            let keys = filled[position] as? ColumnValues<Kind.Symbol>
        else { return }
        // Unknown ones come first.
        let key = { (row: Row) in Int(keys[row].ordinal) + 1 }
        var ends = [Int](repeating: 0, count: (rows.map(key).max() ?? 0) + 2)
        for row in rows { ends[key(row) + 1] += 1 }
        for key in ends.indices.dropFirst() { ends[key] += ends[key - 1] }
        // Each row goes to the end of its group: memory is read in order, and written at few places at a time.
        let places = rows.map { row in
            defer { ends[key(row)] += 1 }
            return Int32(ends[key(row)])
        }
        for position in filled.indices { filled[position].move(to: places) }
    }

    /// How many stretches the lists have that are held, by the dataset whose rows they are.
    public func listed(by dataset: Dataset) -> [String: Int] {
        var counts: [String: Int] = [:]
        for column in dataset.derived {
            guard let origin = column.origin, let position = columns.firstIndex(of: column.name),
                let lists = filled[position] as? ColumnValues<Kind.Spans>
            else { continue }
            counts[origin] = rows.reduce(0) { $0 + Int(lists[$1].count) }
        }
        return counts
    }

    /// The values of a column of instants; `nil` where it isn't held.
    func instants(_ column: String) -> ColumnValues<Kind.Moment>? {
        columns.firstIndex(of: column).flatMap { filled[$0] as? ColumnValues<Kind.Moment> }
    }

    mutating func removeRows() {
        for position in filled.indices { filled[position] = forms[position].column() }
        count = 0
    }

    func picking(_ rows: Runs) -> ColumnTable {
        var picked = self
        picked.filled = filled.map { $0.picking(rows) }
        picked.count = rows.count
        return picked
    }

    /// The team that each row names; empty where that isn't held.
    var teams: [Symbol] {
        columns.firstIndex(of: Teams.team.name).flatMap { filled[$0] as? ColumnValues<Kind.Symbol> }?.values ?? []
    }

    /// Whom each column names, row by row.
    var people: [(column: String, people: [Person])] {
        zip(columns, filled).filter { !$1.people.isEmpty }.map { ($0, $1.people) }
    }
}

extension ColumnForm {
    /// As they stand in a row.
    package var unknownBits: UInt64 {
        func bits<K: ColumnKind>(_ kind: K.Type) -> UInt64 { K.bits(of: K.unknown) }
        return switch self {
        case .person: bits(Kind.Person.self)
        case .symbol: bits(Kind.Symbol.self)
        case .moment: bits(Kind.Moment.self)
        case .number: bits(Kind.Number.self)
        case .flag: bits(Kind.Flag.self)
        case .token: bits(Kind.Token.self)
        case .day: bits(Kind.Day.self)
        case .clock: bits(Kind.Clock.self)
        case .whole: bits(Kind.Whole.self)
        case .spans: bits(Kind.Spans.self)
        }
    }
}
