/// Separations as columns, in key order (person, left_on), all that there are.
public struct SeparationColumns: Sendable {
    public var person: [Int32] = []
    public var leftOn: [LocalDate] = []
    /// A symbol for one of the five words; `SymbolTable.none` where unlabelled.
    public var type: [Int32] = []
    /// 1 regretted, 0 not, -1 unknown.
    public var regretted: [Int8] = []

    public init() {}

    public var count: Int { person.count }
}
