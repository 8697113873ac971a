import Domain
import KPIs
import Postgres
import Warehouse

/// The custodian's ad-hoc figures: any window, nothing hidden, nothing stored but the fact that somebody asked.
public struct Analysis: Sendable {
    /// The figures of one KPI, and where there are none, why.
    public struct Result: Sendable {
        public let sheet: Sheet
        public let figures: [Figure]
        public let absence: Absence?
    }

    public enum Absence: Sendable, Equatable {
        /// What the KPI needs and the organization lacks: `dataset` or `dataset.column`.
        case data([String])
        /// There are figures, but of parts only.
        case undivided
        /// Nothing in the window, though there is data.
        case records
    }

    private let warehouse: Warehouse

    public init(warehouse: Warehouse) { self.warehouse = warehouse }

    /// Figures of each KPI over `[from, to)`, undivided and for the whole organization unless `divisions` names
    /// scopes (`department`, `team`) or breakdowns (`kind`, …) to add.
    public func figures(
        of kpis: [any KPI.Type], for organization: Organization, window: Window, divisions: Set<String>, now: Instant
    ) async throws -> [Result] {
        let (facts, settings) = try await warehouse.transaction(as: .custodian, isolation: .repeatableRead) {
            connection in
            let ids = kpis.map { $0.sheet.id }.joined(separator: ",")
            try await Warehouse.audit(
                "analyze", "\(ids) from \(window.from) to \(window.to) by \(divisions.sorted().joined(separator: ","))",
                organization.id, now, on: connection)
            let settings = try await Warehouse.settings(of: organization.id, on: connection)
                .settings(on: window.zone.date(at: window.from))
            let needs = FactNeeds(
                kpis.map { (sheet: $0.sheet, window: window) },
                present: try await FactsReader.present(organization.id, on: connection))
            return (try await FactsReader.read(organization.id, needs, on: connection).facts, settings)
        }
        let view = PeriodView(facts: facts, window: window, settings: settings, isAdHoc: true)
        return kpis.map { kpi in
            let all = kpi.figures(in: view)
            let figures = all.filter { figure in
                let scope = figure.cell.scope.kind
                let breakdown = figure.cell.breakdown
                return (scope == .organization || divisions.contains(scope.rawValue))
                    && (breakdown == .none || divisions.contains(breakdown.name))
            }
            let lacking = kpi.sheet.lacking(facts.present.contains)
            let absence: Absence? =
                figures.isEmpty ? !lacking.isEmpty ? .data(lacking) : all.isEmpty ? .records : .undivided : nil
            return Result(sheet: kpi.sheet, figures: figures, absence: absence)
        }
    }
}
