/// What one organization's records say, as columns; the only thing that a computation gets to see.
public struct Facts: Sendable {
    public var symbols = SymbolTable()
    /// Pseudonyms; a person's position here stands for the person in every column.
    public var people: [Int64] = []
    public var requests = RequestColumns()
    public var roster = Roster()
    public var teams = TeamHistory()
    /// `dataset` and `dataset.column` for everything of which the organization has at least one value, ever.
    public var present: Set<String> = []

    public init() {}

    public func has(dataset: String, column: String? = nil) -> Bool {
        present.contains(column.map { "\(dataset).\($0)" } ?? dataset)
    }
}
