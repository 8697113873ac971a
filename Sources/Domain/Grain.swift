/// Which cells of the ledger are published at all: what somebody can act on.
///
/// The organization has everything but the custodian's statistics, and breakdowns of headlines. Departments have no
/// breakdowns, teams only headlines, by quarter and year. Weeks are the organization's, undivided. Settings widen it.
public struct Grain: Sendable, Hashable {
    /// The shortest periods of teams.
    private let teamsBy: PeriodKind
    /// The lowest scope with breakdowns.
    private let breakdownsDownTo: ScopeKind

    public init(_ settings: Settings) {
        teamsBy = settings.publishTeamsBy
        breakdownsDownTo = settings.publishBreakdowns
    }

    /// Of the cells of one statistic in one scope; `isPart`: of a breakdown. What there are only parts of counts as
    /// undivided.
    public func publishes(
        _ statistic: Sheet.Statistic, of measure: Sheet.Measure, in sheet: Sheet, scope: ScopeKind, isPart: Bool,
        period: PeriodKind
    ) -> Bool {
        let use = sheet.use(of: statistic, in: measure)
        guard use != .custodian, sheet.scopes(of: period).contains(scope), statistic.scopes.contains(scope) else {
            return false
        }
        if isPart && measure.hasWhole(of: statistic) {
            guard use == .headline, period != .week, scope.depth <= breakdownsDownTo.depth else { return false }
        }
        guard scope != .organization else { return true }
        guard [statistic.audience, measure.audience] == [.everybody, .everybody] else { return false }
        return scope == .department || use == .headline && (period != .month || teamsBy == .month)
    }

    public func publishes(_ cell: Cell, of sheet: Sheet, period: PeriodKind) -> Bool {
        guard let measure = sheet.measure(of: cell), let statistic = sheet.statistic(of: cell) else { return false }
        return publishes(
            statistic, of: measure, in: sheet, scope: cell.scope.kind, isPart: cell.breakdown != .none, period: period)
    }
}

extension ScopeKind {
    fileprivate var depth: Int {
        switch self {
        case .organization: 0
        case .department: 1
        case .team: 2
        }
    }
}
