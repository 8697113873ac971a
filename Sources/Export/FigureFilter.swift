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
    private var scopes = Choice<ScopeKind, Scope>()
    private var periods = Choice<PeriodKind, Period>()
    private var statistics: Set<String> = []
    private var since: LocalDate?

    /// All of some kinds, and some by name.
    private struct Choice<Kind: Hashable & Sendable, One: Hashable & Sendable>: Hashable, Sendable {
        var kinds: Set<Kind> = []
        var named: Set<One> = []

        func takes(_ one: One?, of kind: (One) -> Kind) -> Bool {
            guard let one, !(kinds.isEmpty && named.isEmpty) else { return true }
            return kinds.contains(kind(one)) || named.contains(one)
        }
    }

    public static let everything = FigureFilter()

    private init() {}

    /// A scope and a period are named as everywhere, or by their kind alone: `team=payments`, `team`, `2026-Q3`, `quarter`.
    ///
    /// - Throws: `filter` for a value that there is not, by the sheets: a mend that doesn't repeat it, and lists those
    ///   that there are. Statistics are those of the wanted KPIs. Of which teams there are figures is not known here.
    public init(_ wanted: [(property: Property, value: String)], of sheets: [Sheet]) throws(ExportError) {
        func values(_ property: Property) -> [String] { wanted.filter { $0.property == property }.map(\.value) }

        kpis = try Self.known(.kpi, values(.kpi), among: sheets.map { ($0.id, $0.id) })
        scopes = try Self.choice(.scope, values(.scope), names: "department=ID or team=ID", Scope.init(named:))
        periods = try Self.choice(
            .period, values(.period), names: "2026-10, 2026-Q4, 2026 or 2026-W41", Period.init(named:))
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

    /// `names`: how one is named.
    private static func choice<Kind: CaseIterable & RawRepresentable<String>, One>(
        _ property: Property, _ values: [String], names: String, _ named: (String) -> One?
    ) throws(ExportError) -> Choice<Kind, One> {
        var choice = Choice<Kind, One>()
        for value in values {
            if let kind = Kind(rawValue: value) {
                choice.kinds.insert(kind)
            } else if let one = named(value) {
                choice.named.insert(one)
            } else {
                let kinds = Kind.allCases.map(\.rawValue).joined(separator: ", ")
                throw ExportError(
                    .filter, "There is no \(property.rawValue) \"\(value)\"",
                    mend: "Choose a \(property.rawValue) from \(kinds), or name one as \(names)")
            }
        }
        return choice
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
        takes(topic.kpi, kpis) && scopes.takes(topic.scope, of: \.kind) && periods.takes(topic.period, of: \.kind)
            && takes(topic.statistic, statistics) && (since.map { topic.period?.from ?? $0 >= $0 } ?? true)
    }

    private func takes<Value>(_ value: Value?, _ wanted: Set<Value>) -> Bool {
        wanted.isEmpty || value.map(wanted.contains) ?? true
    }
}

extension FigureFilter: CustomStringConvertible {
    /// The same for equal filters, however they were written, and another for others: `kpi=backlog&scope=team`.
    public var description: String {
        // In quotes, since a name may hold what separates the others.
        let named = scopes.named.sorted().map { "\($0.kind.rawValue)=\(String(reflecting: $0.id))" }
        let pairs: [(Property, [String])] = [
            (.kpi, kpis.sorted()), (.scope, scopes.kinds.map(\.rawValue).sorted() + named),
            (.period, periods.kinds.map(\.rawValue).sorted() + periods.named.sorted().map(\.name)),
            (.statistic, statistics.sorted()),
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
