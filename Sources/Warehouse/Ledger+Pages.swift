import Domain
import Postgres

/// Values as pages: what one computation found new or changed of a KPI in a period, in parts of so many cells that one is
/// nothing in memory.
extension Ledger {
    /// Writes the figures of a KPI in a period: those that differ from what the ledger last held, and an entry with
    /// n = 0 for each cell that is gone. Returns how many entries it wrote; `nil` where there was nothing to say, so that
    /// the release has nothing to follow.
    ///
    /// `figures` in the order of their cells. `former`: how they were last computed, `nil` for never. Who gets a number
    /// has to `note` it. Memory: a part of a page, beside what is gone.
    package static func store(
        _ figures: [Figure], of target: KPIPeriod, _ state: ComputedState, former: ComputedState?, organization: Int64,
        computation: Int64, knownAt: Instant, on connection: Connection
    ) async throws -> Int? {
        let isRedefined = former != state
        var comparison = LedgerComparison(of: figures)
        if former != nil {
            comparison = try await connection.forEach(
                pages(of: target, organization: organization), into: comparison
            ) { comparison, part in
                comparison.add(try Self.figures(of: part), of: try LedgerPage(part))
            }
        }
        // Each entry names what it was computed with.
        let changes = comparison.changes(all: isRedefined)
        if changes.count > 0 {
            try await merge(
                comparison.pages.filter { $0.knownAt.advanced(byDays: retention) < knownAt }, of: target,
                organization: organization, on: connection)
            try await write(
                changes, of: target, .init(computation: computation, knownAt: knownAt, state: state),
                organization: organization, on: connection)
        }
        return isRedefined || changes.count > 0 ? changes.count : nil
    }

    /// Days for which it can be seen what a value was before it was restated: ten years, as long as books are kept in
    /// most countries. With it the room that a period takes is bounded, however often it is computed.
    static let retention = 3653

    /// Makes one page of several: what each cell was last.
    private static func merge(
        _ pages: [LedgerPage], of target: KPIPeriod, organization: Int64, on connection: Connection
    ) async throws {
        guard let last = pages.last, pages.count > 1 else { return }
        let latest = try await latest(of: target, upTo: last.computation, organization: organization, on: connection)
        _ = try await connection.execute(
            """
            DELETE FROM mutuality.ledger_page
            WHERE \(isOf(target, organization)) AND computation_id = ANY (\(pages.map(\.computation)))
            """)
        let merged = LedgerComparison(of: latest.values.sorted { $0.cell < $1.cell })
        try await write(merged.changes(all: true), of: target, last, organization: organization, on: connection)
    }

    /// Says of KPIs in periods what they were last computed with.
    package static func note(
        _ computed: [(target: KPIPeriod, state: ComputedState)], by computation: Int64, organization: Int64,
        on connection: Connection
    ) async throws {
        guard !computed.isEmpty else { return }
        _ = try await connection.execute(
            """
            INSERT INTO mutuality.computed
                (organization_id, kpi, period, period_from, version, settings_sha256, computation_id)
            SELECT \(organization), kpi, period, period_from, version, decode(settings, 'hex'), \(computation)
            FROM unnest(
                \(computed.map(\.target.kpi)), \(computed.map(\.target.period.kind.rawValue)),
                \(computed.map { $0.target.period.from.postgresDate }), \(computed.map { Int32($0.state.version) }),
                \(computed.map { $0.state.settingsHash.hexadecimal })
            ) AS computed (kpi, period, period_from, version, settings)
            ON CONFLICT (organization_id, kpi, period, period_from) DO UPDATE SET
                version = excluded.version, settings_sha256 = excluded.settings_sha256,
                computation_id = excluded.computation_id
            """)
    }

    /// Of a part of a page, at most: some megabytes.
    static let cellsInPart = 10_000

    /// That many figures of teams in a month are worth a part of their own.
    static let teamCellsApart = 500

    private static func write(
        _ changes: LedgerComparison.Changes, of target: KPIPeriod, _ page: LedgerPage, organization: Int64,
        on connection: Connection
    ) async throws {
        // Of quarters and years teams are published.
        let least = target.period.kind == .month ? teamCellsApart : .max
        for (part, positions) in changes.parts(of: cellsInPart, teamsApartFrom: least).enumerated() {
            try await write(
                changes[positions], part, of: target, page, organization: organization, on: connection)
        }
    }

