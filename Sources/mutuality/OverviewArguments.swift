import ArgumentParser
import Domain
import Export
import KPIs
import Report
import Warehouse

/// Of which period and whose figures an overview is.
struct OverviewArguments: ParsableArguments {
    @Option(
        help: """
            2026-Q3 is a quarter, 2026-10 a month, 2026 a year; quarter, month or year alone the newest that there is \
            (default: the newest quarter, else year, else month, that the figures asked for have).
            """)
    var period: String?

    @Option(help: "One of them: organization, department=ID or team=ID (default: all of them).")
    var scope: String?

    /// `kpis`: ids; all if it is empty.
    func overview(
        of figures: [PublishedFigure], organization: String, kpis: [String] = [], _ context: ExportContext
    ) throws -> Overview {
        let ofKPIs = kpis.isEmpty ? figures : figures.filter { kpis.contains($0.kpi) }
        let period = try period.map { try Self.period($0, among: figures) } ?? Overview.newest(of: ofKPIs)
        let overview = Overview(
            of: figures, sheets: context.sheets, period: period, kpis: try known(kpis),
            scope: try scope.map { try Scope(argument: $0) }, targets: context.targets, names: context.names)
        guard let overview else {
            throw CommandError.nothingReleased(of: organization)
        }
        guard !overview.rows.isEmpty || !overview.parts.isEmpty else {
            throw try lack(of: overview, kpis, among: figures)
        }
        return overview
    }

    /// A name, or a length of which the newest is meant.
    private static func period(_ argument: String, among figures: [PublishedFigure]) throws -> Period {
        let kind = PeriodKind(rawValue: argument)
        let named = try kind == nil ? Period(argument: argument) : nil
        guard let asked = kind ?? named?.kind, asked != .week else {
            throw CommandError(
                .usage, "a week has no overview", mend: "ask for a month, a quarter or a year, such as 2026-Q3")
        }
        guard let period = named ?? Overview.newest(asked, of: figures) else {
            throw CommandError(.noInput, "no \(asked.rawValue) is released yet", mend: "leave out --period")
        }
        return period
    }

    /// Which part of what was asked has nothing.
    private func lack(of overview: Overview, _ kpis: [String], among figures: [PublishedFigure]) throws -> CommandError
    {
        if let scope = overview.scope {
            let teams = overview.names.teams(called: scope.id, in: overview.organization)
            if scope.kind == .team, !teams.isEmpty, !figures.contains(where: { $0.cell.scope == scope }) {
                throw CommandError(
                    .usage, "\"\(scope.id)\" is what a team is called, and not its id",
                    mend: "write \(teams.map { "team=\($0)" }.joined(separator: " or "))")
            }
            try ExplainArguments.check(scope, among: Array(Set(figures.map(\.cell.scope))))
        }
        let periods = Set(figures.map(\.period))
        if !periods.contains(where: { $0.from >= overview.period.from && $0.to <= overview.period.to }) {
            let newest = PeriodKind.ofMonths.compactMap { kind in periods.filter { $0.kind == kind }.max()?.name }
            return CommandError(
                .noInput, "nothing is released of \(overview.period.name)",
                mend: "the newest periods are \(newest.joined(separator: ", "))")
        }
        let ofKPIs = Set(figures.filter { kpis.isEmpty || kpis.contains($0.kpi) }.map(\.period.kind))
        guard ofKPIs.contains(overview.period.kind) else {
            let kinds = PeriodKind.ofMonths.filter(ofKPIs.contains).map(\.rawValue)
            return CommandError(
                .noInput, "\(kpis.joined(separator: ", ")): no figure is of a \(overview.period.kind.rawValue)",
                mend: kinds.first.map { kind in
                    "ask for a \(kinds.joined(separator: " or a ")): --period \(kind) is the newest"
                } ?? "ask for another KPI; nothing of it is released")
        }
        return CommandError(
            .noInput, "no released figure is of \(overview.period.name) and of what else was asked for",
            mend: "leave out --scope or --period, or ask for another KPI")
    }

    private func known(_ kpis: [String]) throws -> Set<String> {
        for kpi in kpis where Catalog.named(kpi) == nil {
            throw ExplainArguments.unknown("KPI", kpi, among: Catalog.all.map { $0.sheet.id })
        }
        return Set(kpis)
    }
}
