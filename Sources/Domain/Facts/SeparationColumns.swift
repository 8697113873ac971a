/// Who or what ended an employment.
public enum SeparationType: String, CaseIterable, Sendable {
    case voluntary, involuntary, retirement
    case endOfContract = "end_of_contract"
    case other

    /// Whether somebody left for sure, though a new contract begins at once.
    public var isLeaving: Bool { self == .voluntary || self == .involuntary || self == .retirement }
}

/// Separations as columns, by person and, of each person, in the order in which they were told; all that there are.
public struct SeparationColumns: Sendable {
    public var person: [Person] = []
    public var leftOn: [LocalDate] = []
    /// `nil` where unlabelled.
    public var type: [SeparationType?] = []
    /// 1 regretted, 0 not, -1 unknown.
    public var regretted: [Int8] = []
    /// When the source last changed the row; `never` where it doesn't say.
    public var updatedAt: [Instant] = []

    public init() {}

    public var rows: Range<Row> { Row.all(person.count) }
}
