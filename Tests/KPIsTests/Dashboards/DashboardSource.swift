import Domain

/// Where a dashboard's figures come from, and how it asks there.
protocol DashboardSource: Sendable {
    /// The folder of its dashboards; also a tag of theirs.
    var name: String { get }
    /// Grafana's id of the kind of data source.
    var type: String { get }
    var uidPrefix: String { get }
    /// Behind every title: Grafana refuses two equal ones in a folder.
    var titleSuffix: String { get }
    /// What its figures are, for the description of each dashboard.
    var about: String { get }
    /// Whether an answer about many comes as a table, of which panels are to show every row.
    var isOfTables: Bool { get }
    /// What is shown at first, up to now.
    var span: String { get }

    /// Values of variables, of which each may hang on those before it.
    var organizations: VariableQuery { get }
    func periods(of scope: DashboardScope) -> VariableQuery
    var scopeIDs: VariableQuery { get }

    /// A figure with its limits, its reference and its target, over time; of one without a whole its parts.
    func history(of figure: JudgedFigure, _ scope: DashboardScope) -> [JSONText]
    /// Its newest value, named by its verdict, if it has one, and what it is to be.
    func newest(of figure: JudgedFigure, _ scope: DashboardScope) -> [JSONText]
    /// Its newest value of all departments or teams, each named.
    func sideBySide(of figure: JudgedFigure) -> [JSONText]
    /// Whose figures changed, with the verdict.
    func changes(in theme: Sheet.Theme) -> [JSONText]
    /// How many of the organization's figures each verdict is of.
    var verdictCounts: [JSONText] { get }
    /// Seconds since the newest period ended.
    var age: [JSONText] { get }
    /// Seconds until each dataset is late.
    var due: [JSONText] { get }
    /// Panels about the program that it gets the figures from.
    var service: [Panel] { get }
    /// Columns of a table of changes that say nothing there.
    var columnsToHide: [String] { get }
}

extension DashboardSource {
    /// The name of a value without a verdict.
    static var notCompared: String { "not compared" }
}

/// A variable's query: as it is written, and with what wraps it in the dashboard.
struct VariableQuery {
    let definition: String
    let query: JSONText
    var pattern = ""
}

/// Of which scope a panel shows figures.
enum DashboardScope {
    case organization
    /// What is chosen above the panels.
    case chosen

    init(of figure: JudgedFigure) { self = figure.scopes == [.organization] ? .organization : .chosen }
}

/// What verdicts are counted as: each begins as one of these does.
enum VerdictWord: String, CaseIterable {
    case better, worse, changed
    case asBefore = "as before"
    case cannotTell = "can't tell"
    case tooEarly = "too early"

    /// A regular expression of what the verdict begins with.
    var pattern: String {
        switch self {
        case .better, .worse, .changed, .cannotTell, .tooEarly: rawValue
        case .asBefore: "(steady|as usual)"
        }
    }

    static let ofChange = "(\(Signal.Meaning.allCases.map(\.rawValue).joined(separator: "|")))"
}
