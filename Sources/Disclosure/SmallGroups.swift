import Domain
import Warehouse

/// Decides for each figure of a KPI in a period whether it may be shown. Pure.
///
/// A figure is shown when at least `minimum` people stand behind it in every role, and what else its statistic asks for
/// is there. An empty group and a small one look the same: a row without value, limits, n, censored and coverage. Rows
/// without breakdown are listed for every scope of the universe that is published; a breakdown's row is listed only beneath
/// shown ones (the scope's own total, where the measure has one, and the organization's part), so that no row tells by
/// being there what its value may not tell. Of a sensitive breakdown all parts are shown or none.
struct SmallGroups: Sendable {
    let sheet: Sheet
    let period: Period
    let organization: String
    /// Fewest people behind a shown figure.
    let minimum: Int
    private let periodEnd: Instant
    /// Departments and teams that the organization is known to have in the period.
    let scopes: [Scope]
    let grain: Grain
    private let asked: Set<Asked>

    /// Cells that are alike to `asks(for:)`.
    private struct Asked: Hashable {
        let measure, statistic: String
        let scope: ScopeKind
    }

    init(sheet: Sheet, period: Period, organization: String, settings: Settings, scopes: [Scope]) {
        self.sheet = sheet
        self.period = period
        self.organization = organization
        periodEnd = settings.zone.start(of: period.to)
        minimum = max(sheet.minimumPeople, settings.minimumGroup)
        self.scopes = scopes.filter { sheet.scopes(of: period.kind).contains($0.kind) }
        let grain = Grain(settings)
        self.grain = grain
        asked = Set(
            sheet.measures.flatMap { measure in
                measure.statistics.filter { sheet.use(of: $0, in: measure) != .custodian }.flatMap { statistic in
                    ScopeKind.allCases.filter { scope in
                        scope == .organization
                            || [false, true].contains {
                                grain.publishes(
                                    statistic, of: measure, in: sheet, scope: scope, isPart: $0, period: period.kind)
                            }
                    }.map { Asked(measure: measure.id, statistic: statistic.id, scope: $0) }
                }
            })
    }

    /// Whether `rows` needs to know the cell's figure. The organization's tell which breakdowns there are.
    func asks(for cell: Cell) -> Bool {
        asked.contains(Asked(measure: cell.measure, statistic: cell.statistic, scope: cell.scope.kind))
    }

    /// Of the cells that it `asks(for:)`.
    var scopesAskedFor: Set<ScopeKind> { Set(asked.lazy.map(\.scope)) }

    /// Whether a cell is published where there are enough people.
    func publishes(_ cell: Cell) -> Bool { grain.publishes(cell, of: sheet, period: period.kind) }

    /// Whether a row that was shown may not stand: it isn't published any more, or was shown of fewer people than it takes.
    func isObsolete(_ row: ReleaseRow) -> Bool {
        !publishes(row.figure.cell) || row.leastPeople < least(of: row.figure.cell)
    }

    /// What history may go on showing.
    var shown: [ReleaseStore.Shown] {
        sheet.measures.flatMap { measure in
            measure.statistics.flatMap { statistic in
                ScopeKind.allCases.flatMap { scope in
                    [false, true].filter { publishes(statistic, of: measure, in: scope, isPart: $0) }.map {
                        ReleaseStore.Shown(
                            measure: measure.id, statistic: statistic.id, scope: scope, isPart: $0,
                            leastPeople: least(of: statistic))
                    }
                }
            }
        }
    }

    private func publishes(
        _ statistic: Sheet.Statistic, of measure: Sheet.Measure, in scope: ScopeKind, isPart: Bool
    ) -> Bool {
        grain.publishes(statistic, of: measure, in: sheet, scope: scope, isPart: isPart, period: period.kind)
    }

    /// What the published table says of the figures that it `asks(for:)`, in its order. `present`: what the organization has
    /// data of.
    func rows(for figures: [Cell: Figure], present: Set<String>) -> [ReleaseRow] {
        let isServed = sheet.isServed { input in
            present.contains(input.dataset) && input.columns.allSatisfy { present.contains("\(input.dataset).\($0)") }
        }
        let parts = figures.keys.filter { $0.scope == .organization && $0.breakdown != .none }
        let uneven = uneven(figures.values)
        var rows: [ReleaseRow] = []
        for measure in sheet.measures {
            for statistic in measure.statistics where sheet.use(of: statistic, in: measure) != .custodian {
                rows +=
                    isServed && measure.lacking(present.contains).isEmpty
                        && statistic.needs.allSatisfy(present.contains)
                    ? self.rows(measure, statistic, figures, parts: parts, uneven: uneven)
                    : [empty(measure, .organization, .none, statistic, state: .noData)]
            }
        }
        return rows.inOrderOfCells
    }

