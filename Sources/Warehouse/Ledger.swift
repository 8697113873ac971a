import Crypto
import Domain
import Foundation
import Postgres

/// What was last computed of a KPI in a period.
package struct ComputedState: Hashable, Sendable {
    package let version: Int
    /// Empty where the figures count as never computed.
    package let settingsHash: [UInt8]

    package init(version: Int, settingsHash: [UInt8]) {
        self.version = version
        self.settingsHash = settingsHash
    }

    /// What a KPI is computed with.
    package init(_ sheet: Sheet, _ settings: Settings) {
        self.init(version: sheet.version, settingsHash: Ledger.hash(of: settings, for: sheet))
    }

    package var isLapsed: Bool { settingsHash.isEmpty }
}

/// A KPI in a period.
package struct KPIPeriod: Hashable, Sendable {
    package let kpi: String
    package let period: Period

    package init(kpi: String, period: Period) {
        self.kpi = kpi
        self.period = period
    }
}

/// The ledger: every value that a cell ever took, and with what it was computed.
package enum Ledger {
    /// Of the settings that shape a KPI's figures.
    package static func hash(of settings: Settings, for sheet: Sheet) -> [UInt8] {
        Array(SHA256.hash(data: Data(settings.shaping(sheet).utf8)))
    }

    /// Years of an organization that have facts, and every later one up to `year` or the last that was computed.
    package static func units(of organization: Int64, upTo year: Int, on connection: Connection) async throws -> [Int] {
        let computed = try await connection.queryOne(
            "SELECT max(period_from) FROM mutuality.computed WHERE organization_id = \(organization)"
        ) { try $0.only(PostgresDate?.self)?.localDate }
        let last = max(year, computed?.year ?? year)
        guard let first = try await Marks.firstUnit(of: organization, on: connection), first <= last else { return [] }
        return Array(first...last)
    }

    /// What was computed, of the periods of one year or of all; by the year that they belong to.
    package static func computed(
        of organization: Int64, year: Int? = nil, on connection: Connection
    ) async throws -> [Int: [KPIPeriod: ComputedState]] {
        // An ISO week can begin in the last days of the year before.
        let ofYear: Query =
            year.map { year in
                let from = LocalDate(firstOfMonth: 1, year: year).advanced(byDays: -7)
                let to = LocalDate(firstOfMonth: 1, year: year + 1)
                return "AND period_from >= \(from.postgresDate) AND period_from < \(to.postgresDate)"
            } ?? ""
        let rows = try await connection.query(
            """
            SELECT kpi, period, period_from, version, settings_sha256 FROM mutuality.computed
            WHERE organization_id = \(organization) \(ofYear)
            """
        ) { row in
            let kind = try CellColumns.required(PeriodKind(rawValue: row.decode("period", as: String.self)), "period")
            let from = try row.decode("period_from", as: PostgresDate.self).localDate
            return (
                KPIPeriod(kpi: try row.decode("kpi", as: String.self), period: Period(kind, containing: from)),
                ComputedState(
                    version: Int(try row.decode("version", as: Int32.self)),
                    settingsHash: try row.decode("settings_sha256", as: [UInt8].self))
            )
        }
        return Dictionary(grouping: rows) { $0.0.period.year }.mapValues { Dictionary(uniqueKeysWithValues: $0) }
    }

    /// What a KPI in a period was last computed with, and when.
    package static func lastComputed(
        _ target: KPIPeriod, of organization: Int64, on connection: Connection
    ) async throws -> (state: ComputedState, knownAt: Instant)? {
        try await connection.queryFirst(
            """
            SELECT known_at, version, settings_sha256
            FROM mutuality.computed JOIN mutuality.computation USING (organization_id, computation_id)
            WHERE organization_id = \(organization) AND kpi = \(target.kpi)
                AND period = \(target.period.kind.rawValue) AND period_from = \(target.period.from.postgresDate)
            """
        ) { row in
            (
                state: ComputedState(
                    version: Int(try row.decode("version", as: Int32.self)),
                    settingsHash: try row.decode("settings_sha256")),
                knownAt: try row.decode("known_at", as: PostgresTimestamp.self).instant
            )
        }
    }

    package static func open(
        _ organization: Int64, year: Int, knownAt: Instant, on connection: Connection
    ) async throws -> Int64 {
        // Its pages compress three times as fast, where the server was built with it.
        _ = try await connection.query(
            """
            SELECT set_config(name, 'lz4', true) FROM pg_settings
            WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)
            """
        ) { _ in true }
        return try await connection.query(
            """
            INSERT INTO mutuality.computation (organization_id, year, known_at)
            VALUES (\(organization), \(Int32(year)), \(knownAt.timestamp)) RETURNING computation_id
            """
        ) { try $0.only(Int64.self) }[0]
    }

    /// Writes down why a computation took place.
    package static func store(
        causes marks: [Mark], of computation: Int64, organization: Int64, on connection: Connection
    ) async throws {
        _ = try await connection.execute(
            """
            INSERT INTO mutuality.computation_cause
                (organization_id, computation_id, mark_id, cause, dataset, months, batch_id)
            SELECT \(organization), \(computation), mark_id, CASE dataset WHEN \(Marks.everyDataset) THEN 'full' ELSE 'load' END,
                dataset, months, batch_id
            FROM unnest(
                \(marks.map(\.id)), \(marks.map(\.dataset)), \(marks.map(\.months)), \(marks.map(\.batch))
            ) AS mark (mark_id, dataset, months, batch_id)
            """)
    }

    /// Whatever the figures were computed with, they have to be computed anew when they may be, and what is released of
    /// them has to be looked at again.
    package static func lapse(
        _ target: KPIPeriod, of organization: Int64, on connection: Connection
    ) async throws {
        _ = try await connection.execute(
            """
            UPDATE mutuality.computed SET settings_sha256 = '', released_computation_id = NULL
            WHERE organization_id = \(organization) AND kpi = \(target.kpi)
                AND period = \(target.period.kind.rawValue) AND period_from = \(target.period.from.postgresDate)
            """)
    }

    /// Departments and teams that the organization is known to have in a period, with figures or without.
    package static func scopes(
        of organization: Int64, in period: Period, on connection: Connection
    ) async throws -> [Scope] {
        let (from, to) = (period.from.postgresDate, period.to.postgresDate)
        return try await connection.query(
            """
            SELECT 'team' AS kind, team_id AS id FROM \(table: Datasets.teams)
            WHERE organization_id = \(organization) AND valid_from < \(to) AND coalesce(valid_to > \(from), true)
            UNION
            SELECT 'department', department_id FROM \(table: Datasets.teams)
            WHERE organization_id = \(organization) AND valid_from < \(to) AND coalesce(valid_to > \(from), true)
            UNION
            SELECT kind, id FROM \(table: Datasets.people)
            CROSS JOIN LATERAL (VALUES ('team', team_id), ('department', department_id)) AS belongs (kind, id)
            WHERE organization_id = \(organization) AND valid_from < \(to)
                AND coalesce(least(valid_to, left_on) > \(from), true)
            UNION
            SELECT kind, id FROM mutuality.ledger_page
            CROSS JOIN LATERAL (
                SELECT 'team', unnest(teams) UNION ALL SELECT 'department', unnest(departments)
            ) AS has (kind, id)
            WHERE organization_id = \(organization) AND period_from < \(to) AND period_to > \(from)
            """
        ) { row -> Scope? in
            guard let id = try row.decode("id", as: String?.self) else { return nil }
            return Scope(
                try CellColumns.required(ScopeKind(rawValue: row.decode("kind", as: String.self)), "scope"), id)
        }.compactMap { $0 }.sorted()
    }
}
