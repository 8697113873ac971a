import Domain
import Postgres

/// A published cell together with what tells whether it may be replaced.
package struct ReleaseRow: Sendable, Hashable {
    package var digest: Contributors.Digest
    package var figure: PublishedFigure
    /// Fewest people that a shown group had to have when the row was made.
    package var leastPeople: Int

    package init(figure: PublishedFigure, digest: Contributors.Digest, leastPeople: Int = Settings.leastGroup) {
        self.figure = figure
        self.digest = digest
        self.leastPeople = leastPeople
    }
}

extension [ReleaseRow] {
    /// Rows are large, so their positions are sorted.
    package var inOrderOfCells: [ReleaseRow] {
        indices.sorted { self[$0].figure.cell < self[$1].figure.cell }.map { self[$0] }
    }
}

/// A KPI in a period whose release lags behind its ledger.
package struct PendingRelease: Sendable {
    package let target: KPIPeriod
    package let computation: Int64
    /// Of the definition that it was computed with.
    package let version: Int
    /// Whether the figures count as never computed, so that nothing is to be shown of them.
    package let isLapsed: Bool
    /// Which version of the ledger's note of it was read: one that is no longer there has something new to follow.
    let noted: String
}

/// The release: rows are added and closed, never changed.
package enum ReleaseStore {
    /// Series by series, each in order of its periods.
    package static func pending(
        of organization: Int64, on connection: Connection
    ) async throws -> [PendingRelease] {
        try await connection.query(
            """
            SELECT kpi, period, period_from, computation_id, version, xmin::text AS noted,
                settings_sha256 = '' AS is_lapsed
            FROM mutuality.computed
            WHERE organization_id = \(organization) AND released_computation_id IS DISTINCT FROM computation_id
            ORDER BY kpi, period, period_from
            """
        ) { row in
            let kind = try CellColumns.required(PeriodKind(rawValue: row.decode("period", as: String.self)), "period")
            let from = try row.decode("period_from", as: LocalDate.self)
            return PendingRelease(
                target: KPIPeriod(kpi: try row.decode("kpi", as: String.self), period: Period(kind, containing: from)),
                computation: try row.decode("computation_id", as: Int64.self),
                version: Int(try row.decode("version", as: Int32.self)),
                isLapsed: try row.decode("is_lapsed", as: Bool.self),
                noted: try row.decode("noted", as: String.self))
        }
    }

    /// The rows of a KPI in a period that stand.
    package static func current(
        of target: KPIPeriod, organization: Organization, on connection: Connection
    ) async throws -> [Cell: ReleaseRow] {
        try await rows("last_release IS NULL", of: target, organization: organization, on: connection)
    }

    /// The newest of the rows that stand no more, of cells with one that stands too.
    package static func former(
        of target: KPIPeriod, organization: Organization, on connection: Connection
    ) async throws -> [Cell: ReleaseRow] {
        try await rows(
            "last_release IS NOT NULL", of: target, organization: organization, on: connection)
    }

    private static func rows(
        _ condition: Query, of target: KPIPeriod, organization: Organization, on connection: Connection
    ) async throws -> [Cell: ReleaseRow] {
        try await connection.copyOut(
            """
            COPY (
                SELECT DISTINCT ON (\(list(CellColumns.names)))
                    \(columns), digest, least_people
                FROM mutuality.release
                WHERE organization_id = \(organization.id) AND kpi = \(target.kpi)
                    AND period = \(target.period.kind.rawValue)
                    AND period_from = \(target.period.from) AND \(condition)
                ORDER BY \(list(CellColumns.names)), first_release DESC
            ) TO STDOUT (FORMAT binary)
            """, into: [Cell: ReleaseRow]()
        ) { rows, row in
            let figure = try read(&row, organization: organization.name)
            let digest = try row.withNextBytes { $0.flatMap { Contributors.Digest(bytes: $0) } }
            rows[figure.cell] = ReleaseRow(
                figure: figure, digest: try CellColumns.required(digest, "digest"),
                leastPeople: Int(try CellColumns.required(row.nextInt32(), "least_people")))
        }
    }

    /// Opens the next release of an organization and returns its number.
    package static func open(
        _ organization: Int64, at now: Instant, on connection: Connection
    ) async throws -> Int64 {
        try await connection.query(
            """
            INSERT INTO mutuality.publication (organization_id, release, released_at)
            SELECT \(organization), coalesce(max(release), 0) + 1, \(now) FROM mutuality.publication
            WHERE organization_id = \(organization)
            RETURNING release
            """
        ) { try $0.only(Int64.self) }[0]
    }

    /// Closes the rows that stand in some cells, and adds `rows`.
    package static func replace(
        _ cells: [Cell], with rows: [ReleaseRow], of target: KPIPeriod, organization: Int64, release: Int64,
        on connection: Connection
    ) async throws {
        if !cells.isEmpty {
            _ = try await connection.execute(
                """
                UPDATE mutuality.release SET last_release = \(release - 1) FROM \(CellColumns.table(cells))
                WHERE organization_id = \(organization) AND kpi = \(target.kpi)
                    AND period = \(target.period.kind.rawValue)
                    AND period_from = \(target.period.from)
                    AND last_release IS NULL AND \(CellColumns.isNamed)
                """)
        }
        _ = try await connection.copyIn(
            "COPY mutuality.release (\(list(written))) FROM STDIN (FORMAT binary)"
        ) { writer in
            for row in rows {
                try writer.row(columns: Int16(written.count)) { fields in
                    fields.append(organization)
                    fields.append(release)
                    CellColumns.append(row.figure.cell, to: &fields)
                    for column in stored { column.append(row, &fields) }
                }
            }
        }
    }

    /// Which cells of a KPI may be shown, and from how many people on.
    package struct Shown: Sendable {
        let measure: String
        let statistic: String
        let scope: ScopeKind
        let isPart: Bool
        let leastPeople: Int

        package init(measure: String, statistic: String, scope: ScopeKind, isPart: Bool, leastPeople: Int) {
            self.measure = measure
            self.statistic = statistic
            self.scope = scope
            self.isPart = isPart
            self.leastPeople = leastPeople
        }
    }

    /// Takes out of history what rows said that stand no more and would be shown no more: of another version, of cells that
    /// aren't published, of groups that were asked for fewer people. That something stood there remains.
    /// Returns whether there was anything.
    package static func withdraw(
        allBut shown: [Shown], version: Int, of target: KPIPeriod, organization: Int64, on connection: Connection
    ) async throws -> Bool {
        try await connection.execute(
            """
            UPDATE mutuality.release
            SET state = 'suppressed', value = NULL, lower_limit = NULL, upper_limit = NULL, n = NULL, censored = NULL,
                coverage = NULL, signal = NULL, reference = NULL, verdict = NULL
            WHERE organization_id = \(organization) AND kpi = \(target.kpi)
                AND period = \(target.period.kind.rawValue) AND period_from = \(target.period.from)
                AND last_release IS NOT NULL AND state NOT IN ('suppressed', 'no_data')
                AND (version <> \(Int64(version)) OR NOT EXISTS (
                    SELECT FROM unnest(
                        \(shown.map(\.measure)), \(shown.map(\.statistic)), \(shown.map(\.scope.rawValue)),
                        \(shown.map { Int64($0.isPart ? 1 : 0) }), \(shown.map { Int64($0.leastPeople) })
                    ) AS shown (measure, statistic, scope, is_part, least_people)
                    WHERE (shown.measure, shown.statistic, shown.scope)
                            = (release.measure, release.statistic, release.scope)
                        AND (shown.is_part = 1) = (release.breakdown <> '')
                        AND shown.least_people <= release.least_people
                ))
            """) > 0
    }

    /// The columns of a row, in the order in which they are written.
    static let written = ["organization_id", "first_release"] + CellColumns.names + stored.map(\.name)

    /// Columns one after the other, of some what stands for them.
    static func list(_ columns: [String], _ others: [String: Query] = [:]) -> Query {
        let columns = columns.map { others[$0] ?? "\(identifier: $0)" }
        return columns.joined(by: ", ")
    }

    /// The columns of a row beside its organization, first release and cell, and what is stored in them.
    private static let stored: [(name: String, append: @Sendable (ReleaseRow, inout BinaryCopyFields) -> Void)] = [
        ("kpi", { $1.appendText($0.figure.kpi) }),
        ("version", { $1.append(Int32($0.figure.version)) }),
        ("period", { $1.appendText($0.figure.period.kind.rawValue) }),
        ("period_from", { $1.appendDate(daysSince1970: $0.figure.period.from.daysSinceEpoch) }),
        ("period_to", { $1.appendDate(daysSince1970: $0.figure.period.to.daysSinceEpoch) }),
        ("period_end", { $1.appendTimestamp(microsecondsSince1970: $0.figure.periodEnd.microseconds) }),
        ("unit", { $1.appendText($0.figure.unit.rawValue) }),
        ("value", { $1.append($0.figure.estimate.value) }),
        ("lower_limit", { $1.append($0.figure.estimate.lower) }),
        ("upper_limit", { $1.append($0.figure.estimate.upper) }),
        ("n", { $1.append($0.figure.n.map(Int64.init)) }),
        ("censored", { $1.append($0.figure.censored.map(Int64.init)) }),
        ("coverage", { $1.append($0.figure.coverage) }),
        ("state", { $1.appendText($0.figure.state.rawValue) }),
        ("signal", { $1.appendText($0.figure.signal?.rawValue) }),
        ("reference", { $1.append($0.figure.reference) }),
        ("verdict", { $1.appendText($0.figure.verdict?.rawValue) }),
        ("digest", { $1.appendBytes($0.digest.bytes) }),
        ("least_people", { $1.append(Int32($0.leastPeople)) }),
    ]

    /// Says of each that the release has followed it, but not where a setting, a first value or a computation has asked
    /// for another look since `pending` was read.
    package static func close(
        _ pending: [PendingRelease], of organization: Int64, on connection: Connection
    ) async throws {
        guard !pending.isEmpty else { return }
        _ = try await connection.execute(
            """
            UPDATE mutuality.computed SET released_computation_id = followed.computation_id
            FROM unnest(
                \(pending.map(\.target.kpi)), \(pending.map(\.target.period.kind.rawValue)),
                \(pending.map(\.target.period.from)), \(pending.map(\.computation)),
                \(pending.map(\.noted))
            ) AS followed (kpi, period, period_from, computation_id, noted)
            WHERE organization_id = \(organization) AND computed.kpi = followed.kpi
                AND computed.period = followed.period AND computed.period_from = followed.period_from
                AND computed.xmin::text = followed.noted
            """)
    }

    /// Writes down which datasets the figures of each KPI wait for, for readers who ask in SQL.
    package static func storeInputs(
        of sheets: some Sequence<Sheet>, organization: Int64, on connection: Connection
    ) async throws {
        let inputs = sheets.flatMap { sheet in sheet.openEndedInputs.map { (kpi: sheet.id, dataset: $0) } }
        let given: Query = "unnest(\(inputs.map(\.kpi)), \(inputs.map(\.dataset))) AS given (kpi, dataset)"
        _ = try await connection.execute(
            """
            DELETE FROM mutuality.kpi_input WHERE organization_id = \(organization)
                AND (kpi, dataset) NOT IN (SELECT kpi, dataset FROM \(given))
            """)
        _ = try await connection.execute(
            """
            INSERT INTO mutuality.kpi_input (organization_id, kpi, dataset)
            SELECT \(organization), kpi, dataset FROM \(given)
            ON CONFLICT (organization_id, kpi, dataset) DO NOTHING
            """)
    }

    /// The newest release that was made by an instant, as readers see it; 0 before the first.
    static func newest(
        of organization: String, by instant: Instant, on connection: Connection
    ) async throws -> Int64 {
        try await connection.queryOne(
            """
            SELECT coalesce(max(release), 0) FROM kpi.publication
            WHERE organization = \(organization) AND released_at <= \(instant)
            """
        ) { try $0.only(Int64.self) }
    }

    /// In the order in which `read` has them.
    fileprivate static let columns = list(
        ["kpi", "version"] + CellColumns.names + [
            "period", "period_from", "period_end", "unit", "value", "lower_limit", "upper_limit", "n", "censored",
            "coverage", "state", "signal", "reference", "verdict",
        ])

    fileprivate static func read(_ row: inout BinaryCopyRow, organization: String) throws -> PublishedFigure {
        let kpi = try CellColumns.required(row.nextText(), "kpi")
        let version = try CellColumns.required(row.nextInt32(), "version")
        let cell = try CellColumns.cell(&row)
        let kind = try CellColumns.required(row.nextText().flatMap(PeriodKind.init(rawValue:)), "period")
        let from = LocalDate(daysSinceEpoch: try CellColumns.required(row.nextDate(), "period_from"))
        let end = Instant(microseconds: try CellColumns.required(row.nextTimestamp(), "period_end"))
        let unit = try CellColumns.required(row.nextText().flatMap(FigureUnit.init(rawValue:)), "unit")
        let estimate = Estimate(try row.nextDouble(), lower: try row.nextDouble(), upper: try row.nextDouble())
        let n = try row.nextInt64().map(Int.init)
        let censored = try row.nextInt64().map(Int.init)
        let coverage = try row.nextDouble()
        let state = try CellColumns.required(row.nextText().flatMap(PublishedFigure.State.init(rawValue:)), "state")
        let signal = try CellColumns.signal(&row)
        let reference = try row.nextDouble()
        let verdict = try CellColumns.verdict(&row)
        return PublishedFigure(
            organization: organization, kpi: kpi, version: Int(version), cell: cell,
            period: Period(kind, containing: from), periodEnd: end, unit: unit, estimate: estimate, n: n,
            censored: censored,
            coverage: coverage, state: state, signal: signal, reference: reference, verdict: verdict)
    }
}

