/// Which KPIs an organization's data can answer, what the others lack, and which datasets would add the most.
///
/// A KPI can be answered where its headline can: there is a figure of it, or all the data that it needs.
public struct Answerable: Sendable {
    public struct Row: Sendable {
        public let sheet: Sheet
        /// What the headline lacks; empty where it lacks nothing.
        public let lacking: [Requirement]
        /// What other figures of a KPI that can be answered lack.
        public let furtherLacking: [Requirement]
        /// What became of the headline in the release.
        public let release: Release

        public var isAnswered: Bool { lacking.isEmpty || release == .shown }

        /// The figures that everybody looks at first.
        public var headlines: [Figure] { Answerable.headlines(of: sheet) }
    }

    /// What a release says of a KPI's headline, in any period and scope.
    public enum Release: String, Sendable {
        /// Some figure is shown.
        case shown
        /// None is, and some are hidden: too few people are behind them, or nobody, or too little is known.
        case hidden
        /// There is nothing yet.
        case none
    }

    /// A statistic of a measure of a KPI, whatever the period and the scope.
    public struct Figure: Hashable, Sendable {
        public let kpi: String
        public let measure: String
        public let statistic: String

        public init(kpi: String, measure: String, statistic: String) {
            self.kpi = kpi
            self.measure = measure
            self.statistic = statistic
        }
    }

    /// Datasets that are loaded together, and which KPIs they add.
    public struct Step: Sendable {
        /// In the order of the list of datasets.
        public let datasets: [String]
        /// What of them is lacking, and columns of earlier steps' datasets that those had no need of.
        public let names: [String]
        public let sheets: [Sheet]
    }

    /// In the order of the sheets.
    public let rows: [Row]
    private let present: Set<String>

    /// - Parameters:
    ///   - present: what the organization has data of, as presence has it, and the items of its surveys by
    ///     `SurveyItems.name`.
    ///   - releases: `.none` for figures that are missing.
    public init(_ sheets: [Sheet], present: Set<String>, releases: [Figure: Release] = [:]) {
        self.present = present
        rows = sheets.map { sheet in
            let lacking = sheet.requirements.compactMap { $0.lacking(present.contains) }
            return Row(
                sheet: sheet, lacking: lacking,
                furtherLacking: lacking.isEmpty
                    ? sheet.furtherRequirements.compactMap { $0.lacking(present.contains) } : [],
                release: Self.release(of: sheet, releases))
        }
    }

    private static func release(of sheet: Sheet, _ releases: [Figure: Release]) -> Release {
        let found = headlines(of: sheet).compactMap { releases[$0] }
        return found.contains(.shown) ? .shown : found.contains(.hidden) ? .hidden : .none
    }

    private static func headlines(of sheet: Sheet) -> [Figure] {
        sheet.measures.compactMap { measure in
            measure.headline.map { Figure(kpi: sheet.id, measure: measure.id, statistic: $0) }
        }
    }

    /// Whether anything was ever loaded.
    public var hasData: Bool { !present.isEmpty }

    public var answered: [Row] { rows.filter(\.isAnswered) }

    public func rows(about theme: Sheet.Theme?) -> [Row] { rows.filter { $0.sheet.briefing?.theme == theme } }

    /// What to load, each after those before it, until nothing is lacking: what adds the most KPIs for each dataset comes
    /// first; of equals the fewest datasets, then those that are listed first.
    ///
    /// A dataset counts as loaded with all its columns, and with every item if it is of a survey.
    public var steps: [Step] {
        var steps: [Step] = []
        var (loaded, told): (Set<String>, Set<String>) = ([], [])
        var left = rows.filter { !$0.isAnswered }
        while let (best, added) = Self.best(of: left, after: loaded) {
            let names = added.flatMap(\.lacking).flatMap { requirement in
                let ways = requirement.waysToMeet
                return ways.first { $0.allSatisfy(told.contains) }
                    ?? ways.first { Self.isMet($0, by: loaded) } ?? ways.first {
                        Self.isMet($0, by: best.union(loaded))
                    }
                    ?? []
            }.filter { !told.contains($0) }.withoutRepeats
            steps.append(
                Step(
                    datasets: Datasets.all.map(\.name).filter(best.contains), names: names,
                    sheets: added.map(\.sheet)))
            told.formUnion(names)
            loaded.formUnion(best)
            let done = Set(added.map(\.sheet.id))
            left.removeAll { done.contains($0.sheet.id) }
        }
        return steps
    }

    /// `nil` where nothing is left.
    private static func best(of left: [Row], after loaded: Set<String>) -> (datasets: Set<String>, added: [Row])? {
        let ways = left.flatMap { Self.ways(of: $0, after: loaded) }.withoutRepeats
        let candidates = ways.map { way in
            (datasets: way, added: left.filter { isAnswered($0, by: way.union(loaded)) })
        }
        return candidates.max { a, b in
            let (less, more) = (a.added.count * b.datasets.count, b.added.count * a.datasets.count)
            guard less == more else { return less < more }
            guard a.datasets.count == b.datasets.count else { return a.datasets.count > b.datasets.count }
            return places(b.datasets).lexicographicallyPrecedes(places(a.datasets))
        }
    }

    /// The sets of datasets each of which would do for a row.
    private static func ways(of row: Row, after loaded: Set<String>) -> [Set<String>] {
        let all = Requirement.all(of: row.lacking)?.alternatives ?? []
        return all.map { Set($0.map(Requirement.dataset)).subtracting(loaded) }
    }

    private static func isAnswered(_ row: Row, by datasets: Set<String>) -> Bool {
        row.lacking.allSatisfy { $0.isMet { datasets.contains(Requirement.dataset(of: $0)) } }
    }

    private static func isMet(_ names: [String], by datasets: Set<String>) -> Bool {
        names.allSatisfy { datasets.contains(Requirement.dataset(of: $0)) }
    }

    private static func places(_ datasets: Set<String>) -> [Int] {
        Datasets.all.indices.filter { datasets.contains(Datasets.all[$0].name) }
    }
}
