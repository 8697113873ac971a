import ArgumentParser
import Domain
import KPIs
import Report
import Warehouse

/// Of which period and whose figures an overview is.
struct OverviewArguments: ParsableArguments {
    @Option(
        help: "2026-Q3 is a quarter, 2026-10 a month, 2026 a year (default: the newest quarter, else year, else month)."
    )
    var period: String?

    @Option(help: "organization, department=ID or team=ID (default: all of them).")
    var scope: String?

    /// `kpis`: ids; all if it is empty.
    func overview(
        of figures: [PublishedFigure], organization: String, kpis: [String] = []
    ) throws -> Overview {
        let period = try period.map { try Period(argument: $0) }
        if let period, period.kind == .week {
            throw CommandError(
                .usage, "a week has no overview", mend: "ask for a month, a quarter or a year, such as 2026-Q3")
        }
        let overview = Overview(
            of: figures, sheets: Catalog.all.map { $0.sheet }, period: period, kpis: try known(kpis),
            scope: try scope.map { try Scope(argument: $0) })
        guard let overview else {
            throw CommandError(
                .noInput, "\"\(organization)\" has no released figures",
                mend: "load records with \"mutuality ingest\", then run \"mutuality compute\"")
        }
        guard !overview.rows.isEmpty || !overview.parts.isEmpty else {
            let newest = Overview.newest(of: figures).map { "; the newest period is \($0.name)" } ?? ""
            throw CommandError(
                .noInput, "no released figure matches",
                mend: "ask for another period, scope or KPI\(newest)")
        }
        return overview
    }

    private func known(_ kpis: [String]) throws -> Set<String> {
        for kpi in kpis where Catalog.named(kpi) == nil {
            throw ExplainArguments.unknown("KPI", kpi, among: Catalog.all.map { $0.sheet.id })
        }
        return Set(kpis)
    }
}
