import Domain
import KPIs
import Postgres
import Warehouse

/// The custodian's ad-hoc figures: any window, nothing hidden, nothing stored but the fact that somebody asked.
public struct Analysis: Sendable {
    private let warehouse: Warehouse

    public init(warehouse: Warehouse) { self.warehouse = warehouse }

    /// Figures of each KPI over `[from, to)`, undivided and for the whole organization unless `divisions` names
    /// scopes (`department`, `team`) or breakdowns (`kind`, …) to add.
    public func figures(
        of kpis: [any KPI.Type], for organization: Organization, window: Window, divisions: Set<String>, now: Instant
    ) async throws -> [(sheet: Sheet, figures: [Figure])] {
        let (facts, settings) = try await warehouse.transaction(as: .custodian, isolation: .repeatableRead) {
            connection in
            let ids = kpis.map { $0.sheet.id }.joined(separator: ",")
            try await Warehouse.audit(
                "analyze", "\(ids) from \(window.from) to \(window.to) by \(divisions.sorted().joined(separator: ","))",
                organization.id, now, on: connection)
            let settings = try await Warehouse.settings(of: organization.id, on: connection)
                .settings(on: window.zone.date(at: window.from))
            let from = window.beginning(reach: kpis.map { $0.sheet.reach }.max() ?? 0)
            return (try await FactsReader.read(organization.id, from: from, to: window.to, on: connection), settings)
        }
        let view = PeriodView(facts: facts, window: window, settings: settings, isAdHoc: true)
        return kpis.map { kpi in
            let figures = kpi.figures(in: view).filter { figure in
                let scope = figure.cell.scope.kind
                let breakdown = figure.cell.breakdown
                return (scope == .organization || divisions.contains(scope.rawValue))
                    && (breakdown == .none || divisions.contains(breakdown.name))
            }
            return (kpi.sheet, figures)
        }
    }
}
