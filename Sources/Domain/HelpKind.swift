/// The kinds of support that people ask for and give.
///
/// Source: House 1981, Work Stress and Social Support.
public enum HelpKind: String, CaseIterable, Sendable {
    case emotional, informational, instrumental, appraisal
}

extension Dataset.ColumnType {
    /// One of the kinds, by its name.
    static let helpKind = Dataset.ColumnType.choice(HelpKind.allCases.map(\.rawValue))
}