extension Database {
    /// An organization's newest release, its number and its moment; `nil` before the first. `asKnownAt`: the newest by that
    /// instant.
    public func currentRelease(
        of organization: String, asKnownAt instant: Instant? = nil
    ) async throws -> (number: Int64, releasedAt: Instant)? {
        let isKnown: Query = instant.map { "released_at <= \($0)" } ?? "true"
        return try await transaction(as: .reader) { connection in
            try await connection.query(
                """
                SELECT release, released_at FROM kpi.publication
                WHERE organization = \(organization) AND \(isKnown)
                ORDER BY release DESC LIMIT 1
                """
            ) { row in
                (
                    try row.decode("release", as: Int64.self),
                    try row.decode("released_at", as: Instant.self)
                )
            }.first
        }
    }

    /// Streams what an organization publishes, in the order of the published table, as the reader's role sees it.
    /// `asKnownAt`: what stood at that instant; nothing where no release had been made by then. Without it, what stands.
    public func forEachPublishedFigure<State: Sendable>(
        of organization: String, asKnownAt instant: Instant? = nil, into state: State,
        _ body: @Sendable (inout State, PublishedFigure) throws -> Void
    ) async throws -> State {
        try await transaction(as: .reader) { connection in
            var rows: Query = "kpi.figure WHERE organization = \(organization)"
            if let instant {
                let newest = try await ReleaseStore.newest(of: organization, by: instant, on: connection)
                rows = """
                    kpi.figure_history WHERE organization = \(organization) AND first_release <= \(newest)
                        AND (last_release IS NULL OR last_release >= \(newest))
                    """
            }
            return try await connection.copyOut(
                """
                COPY (
                    SELECT \(ReleaseStore.columns) FROM \(rows)
                    ORDER BY kpi, measure, scope, scope_id, breakdown, breakdown_value, period_from, period, statistic
                ) TO STDOUT (FORMAT binary)
                """, into: state
            ) { state, row in try body(&state, try ReleaseStore.read(&row, organization: organization)) }
        }
    }
}

extension Database {
    /// What an organization publishes, or published at an instant, in the order of the published table.
    public func publishedFigures(
        of organization: String, asKnownAt instant: Instant? = nil
    ) async throws -> [PublishedFigure] {
        try await forEachPublishedFigure(of: organization, asKnownAt: instant, into: []) { $0.append($1) }
    }
}
