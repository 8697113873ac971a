/// What an organization's data has or lacks: a dataset, or a column of one.
public protocol Recorded: Sendable {
    /// `dataset` or `dataset.column`, as presence and needs have it.
    var path: String { get }
}

extension Dataset: Recorded {
    public var path: String { name }
}

/// The handle of a dataset's column, whatever its kind: the one place where the column is declared.
public protocol ColumnHandle: Recorded {
    var dataset: String { get }
    var declaration: Dataset.Column { get }
}

extension ColumnHandle {
    public var name: String { declaration.name }
    public var path: String { "\(dataset).\(name)" }
}

/// The handle of a column by which rows are found or joined, and whose values no figure reads.
public struct JoinColumn: ColumnHandle {
    public let dataset: String
    public let declaration: Dataset.Column

    init(_ dataset: String, _ declaration: Dataset.Column) {
        self.dataset = dataset
        self.declaration = declaration
    }
}

extension Dataset {
    /// Of all columns that a file can have.
    public var handles: [any ColumnHandle] { columns.map { JoinColumn(name, $0) } }
}

/// The typed handle of a column that figures read.
///
/// The descriptor, the check of the table, the SELECT, decoding, storage, slices and the fixtures of tests follow from it.
public struct Column<K: ColumnKind>: ColumnHandle {
    public let dataset: String
    public let declaration: Dataset.Column

    /// `type`: what a file may hold; all that the kind can, unless it is given.
    init(
        _ dataset: String, _ name: String, as type: Dataset.ColumnType? = nil, required: Bool = false,
        fallback: Dataset.Fallback? = nil, isGivenWhenNamed: Bool = false, knownFrom: [String] = [],
        isPast: Bool = false,
        _ note: String
    ) {
        self.dataset = dataset
        declaration = Dataset.Column(
            name, type ?? K.form.type, form: K.form, required: required, fallback: fallback,
            isGivenWhenNamed: isGivenWhenNamed,
            knownFrom: knownFrom, isPast: isPast, note)
    }

    /// A value of it, to make a row of.
    public func callAsFunction(_ element: K.Element) -> Field { Field(column: name, bits: K.bits(of: element)) }
}

/// A column as figures read it. A derived one is in no file: it follows from other columns, of other datasets too, and how
/// it does in SQL stands in Warehouse.
public struct ReadableColumn: Sendable {
    public let name: String
    public let form: ColumnForm
    /// The other dataset that it follows from: without it the column is unknown.
    public var origin: String?
}

extension Column {
    /// A derived one; `note` says how it follows.
    init(derived name: String, of dataset: String, _ note: String) {
        self.init(dataset, name, note)
    }

    /// `origin`: the other dataset that it follows from.
    func derived(from origin: String? = nil) -> ReadableColumn {
        ReadableColumn(name: name, form: K.form, origin: origin)
    }
}

extension Column where K == Kind.Spans {
    /// A list of it, to make a row of.
    public func callAsFunction(_ spans: [Interval]) -> Field {
        Field(column: name, bits: K.bits(of: K.unknown), spans: spans)
    }
}

/// A value of a column.
public struct Field: Sendable {
    let column: String
    let bits: UInt64
    /// Of a list.
    var spans: [Interval] = []
}

extension ColumnForm {
    /// What a file may hold, where nothing narrower is said.
    fileprivate var type: Dataset.ColumnType {
        switch self {
        case .person: .person
        case .symbol: .text
        case .moment: .instant
        case .number: .number(least: nil)
        case .flag: .boolean
        case .token: .token
        case .day: .date
        case .clock: .timeOfDay
        case .whole: .integer(Int(Int32.min)...Int(Int32.max))
        // In no file: a list follows from the rows of another dataset.
        case .spans: .instant
        }
    }
}
