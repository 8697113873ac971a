import Domain
import TestSupport
import TestValues
import Warehouse

@testable import Disclosure

extension MigratedDatabase {
    func organization() async throws -> Organization {
        let organization = try await warehouse.organization(creating: "acme", now: at("2026-01-01"))
        for (name, value) in widely {
            try await run(
                """
                INSERT INTO mutuality.setting (organization_id, name, valid_from, value, set_at)
                VALUES (\(organization.id), '\(name)', '-infinity', '\(value)', '2026-01-01') ON CONFLICT DO NOTHING
                """)
        }
        return organization
    }

    /// Enters figures into the ledger as a computation does.
    func enter(
        _ figures: [Figure], version: Int = 1, period: Period = january, now: String = "2026-02-01"
    ) async throws {
        try await enter(figures, of: sheet(version: version), period: period, now: now)
    }

    /// The same of another KPI, whose columns are then there.
    func enter(_ figures: [Figure], of sheet: Sheet, period: Period, now: String) async throws {
        let organization = try await organization()
        let needed = sheet.inputs.flatMap { input in input.columns.map { "\(input.dataset).\($0)" } }
        for path in (needed + sheet.measures.flatMap(\.needs)).withoutRepeats {
            try await run(
                """
                INSERT INTO mutuality.presence (organization_id, dataset, column_name, since_instant, is_blank)
                VALUES (
                    \(organization.id), '\(Requirement.dataset(of: path))', '\(Requirement.part(of: path) ?? "")',
                    '2026-01-01', false
                )
                ON CONFLICT DO NOTHING
                """)
        }
        try await warehouse.transaction(as: .compute) { connection in
            let computation = try await Ledger.open(
                organization.id, year: period.year, knownAt: at(now), on: connection)
            let target = KPIPeriod(kpi: sheet.id, period: period)
            let state = ComputedState(sheet, Settings())
            let computed = try await Ledger.computed(of: organization.id, year: period.year, on: connection)
            let entries = try await Ledger.store(
                figures.sorted { $0.cell < $1.cell }, of: target, state, former: computed[period.year]?[target],
                organization: organization.id, computation: computation, knownAt: at(now), on: connection)
            if entries != nil {
                try await Ledger.note(
                    [(target, state)], by: computation, organization: organization.id, on: connection)
            }
        }
    }

    @discardableResult
    func release(
        now: String = "2026-02-04", version: Int = 1, direction: Sheet.Direction = .none
    ) async throws -> Releaser.Outcome {
        try await Releaser(warehouse: warehouse, sheets: [sheet(version: version, direction: direction)]).release(
            organization(), now: at(now))
    }

    func shown() async throws -> [Cell: PublishedFigure] {
        Dictionary(
            uniqueKeysWithValues: try await warehouse.publishedFigures(of: "acme").map { ($0.cell, $0) })
    }
}