    private static func write(
        _ figures: [Figure], _ part: Int, of target: KPIPeriod, _ page: LedgerPage, organization: Int64,
        on connection: Connection
    ) async throws {
        func scopes(_ kind: ScopeKind) -> [String] {
            Set(figures.lazy.map(\.cell.scope).filter { $0.kind == kind }.map(\.id)).sorted()
        }
        // Statistics of one group have one digest, and the same people outside.
        var groups: [ExposureColumns.Group] = []
        var numbers: [ExposureColumns.Group: Int32] = [:]
        let groupNumbers = figures.map { figure in
            let group = ExposureColumns.Group(figure)
            if let known = numbers[group] { return known }
            let number = Int32(groups.count)
            numbers[group] = number
            groups.append(group)
            return number
        }
        _ = try await connection.execute(
            """
            INSERT INTO mutuality.ledger_page (
                organization_id, kpi, period, period_from, computation_id, part, version, period_to, settings_sha256,
                known_at, departments, teams, measures, scopes, scope_ids, breakdowns, breakdown_values, statistics, units,
                vals, lower_limits, upper_limits, ns, censored, coverages, refusals, people, digest_numbers, digests,
                \(ReleaseStore.list(ExposureColumns.names))
            ) VALUES (
                \(organization), \(target.kpi), \(target.period.kind.rawValue), \(target.period.from.postgresDate),
                \(page.computation), \(Int32(part)), \(Int32(page.state.version)), \(target.period.to.postgresDate),
                \(page.state.settingsHash), \(page.knownAt.timestamp), \(scopes(.department)), \(scopes(.team)), \(figures.map(\.cell.measure)),
                \(figures.map(\.cell.scope.kind.rawValue)), \(figures.map(\.cell.scope.id)),
                \(figures.map(\.cell.breakdown.name)), \(figures.map(\.cell.breakdown.value)),
                \(figures.map(\.cell.statistic)), \(figures.map(\.unit.rawValue)), \(figures.map(\.estimate.value)),
                \(figures.map(\.estimate.lower)), \(figures.map(\.estimate.upper)), \(figures.map { Int64($0.n) }),
                \(figures.map { $0.censored.map(Int64.init) }), \(figures.map(\.coverage)),
                \(figures.map { $0.refusal?.rawValue }),
                \(figures.map { $0.contributors.roles.first.map(Int64.init) }), \(groupNumbers),
                \(groups.flatMap(\.digest.bytes)), \(ExposureColumns.values(of: figures, groups))
            )
            """)
    }

    /// The figures of a KPI in a period as last computed, or as of a computation, those that are gone (n = 0, no value)
    /// included.
    package static func latest(
        of target: KPIPeriod, upTo computation: Int64 = .max, organization: Int64, on connection: Connection
    ) async throws -> [Cell: Figure] {
        try await connection.forEach(
            pages(of: target, upTo: computation, organization: organization), into: [:]
        ) { latest, part in
            for figure in try figures(of: part) { latest[figure.cell] = figure }
        }
    }

    /// The same as it comes from the server, to be decoded while the connection goes on; with the figures of some kinds of
    /// scope, whatever others are beside them.
    ///
    /// Memory: what was written of the period since it was last computed anew with another definition or other settings.
    package static func unread(
        _ target: KPIPeriod, in scopes: Set<ScopeKind>, organization: Int64, on connection: Connection
    ) async throws -> Unread {
        // With a definition all figures are written, and what is gone: older pages say nothing that counts.
        let query: Query = """
            \(select)
            WHERE \(isOf(target, organization)) AND scopes && \(scopes.map(\.rawValue).sorted())
                AND computation_id > coalesce(
                    (
                        SELECT max(former.computation_id)
                        FROM mutuality.ledger_page AS former
                        JOIN (
                            SELECT version, settings_sha256 FROM mutuality.ledger_page
                            WHERE \(isOf(target, organization)) ORDER BY computation_id DESC LIMIT 1
                        ) AS newest
                            ON (former.version, former.settings_sha256) <> (newest.version, newest.settings_sha256)
                        WHERE \(isOf(target, organization))
                    ), 0)
            ORDER BY computation_id, part
            """
        return Unread(parts: try await connection.query(query) { $0 })
    }