    /// Sensitive breakdowns, each as a cell without the part's name, of which some part has too few people inside or outside.
    private func uneven(_ figures: some Sequence<Figure>) -> Set<Cell> {
        guard !sheet.sensitiveBreakdowns.isEmpty else { return [] }
        return Set(
            figures.lazy.filter { figure in
                let least = least(of: figure.cell)
                return sheet.sensitiveBreakdowns.contains(figure.cell.breakdown.name)
                    && (figure.contributors.people < least
                        || !Exposure.isEnough(figure.exposure.outside.whole.fewest, least))
            }.map { figure in
                let cell = figure.cell
                return Cell(
                    measure: cell.measure, scope: cell.scope, breakdown: Breakdown(cell.breakdown.name, ""),
                    statistic: cell.statistic)
            })
    }

    private func rows(
        _ measure: Sheet.Measure, _ statistic: Sheet.Statistic, _ figures: [Cell: Figure], parts: [Cell],
        uneven: Set<Cell>
    ) -> [ReleaseRow] {
        func cell(_ scope: Scope, _ breakdown: Breakdown) -> Cell {
            Cell(measure: measure.id, scope: scope, breakdown: breakdown, statistic: statistic.id)
        }
        let least = least(of: statistic)
        func showing(_ cell: Cell) -> Showing {
            figures[cell].map { Showing(on: $0, of: statistic, least: least) } ?? .hidden
        }
        func isShown(_ cell: Cell) -> Bool { !showing(cell).isHidden }
        func shownParts(in scope: Scope, of parts: [Breakdown]) -> [Breakdown] {
            let names = Set(parts.map(\.name)).filter { !uneven.contains(cell(scope, Breakdown($0, ""))) }
            return parts.filter { names.contains($0.name) }
        }

        let shownOfOrganization = shownParts(
            in: .organization,
            of: parts.filter { $0.measure == measure.id && $0.statistic == statistic.id && isShown($0) }
                .map(\.breakdown).sorted())
        return ([Scope.organization] + scopes).flatMap { scope -> [ReleaseRow] in
            let isOpen = !measure.hasWhole(of: statistic) || isShown(cell(scope, .none))
            let wholes =
                measure.hasWhole(of: statistic) && publishes(statistic, of: measure, in: scope.kind, isPart: false)
                ? [Breakdown.none] : []
            let parts =
                isOpen && publishes(statistic, of: measure, in: scope.kind, isPart: true)
                ? shownParts(in: scope, of: shownOfOrganization) : []
            return (wholes + parts).map { breakdown in
                let figure = figures[cell(scope, breakdown)]
                guard let figure, !showing(figure.cell).isHidden else {
                    return empty(
                        measure, scope, breakdown, statistic, state: .suppressed, digest: figure?.contributors.digest)
                }
                return shown(figure, statistic, showing(figure.cell), least: least)
            }
        }
    }

    /// Fewest people behind a cell that is shown.
    func least(of cell: Cell) -> Int {
        sheet.statistic(of: cell).map(least) ?? minimum
    }

    private func least(of statistic: Sheet.Statistic) -> Int { max(minimum, statistic.leastPeople) }

    private func shown(_ figure: Figure, _ statistic: Sheet.Statistic, _ showing: Showing, least: Int) -> ReleaseRow {
        var published = Grid.published(figure, of: statistic, leastPeople: least)
        var state = PublishedFigure.State.released
        if case .coded(let coded) = showing {
            published.estimate = .none
            state = coded
        }
        return ReleaseRow(
            figure: PublishedFigure(
                organization: organization, kpi: sheet.id, version: sheet.version, cell: figure.cell, period: period,
                periodEnd: periodEnd, unit: figure.unit, estimate: published.estimate, n: published.n,
                censored: published.censored, coverage: published.coverage, state: state),
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
