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
        /// Measures that have no figure, by what they need and the organization lacks.
        public let lackingMeasures: [(measure: String, lacking: [String])]
        /// Items that may be meant to be those that the KPI reads, where it found none.
        public let misspelt: [SurveyItemMisspelt]
    }

    public enum Absence: Sendable, Equatable {
        /// What the KPI needs and the organization lacks: `dataset` or `dataset.column`.
        case data([String])
        /// There are figures, but of parts only.
        case undivided
        /// Nothing in the window, though there is data.
        case records
    }

    private let warehouse: Database

    public init(warehouse: Database) { self.warehouse = warehouse }

    /// Figures of each KPI over `[from, to)`, undivided and for the whole organization unless `divisions` names
    /// scopes (`department`, `team`) or breakdowns (`kind`, …) to add.
    public func figures(
        of kpis: [any KPI.Type], for organization: Organization, window: Window, divisions: Set<String>, now: Instant
    ) async throws -> [Result] {
        let items = kpis.flatMap { $0.sheet.items }
        let (facts, settings, misspelt) = try await warehouse.transaction(as: .custodian, isolation: .repeatableRead) {
            connection -> (Facts, Settings, [SurveyItemMisspelt]) in
            let ids = kpis.map { $0.sheet.id }.joined(separator: ",")
            try await Database.audit(
                "analyze", "\(ids) from \(window.from) to \(window.to) by \(divisions.sorted().joined(separator: ","))",
                organization.id, now, on: connection)
            let settings = try await Database.settings(of: organization.id, on: connection)
                .settings(on: window.zone.date(at: window.from))
            let present = try await FactsReader.present(organization.id, on: connection).columns(under: settings)
            let needs = FactNeeds(kpis.map { (sheet: $0.sheet, window: window) }, present: present)
            return (
                try await FactsReader.read(organization.id, needs, on: connection).facts, settings,
                try await SurveyItemsInData.like(items, of: organization.id, on: connection)
            )
        }
        let view = PeriodView(facts: facts, window: window, settings: settings, isAdHoc: true)
        return kpis.map { kpi in
            let computed = kpi.figures(in: view)
            let hasFigures = !computed.isEmpty
            let figures = computed.filter { figure in
                let scope = figure.cell.scope.kind
                let breakdown = figure.cell.breakdown
                return (scope == .organization || divisions.contains(scope.rawValue))
                    && (breakdown == .none || divisions.contains(breakdown.name))
            }
            let has = facts.present.contains
            let lacking = kpi.sheet.lacking(has)
            let measures = kpi.sheet.measures.map { (measure: $0.id, lacking: $0.lacking(has)) }
                .filter { !$0.lacking.isEmpty }
            // Of a KPI that lacks what every measure needs that is what there is to say.
            let isLackedByAll = measures.count == kpi.sheet.measures.count
            let all = isLackedByAll ? lacking + measures.flatMap(\.lacking) : lacking
            let absence: Absence? =
                figures.isEmpty
                ? !all.isEmpty ? .data(all.withoutRepeats) : hasFigures ? .undivided : .records : nil
            return Result(
                sheet: kpi.sheet, figures: figures, absence: absence,
                lackingMeasures: lacking.isEmpty && !isLackedByAll ? measures : [],
                misspelt: figures.isEmpty ? misspelt.filter { kpi.sheet.items.contains($0.meant) } : [])
        }
    }
}
