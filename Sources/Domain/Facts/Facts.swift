/// What one organization's records say, as columns; the only thing that a computation gets to see.
///
/// What is unknown is `unknown`, an instant that is unknown or has not come `never`, an unknown number NaN.
public struct Facts: Sendable {
    public var symbols = SymbolTable()
    /// Pseudonyms, by person.
    public var people: [Int64] = []
    public var everybody: Range<Person> { Person.all(people.count) }
    /// Of the datasets that are read as columns, by name.
    private var tables: [String: ColumnTable]
    /// Who worked where and when, separations of `turnover` already taken in.
    public var roster = Roster()
    public var separations = SeparationColumns()
    public var teams = TeamHistory()
    public var agreements = Agreements()
    /// By symbol of the calendar's id.
    public var calendars: [Symbol: WeeklyHours] = [:]
    public var leave = LeaveSpans()
    /// `dataset` and `dataset.column` for everything of which the organization has at least one value, ever.
    public var present: Set<String> = []

    /// With every column that there is, as far as `present` has it, or with what is needed.
    public init(needs: FactNeeds? = nil) {
        tables = Dictionary(
            uniqueKeysWithValues: Datasets.all.filter { !$0.readable.isEmpty }.map { dataset in
                (dataset.name, ColumnTable(dataset, needs: needs))
            })
        present = needs?.present ?? []
    }

    /// Values by row. Look them up before a loop, not in it.
    public subscript<K>(column: Column<K>) -> ColumnValues<K> { self[table: column.dataset][column] }

    public subscript(table dataset: String) -> ColumnTable {
        get { tables[dataset, default: Self.stop(at: dataset)] }
        // Looked up once: rows are added one by one.
        _modify { yield &tables[dataset, default: Self.stop(at: dataset)] }
    }

    private static func stop(at dataset: String) -> ColumnTable {
        preconditionFailure("\(dataset) is not read as columns")
    }

    /// Unknown in every row where nobody asked for the column.
    public func values<K>(ofAsked column: Column<K>) -> ColumnValues<K> {
        self[table: column.dataset].values(ofAsked: column)
    }

    /// The same of lists.
    public func lists(ofAsked column: Column<Kind.Spans>) -> SpanLists { self[table: column.dataset].lists(column) }

    /// Of a dataset that is read as columns.
    public func rows(of dataset: Dataset) -> Range<Row> { tables[dataset.name]?.rows ?? Row.all(0) }

    var tableNames: [String] { Array(tables.keys) }

    /// The same, of which a KPI that has these inputs may read them alone: reading another column stops at once, and what
    /// else is there looks as if it were missing.
    public func only(_ inputs: [Sheet.Input]) -> Facts {
        var only = self
        for dataset in tables.keys {
            only.tables[dataset]?.ask(only: Set(inputs.filter { $0.dataset == dataset }.flatMap(\.columns)))
        }
        only.present.formIntersection(inputs.flatMap(\.paths))
        return only
    }

    public func has(_ data: some Recorded) -> Bool { present.contains(data.path) }
}
