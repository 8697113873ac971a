import Crypto
import Domain
import Foundation
import Postgres

/// What was last computed of a KPI in a period.
package struct ComputedState: Sendable {
    package let version: Int
    /// Empty where the figures count as never computed.
    package let settingsHash: [UInt8]

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

/// Marks of a unit as one computation read them.
package struct ReadMarks: Sendable {
    package let ids: [Int64]
    /// Months by dataset, bit 0 for January.
    package let months: [String: Int32]
}

/// The ledger: every value that a cell ever took, and with what it was computed.
package enum Ledger {
    package static func hash(of settings: Settings) -> [UInt8] {
        Array(SHA256.hash(data: Data(settings.figureSettings.utf8)))
    }

    /// Years of an organization that have facts, and every later one up to `year` or the last that was computed.
    package static func units(of organization: Int64, upTo year: Int, on connection: Connection) async throws -> [Int] {
        let years = try await connection.query(
            """
            SELECT
                (SELECT min(year) FROM mutuality.unit WHERE organization_id = \(organization)),
                (SELECT max(period_from) FROM mutuality.computed WHERE organization_id = \(organization))
            """
        ) { (try $0.decode(Int32?.self, at: 0).map(Int.init), try $0.decode(PostgresDate?.self, at: 1)?.localDate) }[0]
        let last = max(year, years.1?.year ?? year)
        guard let first = years.0, first <= last else { return [] }
        return Array(first...last)
    }

    package static func marks(
        of organization: Int64, year: Int, on connection: Connection
    ) async throws -> ReadMarks {
        let rows = try await connection.query(
            """
            SELECT mark_id, dataset, months FROM mutuality.mark
            WHERE organization_id = \(organization) AND year = \(Int32(year))
            """
        ) { row in
            (
                try row.decode(Int64.self, at: 0), try row.decode(String.self, at: 1),
                try row.decode(Int32.self, at: 2)
            )
        }
        return ReadMarks(
            ids: rows.map(\.0), months: Dictionary(rows.map { ($0.1, $0.2) }, uniquingKeysWith: { $0 | $1 }))
    }

    package static func delete(_ marks: ReadMarks, of organization: Int64, on connection: Connection) async throws {
        guard !marks.ids.isEmpty else { return }
        _ = try await connection.execute(
            "DELETE FROM mutuality.mark WHERE organization_id = \(organization) AND mark_id = ANY (\(marks.ids))")
    }

    package static func computed(
        of organization: Int64, year: Int, on connection: Connection
    ) async throws -> [KPIPeriod: ComputedState] {
        let from = LocalDate(firstOfMonth: 1, year: year)
        let to = LocalDate(firstOfMonth: 1, year: year + 1)
        let rows = try await connection.query(
            """
            SELECT kpi, period, period_from, version, settings_sha256 FROM mutuality.computed
            WHERE organization_id = \(organization) AND period_from >= \(from.postgresDate)
                AND period_from < \(to.postgresDate)
            """
        ) { row in
            let kind = try CellColumns.required(PeriodKind(rawValue: row.decode(String.self, at: 1)), "period")
            let from = try row.decode(PostgresDate.self, at: 2).localDate
            return (
                KPIPeriod(kpi: try row.decode(String.self, at: 0), period: Period(kind, containing: from)),
                ComputedState(
                    version: Int(try row.decode(Int32.self, at: 3)), settingsHash: try row.decode([UInt8].self, at: 4))
            )
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    package static func open(
        _ organization: Int64, year: Int, knownAt: Instant, on connection: Connection
    ) async throws -> Int64 {
        try await connection.query(
            """
            INSERT INTO mutuality.computation (organization_id, year, known_at)
            VALUES (\(organization), \(Int32(year)), \(knownAt.timestamp)) RETURNING computation_id
            """
        ) { try $0.decode(Int64.self, at: 0) }[0]
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

    /// Writes the figures of a KPI in a period: those that differ from what the ledger last held, and an entry with
    /// n = 0 for each cell that is gone. Returns how many entries it wrote.
    @discardableResult
    package static func store(
        _ figures: [Figure], of target: KPIPeriod, version: Int, settings: Settings, organization: Int64,
        computation: Int64, knownAt: Instant, on connection: Connection
    ) async throws -> Int {
        var former = try await latest(of: target, organization: organization, on: connection)
        let settingsHash = hash(of: settings)
        let isRedefined = try await isRedefined(
            target, version: version, settingsHash: settingsHash, organization: organization, on: connection)
        var changed: [Figure] = []
        for figure in figures where former.removeValue(forKey: figure.cell) != figure || isRedefined {
            changed.append(figure)
        }
        for (_, gone) in former.sorted(by: { $0.key < $1.key }) where gone.n > 0 || gone.estimate.value != nil {
            var empty = gone
            empty.estimate = .none
            empty.n = 0
            empty.censored = nil
            empty.coverage = nil
            empty.contributors = .nobody
            changed.append(empty)
        }
        try await write(
            changed, of: target, version: version, settingsHash: settingsHash, organization: organization,
            computation: computation, knownAt: knownAt, on: connection)
        _ = try await connection.execute(
            """
            INSERT INTO mutuality.computed
                (organization_id, kpi, period, period_from, version, settings_sha256, computation_id)
            VALUES (
                \(organization), \(target.kpi), \(target.period.kind.rawValue), \(target.period.from.postgresDate),
                \(Int32(version)), \(settingsHash), \(computation)
            )
            ON CONFLICT (organization_id, kpi, period, period_from) DO UPDATE SET
                version = excluded.version, settings_sha256 = excluded.settings_sha256,
                computation_id = excluded.computation_id
            """)
        return changed.count
    }

    /// Whether the last computation used another definition or other settings: then every entry is written anew, so
    /// that it names those it was computed with.
    private static func isRedefined(
        _ target: KPIPeriod, version: Int, settingsHash: [UInt8], organization: Int64, on connection: Connection
    ) async throws -> Bool {
        try await connection.query(
            """
            SELECT version <> \(Int32(version)) OR settings_sha256 <> \(settingsHash) FROM mutuality.computed
            WHERE organization_id = \(organization) AND kpi = \(target.kpi)
                AND period = \(target.period.kind.rawValue) AND period_from = \(target.period.from.postgresDate)
            """
        ) { try $0.decode(Bool.self, at: 0) }.first ?? false
    }

    private static func write(
        _ figures: [Figure], of target: KPIPeriod, version: Int, settingsHash: [UInt8], organization: Int64,
        computation: Int64, knownAt: Instant, on connection: Connection
    ) async throws {
        guard !figures.isEmpty else { return }
        _ = try await connection.copyIn(
            """
            COPY mutuality.ledger (
                organization_id, kpi, period, period_from, measure, scope, scope_id, breakdown, breakdown_value,
                statistic, computation_id, version, period_to, unit, value, lower_limit, upper_limit, n, censored,
                coverage, people, digest, settings_sha256, known_at
            ) FROM STDIN (FORMAT binary)
            """
        ) { writer in
            for figure in figures {
                try writer.row(columns: 24) { fields in
                    fields.append(organization)
                    fields.appendText(target.kpi)
                    fields.appendText(target.period.kind.rawValue)
                    fields.appendDate(daysSince1970: target.period.from.daysSinceEpoch)
                    CellColumns.append(figure.cell, to: &fields)
                    fields.append(computation)
                    fields.append(Int32(version))
                    fields.appendDate(daysSince1970: target.period.to.daysSinceEpoch)
                    fields.appendText(figure.unit.rawValue)
                    fields.append(figure.estimate.value)
                    fields.append(figure.estimate.lower)
                    fields.append(figure.estimate.upper)
                    fields.append(Int64(figure.n))
                    fields.append(figure.censored.map(Int64.init))
                    fields.append(figure.coverage)
                    fields.append(Int64(figure.contributors.people))
                    fields.appendBytes(figure.contributors.digest.bytes)
                    fields.appendBytes(settingsHash)
                    fields.appendTimestamp(microsecondsSince1970: knownAt.microseconds)
                }
            }
        }
    }

    /// The figures of a KPI in a period as last computed, those that are gone (n = 0, no value) included.
    package static func latest(
        of target: KPIPeriod, organization: Int64, on connection: Connection
    ) async throws -> [Cell: Figure] {
        try await connection.copyOut(
            """
            COPY (
                SELECT DISTINCT ON (measure, scope, scope_id, breakdown, breakdown_value, statistic)
                    measure, scope, scope_id, breakdown, breakdown_value, statistic, unit, value, lower_limit,
                    upper_limit, n, censored, coverage, people, digest
                FROM mutuality.ledger
                WHERE organization_id = \(organization) AND kpi = \(target.kpi)
                    AND period = \(target.period.kind.rawValue)
                    AND period_from = \(target.period.from.postgresDate)
                ORDER BY measure, scope, scope_id, breakdown, breakdown_value, statistic, computation_id DESC
            ) TO STDOUT (FORMAT binary)
            """, into: [Cell: Figure]()
        ) { figures, row in
            let cell = try CellColumns.cell(&row)
            let unit = try CellColumns.required(row.nextText().flatMap(FigureUnit.init(rawValue:)), "unit")
            let value = try row.nextDouble()
            let lower = try row.nextDouble()
            let upper = try row.nextDouble()
            let n = Int(try row.nextInt64() ?? 0)
            let censored = try row.nextInt64().map(Int.init)
            let coverage = try row.nextDouble()
            let people = Int(try row.nextInt64() ?? 0)
            let digest = try row.withNextBytes { $0.flatMap { Contributors.Digest(bytes: $0) } }
            figures[cell] = Figure(
                cell: cell, unit: unit, estimate: Estimate(value, lower: lower, upper: upper), n: n,
                censored: censored, coverage: coverage,
                contributors: Contributors(people: people, digest: try CellColumns.required(digest, "digest")))
        }
    }

    /// Departments and teams that the organization is known to have in a period, with figures or without.
    package static func scopes(
        of organization: Int64, in period: Period, on connection: Connection
    ) async throws -> [Scope] {
        let (from, to) = (period.from.postgresDate, period.to.postgresDate)
        return try await connection.query(
            """
            SELECT 'team', team_id FROM mutuality.team
            WHERE organization_id = \(organization) AND valid_from < \(to) AND coalesce(valid_to > \(from), true)
            UNION
            SELECT 'department', department_id FROM mutuality.team
            WHERE organization_id = \(organization) AND valid_from < \(to) AND coalesce(valid_to > \(from), true)
            UNION
            SELECT kind, id FROM mutuality.person_spell
            CROSS JOIN LATERAL (VALUES ('team', team_id), ('department', department_id)) AS belongs (kind, id)
            WHERE organization_id = \(organization) AND valid_from < \(to)
                AND coalesce(least(valid_to, left_on) > \(from), true)
            UNION
            SELECT DISTINCT scope, scope_id FROM mutuality.ledger
            WHERE organization_id = \(organization) AND scope <> 'organization'
                AND period_from < \(to) AND period_to > \(from)
            """
        ) { row -> Scope? in
            guard let id = try row.decode(String?.self, at: 1) else { return nil }
            return Scope(try CellColumns.required(ScopeKind(rawValue: row.decode(String.self, at: 0)), "scope"), id)
        }.compactMap { $0 }.sorted()
    }
}
