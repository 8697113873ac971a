import Domain
import Postgres

/// A row of the release that stands, of a figure that is held against its own past.
package struct JudgedRow: Sendable {
    package let kpi: String
    package let measure: String
    package let statistic: String
    package let scope: Scope
    /// First day of the period.
    package let from: LocalDate
    package let version: Int
    package let state: PublishedFigure.State
    package let estimate: Estimate
    package let n: Int?
    package let coverage: Double?
    package let signal: Signal?
    package let reference: Double?
    package let verdict: Verdict?
    /// The release that first showed the row.
    package let firstRelease: Int64
}

/// What a row is to say from now on.
package struct VerdictChange: Sendable {
    package let row: JudgedRow
    package let reference: Double?
    package let verdict: Verdict?

    package init(of row: JudgedRow, reference: Double?, verdict: Verdict?) {
        self.row = row
        self.reference = reference
        self.verdict = verdict
    }
}

/// Verdicts in the release.
package enum VerdictStore {
    /// Rows that one statement changes: their keys are its parameters.
    private static let mostRows = 10_000
    /// So few are found one by one, by their whole key; for more the table may be read from end to end.
    package static let fewRows = 1000

    /// Of which KPI which measure and statistic.
    package typealias Figures = [(kpi: String, measure: String, statistic: String)]

    /// Streams the rows that stand, of some figures undivided, cell by cell in order of their periods.
    package static func forEachRow<State: Sendable>(
        of figures: Figures, _ kind: PeriodKind, organization: Int64,
        on connection: Connection, into state: State,
        _ body: @Sendable (inout State, JudgedRow) throws -> Void
    ) async throws -> State {
        // OFFSET 0 keeps the planner from reading the whole table: each KPI's rows lie beside each other.
        try await connection.copyOut(
            """
            COPY (
                SELECT judged.kpi, judged.measure, judged.statistic, scope, scope_id, period_from, version, state, value,
                    lower_limit, upper_limit, n, coverage, signal, reference, verdict, first_release
                FROM unnest(
                    \(figures.map(\.kpi)), \(figures.map(\.measure)), \(figures.map(\.statistic))
                ) AS judged (kpi, measure, statistic)
                CROSS JOIN LATERAL (
                    SELECT scope, scope_id, period_from, version, state, value, lower_limit, upper_limit, n, coverage,
                        signal, reference, verdict, first_release
                    FROM mutuality.release
                    WHERE organization_id = \(organization) AND release.kpi = judged.kpi AND period = \(kind.rawValue)
                        AND release.measure = judged.measure AND release.statistic = judged.statistic
                        AND breakdown = '' AND last_release IS NULL
                    OFFSET 0
                ) AS standing
                ORDER BY judged.kpi, scope, scope_id, period_from
            ) TO STDOUT (FORMAT binary)
            """, into: state
        ) { state, row in
            try body(
                &state,
                JudgedRow(
                    kpi: try CellColumns.required(row.nextText(), "kpi"),
                    measure: try CellColumns.required(row.nextText(), "measure"),
                    statistic: try CellColumns.required(row.nextText(), "statistic"),
                    scope: Scope(
                        try CellColumns.required(row.nextText().flatMap(ScopeKind.init(rawValue:)), "scope"),
                        try CellColumns.required(row.nextText(), "scope_id")),
                    from: LocalDate(daysSinceEpoch: try CellColumns.required(row.nextDate(), "period_from")),
                    version: Int(try CellColumns.required(row.nextInt32(), "version")),
                    state: try CellColumns.required(
                        row.nextText().flatMap(PublishedFigure.State.init(rawValue:)), "state"),
                    estimate: Estimate(
                        try row.nextDouble(), lower: try row.nextDouble(), upper: try row.nextDouble()),
                    n: try row.nextInt64().map(Int.init), coverage: try row.nextDouble(),
                    signal: try CellColumns.signal(&row), reference: try row.nextDouble(),
                    verdict: try CellColumns.verdict(&row),
                    firstRelease: try CellColumns.required(row.nextInt64(), "first_release")))
        }
    }

    /// Lets rows that stand say something else: one that this release wrote at once, of others copies take the place.
    package static func replace(
        _ changes: [VerdictChange], _ kind: PeriodKind, organization: Int64, release: Int64,
        fewRows: Int = Self.fewRows, on connection: Connection
    ) async throws {
        func parts(of changes: [VerdictChange]) -> [ArraySlice<VerdictChange>] {
            let size = changes.count <= fewRows ? 1 : mostRows
            return stride(from: 0, to: changes.count, by: size).map { changes[$0..<min($0 + size, changes.count)] }
        }
        let own = changes.filter { $0.row.firstRelease == release }
        let former = changes.filter { $0.row.firstRelease != release }
        for part in parts(of: own) {
            try await change(
                """
                UPDATE mutuality.release SET reference = \(reference), verdict = \(verdict)
                FROM \(table(part)) WHERE \(isRow(kind, organization)) AND last_release IS NULL
                """, part.count, on: connection)
        }
        for part in parts(of: former) {
            try await change(
                """
                UPDATE mutuality.release SET last_release = \(release - 1)
                FROM \(table(part)) WHERE \(isRow(kind, organization)) AND last_release IS NULL
                """, part.count, on: connection)
            let columns = ReleaseStore.list(
                ReleaseStore.written,
                [
                    "first_release": "\(release)", "reference": reference, "verdict": verdict, "kpi": "release.kpi",
                    "measure": "release.measure", "statistic": "release.statistic", "scope": "release.scope",
                    "scope_id": "release.scope_id", "period_from": "release.period_from",
                ])
            try await change(
                """
                INSERT INTO mutuality.release (\(ReleaseStore.list(ReleaseStore.written)))
                SELECT \(columns)
                FROM mutuality.release JOIN \(table(part)) ON \(isRow(kind, organization))
                WHERE last_release = \(release - 1)
                """, part.count, on: connection)
        }
    }

    /// Takes out of history what was held against values that were taken out of it: who knows the others that a mean is of
    /// could tell them. `months`: how far back a reference looks.
    package static func withdraw(
        _ kind: PeriodKind, reaching months: Int, organization: Int64, on connection: Connection
    ) async throws {
        _ = try await connection.execute(
            """
            UPDATE mutuality.release SET reference = NULL, verdict = NULL
            WHERE organization_id = \(organization) AND period = \(kind.rawValue) AND breakdown = ''
                AND last_release IS NOT NULL AND verdict IS NOT NULL
                AND EXISTS (
                    SELECT FROM mutuality.release AS withdrawn
                    WHERE (
                        withdrawn.organization_id, withdrawn.kpi, withdrawn.period, withdrawn.measure, withdrawn.scope,
                        withdrawn.scope_id, withdrawn.breakdown, withdrawn.statistic
                    ) = (
                        release.organization_id, release.kpi, release.period, release.measure, release.scope,
                        release.scope_id, release.breakdown, release.statistic
                    )
                        AND withdrawn.period_from < release.period_from
                        AND withdrawn.period_from >= release.period_from - make_interval(months => \(Int32(months)))
                        AND withdrawn.last_release IS NOT NULL AND withdrawn.state = 'suppressed'
                )
            """)
    }

    /// The same of figures of surveys, where a response rate was taken out: that one is said of a figure, or not, tells
    /// whether the rate was near those before it.
    package static func withdraw(
        _ kind: PeriodKind, of surveys: [String], answeredAs responses: Figures, reaching months: Int,
        organization: Int64, on connection: Connection
    ) async throws {
        _ = try await connection.execute(
            """
            UPDATE mutuality.release SET reference = NULL, verdict = NULL
            WHERE organization_id = \(organization) AND period = \(kind.rawValue) AND breakdown = ''
                AND kpi = ANY (\(surveys)) AND last_release IS NOT NULL AND verdict IS NOT NULL
                AND EXISTS (
                    SELECT FROM mutuality.release AS withdrawn
                    JOIN unnest(
                        \(responses.map(\.kpi)), \(responses.map(\.measure)), \(responses.map(\.statistic))
                    ) AS response (kpi, measure, statistic) USING (kpi, measure, statistic)
                    WHERE (
                        withdrawn.organization_id, withdrawn.period, withdrawn.scope, withdrawn.scope_id,
                        withdrawn.breakdown
                    ) = (
                        release.organization_id, release.period, release.scope, release.scope_id, release.breakdown
                    )
                        AND withdrawn.period_from <= release.period_from
                        AND withdrawn.period_from >= release.period_from - make_interval(months => \(Int32(months)))
                        AND withdrawn.last_release IS NOT NULL AND withdrawn.state = 'suppressed'
                )
            """)
    }

    /// One row is found by its key. For many the planner, which takes what this release wrote for a row or two, would look
    /// through all of it for each.
    private static func change(_ statement: Query, _ rows: Int, on connection: Connection) async throws {
        guard rows > 1 else {
            _ = try await connection.execute(statement)
            return
        }
        try await connection.execute("SET LOCAL enable_nestloop = off")
        _ = try await connection.execute(statement)
        try await connection.execute("RESET enable_nestloop")
    }

    /// An array holds no NULL: these stand for one.
    private static let reference: Query = "nullif(judged.reference, 'NaN')"
    private static let verdict: Query = "nullif(judged.verdict, '')"

    private static func table(_ changes: ArraySlice<VerdictChange>) -> Query {
        """
        unnest(
            \(changes.map(\.row.kpi)), \(changes.map(\.row.measure)), \(changes.map(\.row.statistic)),
            \(changes.map(\.row.scope.kind.rawValue)), \(changes.map(\.row.scope.id)), \(changes.map(\.row.from)),
            \(changes.map { $0.reference ?? .nan }), \(changes.map { $0.verdict?.rawValue ?? "" })
        ) AS judged (kpi, measure, statistic, scope, scope_id, period_from, reference, verdict)
        """
    }

    private static func isRow(_ kind: PeriodKind, _ organization: Int64) -> Query {
        """
        organization_id = \(organization) AND period = \(kind.rawValue) AND breakdown = '' AND breakdown_value = ''
            AND (release.kpi, release.period_from, release.measure, release.scope, release.scope_id, release.statistic)
                = (judged.kpi, judged.period_from, judged.measure, judged.scope, judged.scope_id, judged.statistic)
        """
    }
}
