/// What one organization's records say, as columns; the only thing that a computation gets to see.
///
/// Throughout: instants are microseconds since 1970 and what has not happened is `Int64.max`; people are positions in
/// `people`, texts are symbols of `symbols`, both -1 where unknown; unknown numbers are NaN.
public struct Facts: Sendable {
    public var symbols = SymbolTable()
    /// Pseudonyms; a person's position here stands for the person in every column.
    public var people: [Int64] = []
    public var requests = RequestColumns()
    public var waits = WaitColumns()
    public var contributions = ContributionColumns()
    public var recognitions = RecognitionColumns()
    public var answers = AnswerColumns()
    /// Who worked where and when, separations of `turnover` already taken in.
    public var roster = Roster()
    public var separations = SeparationColumns()
    public var teams = TeamHistory()
    public var agreements = Agreements()
    /// By symbol of the calendar's id.
    public var calendars: [SymbolTable.Symbol: WeeklyHours] = [:]
    public var leave = LeaveSpans()
    /// `dataset` and `dataset.column` for everything of which the organization has at least one value, ever.
    public var present: Set<String> = []

    public init() {}

    public func has(dataset: String, column: String? = nil) -> Bool {
        present.contains(column.map { "\(dataset).\($0)" } ?? dataset)
    }
}