    package struct Unread: Sendable {
        package let parts: [Postgres.Row]

        /// Of the cells that `isAsked` for, since most are never published.
        package func latest(where isAsked: (Cell) -> Bool) throws -> [Cell: Figure] {
            var latest: [Cell: Figure] = [:]
            for part in parts {
                for figure in try Ledger.figures(of: part, where: isAsked) { latest[figure.cell] = figure }
            }
            return latest
        }
    }

    /// In the order of computations, of each the parts in the order of cells.
    private static func pages(
        of target: KPIPeriod, upTo computation: Int64 = .max, organization: Int64
    ) -> Query {
        """
        \(select)
        WHERE \(isOf(target, organization)) AND computation_id <= \(computation)
        ORDER BY computation_id, part
        """
    }

    private static func isOf(_ target: KPIPeriod, _ organization: Int64) -> Query {
        """
        organization_id = \(organization) AND kpi = \(target.kpi) AND period = \(target.period.kind.rawValue)
            AND period_from = \(target.period.from.postgresDate)
        """
    }

    private static let select: Query = """
        SELECT measures, scopes, scope_ids, breakdowns, breakdown_values, statistics, units, vals, lower_limits,
            upper_limits, ns, censored, coverages, people, digest_numbers, digests, computation_id, known_at,
            version, settings_sha256, refusals, \(ReleaseStore.list(ExposureColumns.names))
        FROM mutuality.ledger_page
        """

    fileprivate static func figures(
        of page: Postgres.Row, where isAsked: (Cell) -> Bool = { _ in true }
    ) throws -> [Figure] {
        let measures = try page.decode("measures", as: [String].self)
        let scopes = try page.decode("scopes", as: [String].self)
        let scopeIDs = try page.decode("scope_ids", as: [String].self)
        let breakdowns = try page.decode("breakdowns", as: [String].self)
        let breakdownValues = try page.decode("breakdown_values", as: [String].self)
        let statistics = try page.decode("statistics", as: [String].self)
        let units = try page.decode("units", as: [String].self)
        let values = try page.decode("vals", as: [Double?].self)
        let lower = try page.decode("lower_limits", as: [Double?].self)
        let upper = try page.decode("upper_limits", as: [Double?].self)
        let ns = try page.decode("ns", as: [Int64].self)
        let censored = try page.decode("censored", as: [Int64?].self)
        let coverages = try page.decode("coverages", as: [Double?].self)
        let people = try page.decode("people", as: [Int64?].self)
        let numbers = try page.decode("digest_numbers", as: [Int32].self)
        let digests = try page.decode("digests", as: [UInt8].self)
        let refusals = try page.decode("refusals", as: [String?].self)
        let exposures = try ExposureColumns(page)
        return try measures.indices.compactMap { position in
            let scope = try CellColumns.required(ScopeKind(rawValue: scopes[position]), "scopes")
            let cell = Cell(
                measure: measures[position], scope: Scope(scope, scopeIDs[position]),
                breakdown: Breakdown(breakdowns[position], breakdownValues[position]), statistic: statistics[position])
            guard isAsked(cell) else { return nil }
            return Figure(
                cell: cell,
                unit: try CellColumns.required(FigureUnit(rawValue: units[position]), "units"),
                estimate: Estimate(values[position], lower: lower[position], upper: upper[position]),
                n: Int(ns[position]), censored: censored[position].map(Int.init), coverage: coverages[position],
                refusal: try refusals[position].map {
                    try CellColumns.required(Refusal(rawValue: $0), "refusals")
                },
                contributors: Contributors(
                    roles: RoleCounts(people[position].map(Int.init), exposures.secondPeople(Int(numbers[position]))),
                    digest: try CellColumns.required(
                        Contributors.Digest(number: Int(numbers[position]), in: digests), "digests")),
                exposure: exposures[position, Int(numbers[position])])
        }
    }
}

extension LedgerPage {
    fileprivate init(_ part: Postgres.Row) throws {
        self.init(
            computation: try part.decode("computation_id", as: Int64.self),
            knownAt: try part.decode("known_at", as: PostgresTimestamp.self).instant,
            state: ComputedState(
                version: Int(try part.decode("version", as: Int32.self)),
                settingsHash: try part.decode("settings_sha256", as: [UInt8].self)))
    }
}
