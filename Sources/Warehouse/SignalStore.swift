import Domain
import Postgres

/// The released values of a KPI's cells for one kind of period, by one version of its definition: what charts are of.
package struct SeriesKey: Sendable, Hashable {
    package let kpi: String
    package let version: Int
    package let kind: PeriodKind

    package init(kpi: String, version: Int, kind: PeriodKind) {
        self.kpi = kpi
        self.version = version
        self.kind = kind
    }
}

/// A released value that stands, with the signal beside it.
package struct StandingPoint: Sendable {
    package let cell: Cell
    /// First day of the period.
    package let from: LocalDate
    package let value: Double
    package let n: Int
    package let signal: Signal?
    /// The release that first showed the row.
    package let firstRelease: Int64
}

/// What a row of the release is to say from now on.
package struct SignalChange: Sendable {
    package let row: StandingPoint
    package let signal: Signal?

    package init(of row: StandingPoint, to signal: Signal?) {
        self.row = row
        self.signal = signal
    }
}

/// The control charts of released series, and the signals in the release.
package enum SignalStore {
    // MARK: Charts

    /// By cell. A cell without a chart has no released value, unless there are no charts at all.
    package static func charts(
        of series: SeriesKey, organization: Int64, on connection: Connection
    ) async throws -> [Cell: ControlChart] {
        try await connection.copyOut(
            """
            COPY (
                SELECT \(ChartPage.columns)
                FROM mutuality.chart_page
                WHERE organization_id = \(organization) AND kpi = \(series.kpi) AND period = \(series.kind.rawValue)
                    AND version = \(Int32(series.version))
            ) TO STDOUT (FORMAT binary)
            """, into: [Cell: ControlChart]()
        ) { charts, row in
            for (cell, chart) in try ChartPage(&row).charts { charts[cell] = chart }
        }
    }

    /// Puts charts in the place of all that the measures had; of a measure without charts none is left.
    package static func store(
        _ charts: [(Cell, ControlChart)], of measures: Set<String>, in series: SeriesKey, organization: Int64,
        on connection: Connection
    ) async throws {
        _ = try await connection.execute(
            """
            DELETE FROM mutuality.chart_page
            WHERE organization_id = \(organization) AND kpi = \(series.kpi) AND period = \(series.kind.rawValue)
                AND (version <> \(Int32(series.version)) OR measure = ANY (\(Array(measures))))
            """)
        let pages = Dictionary(grouping: charts) { $0.0.measure }
        _ = try await connection.copyIn(
            """
            COPY mutuality.chart_page (
                organization_id, kpi, period, version, \(ChartPage.columns)
            ) FROM STDIN (FORMAT binary)
            """
        ) { writer in
            for (measure, charts) in pages {
                try writer.row(columns: 18) { fields in
                    fields.append(organization)
                    fields.appendText(series.kpi)
                    fields.appendText(series.kind.rawValue)
                    fields.append(Int32(series.version))
                    ChartPage(measure, charts).append(to: &fields)
                }
            }
        }
    }

    // MARK: Released values

    /// Whether any value of the series stands.
    package static func hasPoints(
        _ series: SeriesKey, organization: Int64, on connection: Connection
    ) async throws -> Bool {
        try await connection.query(
            """
            SELECT EXISTS (
                SELECT FROM mutuality.release
                WHERE organization_id = \(organization) AND kpi = \(series.kpi) AND period = \(series.kind.rawValue)
                    AND last_release IS NULL AND value IS NOT NULL AND version = \(Int32(series.version))
            )
            """
        ) { try $0.only(Bool.self) }[0]
    }

    /// Streams the values that stand, cell by cell in order of their periods.
    package static func forEachPoint<State: Sendable>(
        of series: SeriesKey, organization: Int64, on connection: Connection, into state: State,
        _ body: @Sendable (inout State, StandingPoint) throws -> Void
    ) async throws -> State {
        try await points(
            from: """
                mutuality.release
                WHERE organization_id = \(organization) AND kpi = \(series.kpi) AND period = \(series.kind.rawValue)
                    AND last_release IS NULL AND value IS NOT NULL AND version = \(Int32(series.version))
                """, on: connection, into: state, body)
    }

    /// The same of some cells, each of which is looked up by the key, however many others there are.
    package static func forEachPoint<State: Sendable>(
        of series: SeriesKey, in cells: Set<Cell>, organization: Int64, on connection: Connection, into state: State,
        _ body: @Sendable (inout State, StandingPoint) throws -> Void
    ) async throws -> State {
        let periods = try await connection.query(
            """
            SELECT DISTINCT period_from FROM mutuality.computed
            WHERE organization_id = \(organization) AND kpi = \(series.kpi) AND period = \(series.kind.rawValue)
            """
        ) { try $0.only(PostgresDate.self) }
        // OFFSET 0 keeps the planner from joining in another order: of new rows it has no statistics.
        return try await points(
            from: """
                \(CellColumns.table(Array(cells))) CROSS JOIN unnest(\(periods)) AS charted (period_from)
                CROSS JOIN LATERAL (
                    SELECT value, n, signal, first_release
                    FROM mutuality.release
                    WHERE organization_id = \(organization) AND kpi = \(series.kpi)
                        AND period = \(series.kind.rawValue) AND release.period_from = charted.period_from
                        AND \(CellColumns.isNamed) AND last_release IS NULL AND value IS NOT NULL
                        AND version = \(Int32(series.version))
                    OFFSET 0
                ) AS standing
                """, on: connection, into: state, body)
    }

    /// `rows`: with the columns of a cell, of its period's beginning, its value, n, signal and first release.
    private static func points<State: Sendable>(
        from rows: Query, on connection: Connection, into state: State,
        _ body: @Sendable (inout State, StandingPoint) throws -> Void
    ) async throws -> State {
        try await connection.copyOut(
            """
            COPY (
                SELECT \(ReleaseStore.list(CellColumns.names)), period_from, value, n, signal,
                    first_release
                FROM \(rows)
                ORDER BY \(ReleaseStore.list(CellColumns.names)), period_from
            ) TO STDOUT (FORMAT binary)
            """, into: state
        ) { state, row in
            let cell = try CellColumns.cell(&row)
            let from = LocalDate(daysSinceEpoch: try CellColumns.required(row.nextDate(), "period_from"))
            let value = try CellColumns.required(row.nextDouble(), "value")
            let n = Int(try CellColumns.required(row.nextInt64(), "n"))
            let signal = try CellColumns.signal(&row)
            try body(
                &state,
                StandingPoint(
                    cell: cell, from: from, value: value, n: n, signal: signal,
                    firstRelease: try CellColumns.required(row.nextInt64(), "first_release")))
        }
    }

    // MARK: Signals

    /// Lets a row that stands say something else: one that this release wrote at once, of another a copy takes the place.
    ///
    /// Row by row, for only some of a hundred are to say something else, and each is found by its whole key.
    package static func replace(
        _ change: SignalChange, of series: SeriesKey, organization: Int64, release: Int64, on connection: Connection
    ) async throws {
        let (cell, signal) = (change.row.cell, change.signal?.rawValue)
        let isRow: Query = """
            organization_id = \(organization) AND kpi = \(series.kpi) AND period = \(series.kind.rawValue)
                AND period_from = \(change.row.from) AND measure = \(cell.measure)
                AND scope = \(cell.scope.kind.rawValue) AND scope_id = \(cell.scope.id)
                AND breakdown = \(cell.breakdown.name) AND breakdown_value = \(cell.breakdown.value)
                AND statistic = \(cell.statistic) AND first_release = \(change.row.firstRelease)
            """
        if change.row.firstRelease == release {
            _ = try await connection.execute("UPDATE mutuality.release SET signal = \(signal) WHERE \(isRow)")
            return
        }
        _ = try await connection.execute(
            "UPDATE mutuality.release SET last_release = \(release - 1) WHERE \(isRow)")
        _ = try await connection.execute(
            """
            INSERT INTO mutuality.release (\(ReleaseStore.list(ReleaseStore.written)))
            SELECT \(ReleaseStore.list(ReleaseStore.written, ["first_release": "\(release)", "signal": "\(signal)"]))
            FROM mutuality.release
            WHERE \(isRow)
            """)
    }
}

