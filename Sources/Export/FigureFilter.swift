public import Domain

/// Which figures are wanted: several values of a property are any of them, several properties all of them.
///
/// A row that isn't of one KPI, scope, period or statistic, as how fresh a dataset is, is not held against it.
public struct FigureFilter: Sendable, Hashable {
    /// What options and query parameters are called, too.
    public enum Property: String, CaseIterable, Sendable {
        case kpi, scope, period, statistic
        /// A date: of the periods that begin on it or later.
        case since
    }

    private var kpis: Set<String> = []
    private var scopes: Set<ScopeKind> = []
    private var periods: Set<PeriodKind> = []
    private var statistics: Set<String> = []
    private var since: LocalDate?

    public static let everything = FigureFilter()

    private init() {}

    /// - Throws: `filter` for a value that there is not, by the sheets: a mend that doesn't repeat it, and lists those
    ///   that there are. Statistics are those of the wanted KPIs.
    public init(_ wanted: [(property: Property, value: String)], of sheets: [Sheet]) throws(ExportError) {
        func values(_ property: Property) -> [String] { wanted.filter { $0.property == property }.map(\.value) }

        kpis = try Self.known(.kpi, values(.kpi), among: sheets.map { ($0.id, $0.id) })
        scopes = try Self.known(.scope, values(.scope), among: ScopeKind.allCases.map { ($0.rawValue, $0) })
        periods = try Self.known(.period, values(.period), among: PeriodKind.allCases.map { ($0.rawValue, $0) })
        let published = sheets.filter { kpis.isEmpty || kpis.contains($0.id) }.flatMap(\.publishedStatistics)
        statistics = try Self.known(
            .statistic, values(.statistic), among: Set(published).sorted().map { ($0, $0) })
        since = try Self.date(values(.since))
    }

    private static func known<Value>(
        _ property: Property, _ names: [String], among all: [(name: String, value: Value)]
    ) throws(ExportError) -> Set<Value> {
        var found: Set<Value> = []
        for name in names {
            guard let known = all.first(where: { $0.name == name }) else {
                throw ExportError(
                    .filter, "There is no \(property.rawValue) \"\(name)\"",
                    mend: "Choose a \(property.rawValue) from \(all.map(\.name).joined(separator: ", "))")
            }
            found.insert(known.value)
        }
        return found
    }

    private static func date(_ texts: [String]) throws(ExportError) -> LocalDate? {
        guard let text = texts.first else { return nil }
        guard texts.count == 1 else {
            throw ExportError(.filter, "There are several dates", mend: "Give since once: the earliest is enough")
        }
        guard let date = LocalDate(text) else {
            throw ExportError(.filter, "\"\(text)\" is not a date", mend: "Write since as 2026-03-01")
        }
        return date
    }

    public func takes(_ topic: Topic) -> Bool {
        takes(topic.kpi, kpis) && takes(topic.scope, scopes) && takes(topic.period?.kind, periods)
            && takes(topic.statistic, statistics) && (since.map { topic.period?.from ?? $0 >= $0 } ?? true)
    }

    private func takes<Value>(_ value: Value?, _ wanted: Set<Value>) -> Bool {
        wanted.isEmpty || value.map(wanted.contains) ?? true
    }
}

extension FigureFilter: CustomStringConvertible {
    /// The same for equal filters, however they were written: `kpi=backlog&scope=team`.
    public var description: String {
        let pairs: [(Property, [String])] = [
            (.kpi, kpis.sorted()), (.scope, scopes.map(\.rawValue).sorted()),
            (.period, periods.map(\.rawValue).sorted()), (.statistic, statistics.sorted()),
            (.since, since.map { ["\($0)"] } ?? []),
        ]
        return pairs.flatMap { property, values in values.map { "\(property.rawValue)=\($0)" } }.joined(separator: "&")
    }
}

extension Sheet {
    fileprivate var publishedStatistics: [String] {
        measures.flatMap { measure in
            measure.statistics.filter { use(of: $0, in: measure) != .custodian }.map(\.id)
        }
    }
}
