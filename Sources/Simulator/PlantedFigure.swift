import Domain

/// A figure in which a planted truth should be seen.
public struct PlantedFigure: Sendable {
    /// What a table calls it, without its scope.
    public let title: String
    public let kpi: String
    public let cell: Cell
    public let stands: Stands
    /// The length of its period.
    public let length: PeriodKind
    /// From when on it was planted; `nil` if it always was.
    let from: LocalDate?
    /// The planted month, where it was only that one.
    let only: LocalDate?
    /// Teams that are no measure of it, since something of the kind is planted there too.
    let besides: Set<String>

    init(
        _ title: String, _ kpi: String, _ scope: Scope, _ stands: Stands, measure: String = "default",
        statistic: String = "ratio", breakdown: Breakdown = .none, length: PeriodKind = .quarter,
        from: String? = nil, only: String? = nil, besides: Set<String> = []
    ) {
        self.title = title
        self.kpi = kpi
        self.stands = stands
        self.length = length
        self.from = from.flatMap { LocalDate($0) }
        self.only = only.flatMap { LocalDate($0) }
        self.besides = besides
        cell = Cell(measure: measure, scope: scope, breakdown: breakdown, statistic: statistic)
    }

    /// How a figure has to stand apart, so that chance is no likely reason.
    ///
    /// What it is compared with is the organization's figure, of a part of the organization its undivided one; and the
    /// figure's own of the last period that ended before the truth was planted. A figure of the whole organization has
    /// the latter only; one that compares two groups with each other needs neither.
    public enum Stands: Sendable {
        /// Its lower limit is above them.
        case above
        /// Its upper limit is below them.
        case below
        /// Its upper limit is below zero and below them.
        case negative
        /// It is how many times as often something happens to one group as to the others; its upper limit is below one.
        case belowOne
        /// It does not say by itself that it is higher: its lower limit is above neither of them, or it is told as few. Who
        /// looks at it alone sees nothing.
        case notAbove
        /// It has no limits: it is smaller than in every other team that is shown.
        case smallest

        public var needsLimits: Bool { self != .smallest }
    }
}

/// A planted figure as it was found, and what it is compared with.
public struct Sighting: Sendable {
    public let figure: PublishedFigure
    /// The same of the whole organization; where that cannot be compared, the smallest of the other teams.
    public let elsewhere: Double?
    /// The same in the last period that ended before it was planted.
    public let before: Double?
    /// Whether the figure says by itself that something is so.
    public let standsApart: Bool
}

/// Figures, to be found by what they are of.
public struct FigureIndex: Sendable {
    private let byKPI: [String: [PublishedFigure]]

    public init(_ figures: [PublishedFigure]) { byKPI = Dictionary(grouping: figures, by: \.kpi) }

    /// The figure of the latest period that a condition allows; one with a value, if there is any: between surveys
    /// there is none.
    public func newest(_ cell: Cell, of kpi: String, in isAllowed: (Period) -> Bool) -> PublishedFigure? {
        let figures = (byKPI[kpi] ?? []).filter { $0.cell == cell && isAllowed($0.period) }
        let valued = figures.filter { $0.estimate.value != nil }
        return (valued.isEmpty ? figures : valued).max { $0.period < $1.period }
    }

    /// `nil` where there is no such figure.
    public func sighting(of planted: PlantedFigure) -> Sighting? {
        let found = newest(planted.cell, of: planted.kpi) { period in
            period.kind == planted.length && planted.only.map { $0 == period.from } ?? true
                && planted.from.map { $0 < period.to } ?? true
        }
        guard let found else { return nil }
        let before = planted.from.flatMap { from in
            newest(planted.cell, of: planted.kpi) { $0.kind == planted.length && $0.to <= from }?.estimate.value
        }
        let elsewhere = elsewhere(of: planted, found.period)
        return Sighting(
            figure: found, elsewhere: elsewhere, before: before,
            standsApart: planted.standsApart(found, elsewhere: elsewhere, before: before))
    }

    private func elsewhere(of planted: PlantedFigure, _ period: Period) -> Double? {
        let cell = planted.cell
        if planted.stands == .smallest {
            return byKPI[planted.kpi]?.lazy.filter { figure in
                figure.period == period && figure.cell.scope.kind == .team && figure.cell.scope != cell.scope
                    && !planted.besides.contains(figure.cell.scope.id) && figure.cell.measure == cell.measure
                    && figure.cell.statistic == cell.statistic && figure.cell.breakdown == cell.breakdown
            }.compactMap(\.estimate.value).min()
        }
        guard let whole = planted.whole else { return nil }
        return newest(whole, of: planted.kpi) { $0 == period }?.estimate.value
    }
}

extension PlantedFigure {
    /// What it is a part of; `nil` of the whole organization.
    fileprivate var whole: Cell? {
        let isPart = cell.scope != .organization
        guard isPart || cell.breakdown != .none else { return nil }
        return Cell(
            measure: cell.measure, scope: .organization, breakdown: isPart ? cell.breakdown : .none,
            statistic: cell.statistic)
    }

    fileprivate func standsApart(_ figure: PublishedFigure, elsewhere: Double?, before: Double?) -> Bool {
        let estimate = figure.estimate
        // Without what it is compared with first, nothing stands apart.
        let isCompared = whole == nil ? before != nil : elsewhere != nil
        guard isCompared || stands == .belowOne else { return false }
        let others = [elsewhere, before].compactMap { $0 }
        // Coded high says all, or all but two.
        let coded = figure.state == .codedHigh ? figure.n.map { 1 - 2 / Double($0) } : nil
        let (lower, upper) = (estimate.lower ?? coded ?? -.infinity, estimate.upper ?? .infinity)
        return switch stands {
        case .above: others.allSatisfy { $0 < lower }
        case .below: others.allSatisfy { $0 > upper }
        case .belowOne: upper < 1
        case .notAbove:
            figure.state == .codedLow || estimate.lower != nil && others.allSatisfy { $0 >= lower }
        case .negative: upper < 0 && others.allSatisfy { $0 > upper }
        case .smallest: others.allSatisfy { $0 > estimate.value ?? .infinity }
        }
    }
}