extension Database {
    /// What the control chart says of a cell's released values up to a period, one reading each, the period's the last:
    /// which stretch and which limits it is held against, and the rule that fired.
    ///
    /// From what the reader's role sees alone, and by the definition of the period's row. Empty where no value of the
    /// cell stands in the period. The last reading's `signal` is the row's `signal` by the direction of its statistic.
    public func chartReadings(
        of cell: Cell, kpi: String, rounding: Sheet.Rounding, upTo period: Period, organization: String
    ) async throws -> [ControlChart.Reading] {
        let rows = try await transaction(as: .reader) { connection in
            try await connection.query(
                """
                SELECT period_from, value, n, version FROM kpi.figure
                WHERE organization = \(organization) AND kpi = \(kpi) AND period = \(period.kind.rawValue)
                    AND period_from <= \(period.from) AND measure = \(cell.measure)
                    AND scope = \(cell.scope.kind.rawValue) AND scope_id = \(cell.scope.id)
                    AND breakdown = \(cell.breakdown.name) AND breakdown_value = \(cell.breakdown.value)
                    AND statistic = \(cell.statistic) AND value IS NOT NULL
                ORDER BY period_from
                """
            ) { row in
                let value = try row.decode("value", as: Double.self)
                let step = rounding.step(at: value, n: Int(try row.decode("n", as: Int64.self)))
                return (
                    ControlChart.Point(from: try row.decode("period_from"), value: value, step: step),
                    try row.decode("version", as: Int32.self)
                )
            }
        }
        guard let (last, version) = rows.last, last.from == period.from else { return [] }
        var chart = ControlChart()
        return rows.filter { $0.1 == version }.map { chart.take($0.0) }
    }
}
