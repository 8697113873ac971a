import Domain
import Warehouse

/// Decides for each figure of a KPI in a period whether it may be shown. Pure.
///
/// A figure is shown when at least `minimum` people stand behind it, more where its statistic asks for more. An empty
/// group and a small one look the same: a row without value, limits, n, censored and coverage. Rows without breakdown
/// are listed for every scope of the universe; a breakdown's row is listed only beneath shown ones (the scope's own
/// total, where the measure has one, and the organization's part), so that no row tells by being there what its value
/// may not tell.
struct SmallGroups: Sendable {
    let sheet: Sheet
    let period: Period
    let organization: String
    /// Fewest people behind a shown figure.
    let minimum: Int
    private let periodEnd: Instant
    /// Departments and teams that the organization is known to have in the period.
    let scopes: [Scope]

    init(sheet: Sheet, period: Period, organization: String, settings: Settings, scopes: [Scope]) {
        self.sheet = sheet
        self.period = period
        self.organization = organization
        periodEnd = settings.zone.start(of: period.to)
        minimum = max(sheet.minimumPeople, settings.minimumGroup)
        self.scopes = scopes.filter { sheet.scopes(of: period.kind).contains($0.kind) }
    }

    /// What the published table says of the figures, in its order. `present`: what the organization has data of.
    func rows(for figures: [Cell: Figure], present: Set<String>) -> [ReleaseRow] {
        let isServed = sheet.isServed { input in
            present.contains(input.dataset) && input.columns.allSatisfy { present.contains("\(input.dataset).\($0)") }
        }
        let parts = figures.keys.filter { $0.scope == .organization && $0.breakdown != .none }
        var rows: [ReleaseRow] = []
        for measure in sheet.measures {
            for statistic in measure.statistics {
                rows +=
                    isServed && measure.lacking(present.contains).isEmpty
                        && statistic.needs.allSatisfy(present.contains)
                    ? self.rows(measure, statistic, figures, parts: parts)
                    : [empty(measure, .organization, .none, statistic, state: .noData)]
            }
        }
        return rows.inOrderOfCells
    }

    private func rows(
        _ measure: Sheet.Measure, _ statistic: Sheet.Statistic, _ figures: [Cell: Figure], parts: [Cell]
    ) -> [ReleaseRow] {
        func cell(_ scope: Scope, _ breakdown: Breakdown) -> Cell {
            Cell(measure: measure.id, scope: scope, breakdown: breakdown, statistic: statistic.id)
        }
        let least = least(of: statistic)
        func mayShow(_ figure: Figure) -> Bool { figure.contributors.people >= least }
        func isShown(_ cell: Cell) -> Bool { figures[cell].map(mayShow) ?? false }

        let everywhere = [Scope.organization] + scopes
        let shownParts = parts.filter { $0.measure == measure.id && $0.statistic == statistic.id && isShown($0) }
            .map(\.breakdown).sorted()
        return everywhere.flatMap { scope in
            let isOpen = !measure.hasWhole || isShown(cell(scope, .none))
            let breakdowns = (measure.hasWhole ? [Breakdown.none] : []) + (isOpen ? shownParts : [])
            return breakdowns.map { breakdown in
                guard let figure = figures[cell(scope, breakdown)], mayShow(figure) else {
                    let digest = figures[cell(scope, breakdown)]?.contributors.digest
                    return empty(measure, scope, breakdown, statistic, state: .suppressed, digest: digest)
                }
                return shown(figure, least: least)
            }
        }
    }

    /// Fewest people behind a cell that is shown.
    func least(of cell: Cell) -> Int {
        sheet.statistic(of: cell).map(least) ?? minimum
    }

    private func least(of statistic: Sheet.Statistic) -> Int { max(minimum, statistic.leastPeople) }

    private func shown(_ figure: Figure, least: Int) -> ReleaseRow {
        ReleaseRow(
            figure: PublishedFigure(
                organization: organization, kpi: sheet.id, version: sheet.version, cell: figure.cell, period: period,
                periodEnd: periodEnd, unit: figure.unit, estimate: figure.estimate, n: figure.n,
                censored: figure.censored,
                coverage: figure.coverage, state: .released),
            digest: figure.contributors.digest, leastPeople: least)
    }

    private func empty(
        _ measure: Sheet.Measure, _ scope: Scope, _ breakdown: Breakdown, _ statistic: Sheet.Statistic,
        state: PublishedFigure.State, digest: Contributors.Digest? = nil
    ) -> ReleaseRow {
        ReleaseRow(
            figure: PublishedFigure(
                organization: organization, kpi: sheet.id, version: sheet.version,
                cell: Cell(measure: measure.id, scope: scope, breakdown: breakdown, statistic: statistic.id),
                period: period, periodEnd: periodEnd, unit: statistic.unit, estimate: .none, n: nil, censored: nil,
                coverage: nil,
                state: state),
            digest: digest ?? Contributors.Digest(), leastPeople: least(of: statistic))
    }
}
