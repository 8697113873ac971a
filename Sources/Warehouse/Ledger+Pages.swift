import Domain
import Postgres

/// Values as pages: one row is what one computation found new or changed of a KPI in a period.
extension Ledger {
    /// Writes the figures of a KPI in a period: those that differ from what the ledger last held, and an entry with
    /// n = 0 for each cell that is gone. Returns how many entries it wrote; `nil` where there was nothing to say, so that
    /// the release has nothing to follow.
    ///
    /// `figures` in the order of their cells. `former`: how they were last computed, `nil` for never. Who gets a number
    /// has to `note` it.
    package static func store(
        _ figures: [Figure], of target: KPIPeriod, _ state: ComputedState, former: ComputedState?, organization: Int64,
        computation: Int64, knownAt: Instant, on connection: Connection
    ) async throws -> Int? {
        let isRedefined = former != state
        let pages = former == nil ? [] : try await pages(of: target, organization: organization, on: connection)
        let known = entries(of: pages)
        let changed = known.isEmpty ? figures : changes(from: known, to: figures, all: isRedefined)
        if !changed.isEmpty {
            try await merge(
                pages.filter { $0.knownAt.advanced(byDays: retention) < knownAt }, of: target,
                organization: organization, on: connection)
            try await write(
                Page(computation: computation, knownAt: knownAt, state: state, figures: changed), of: target,
                organization: organization, on: connection)
        }
        return isRedefined || !changed.isEmpty ? changed.count : nil
    }

    /// Days for which it can be seen what a value was before it was restated: ten years, as long as books are kept in
    /// most countries. With it the room that a period takes is bounded, however often it is computed.
    static let retention = 3653

    /// Makes one page of several: what each cell was last.
    private static func merge(
        _ pages: [Page], of target: KPIPeriod, organization: Int64, on connection: Connection
    ) async throws {
        guard pages.count > 1, var merged = pages.last else { return }
        merged.figures = entries(of: pages)
        _ = try await connection.execute(
            """
            DELETE FROM mutuality.ledger_page
            WHERE organization_id = \(organization) AND kpi = \(target.kpi)
                AND period = \(target.period.kind.rawValue) AND period_from = \(target.period.from.postgresDate)
                AND computation_id = ANY (\(pages.map(\.computation)))
            """)
        try await write(merged, of: target, organization: organization, on: connection)
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

    /// Both in the order of cells, and so is the result. `all`: every figure, since what they were computed with differs,
    /// so that each entry names it.
    private static func changes(from former: [Figure], to figures: [Figure], all: Bool) -> [Figure] {
        // As mostly.
        if !all, former == figures { return [] }
        var changed: [Figure] = []
        var position = 0
        func pass(upTo cell: Cell?) {
            while position < former.count, cell.map({ former[position].cell < $0 }) ?? true {
                if former[position].n > 0 || former[position].estimate.value != nil {
                    changed.append(former[position].gone)
                }
                position += 1
            }
        }
        for figure in figures {
            pass(upTo: figure.cell)
            let isKnown = position < former.count && former[position].cell == figure.cell
            if all || !isKnown || former[position] != figure { changed.append(figure) }
            if isKnown { position += 1 }
        }
        pass(upTo: nil)
        return changed
    }

    private static func write(
        _ page: Page, of target: KPIPeriod, organization: Int64, on connection: Connection
    ) async throws {
        let (figures, state) = (page.figures, page.state)
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
                organization_id, kpi, period, period_from, computation_id, version, period_to, settings_sha256, known_at,
                departments, teams, measures, scopes, scope_ids, breakdowns, breakdown_values, statistics, units,
                vals, lower_limits, upper_limits, ns, censored, coverages, refusals, people, digest_numbers, digests,
                \(ReleaseStore.list(ExposureColumns.names))
            ) VALUES (
                \(organization), \(target.kpi), \(target.period.kind.rawValue), \(target.period.from.postgresDate),
                \(page.computation), \(Int32(state.version)), \(target.period.to.postgresDate), \(state.settingsHash),
                \(page.knownAt.timestamp), \(scopes(.department)), \(scopes(.team)), \(figures.map(\.cell.measure)),
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

    /// The figures of a KPI in a period as last computed, those that are gone (n = 0, no value) included.
    package static func latest(
        of target: KPIPeriod, organization: Int64, on connection: Connection
    ) async throws -> [Cell: Figure] {
        let pages = try await pages(of: target, organization: organization, on: connection)
        return Dictionary(entries(of: pages).lazy.map { ($0.cell, $0) }, uniquingKeysWith: { $1 })
    }

    /// What one computation found, in the order of cells.
    private struct Page: Sendable {
        var computation: Int64
        var knownAt: Instant
        var state: ComputedState
        var figures: [Figure]
    }

    /// What each cell was last, in the order of cells. `pages` in the order of computations.
    private static func entries(of pages: [Page]) -> [Figure] {
        guard let first = pages.first?.figures else { return [] }
        return pages.dropFirst().reduce(first) { merge($0, with: $1.figures) }
    }

    /// Both in the order of cells; what both have is as the newer says.
    private static func merge(_ older: [Figure], with newer: [Figure]) -> [Figure] {
        var merged: [Figure] = []
        merged.reserveCapacity(max(older.count, newer.count))
        var rest = older[...]
        for figure in newer {
            while let next = rest.first, next.cell < figure.cell { merged.append(rest.removeFirst()) }
            if rest.first?.cell == figure.cell { rest.removeFirst() }
            merged.append(figure)
        }
        return merged + rest
    }

    private static func pages(
        of target: KPIPeriod, organization: Int64, on connection: Connection
    ) async throws -> [Page] {
        try await connection.query(
            """
            SELECT measures, scopes, scope_ids, breakdowns, breakdown_values, statistics, units, vals, lower_limits,
                upper_limits, ns, censored, coverages, people, digest_numbers, digests, computation_id, known_at,
                version, settings_sha256, refusals, \(ReleaseStore.list(ExposureColumns.names))
            FROM mutuality.ledger_page
            WHERE organization_id = \(organization) AND kpi = \(target.kpi)
                AND period = \(target.period.kind.rawValue) AND period_from = \(target.period.from.postgresDate)
            ORDER BY computation_id
            """
        ) { row in
            Page(
                computation: try row.decode("computation_id", as: Int64.self),
                knownAt: try row.decode("known_at", as: PostgresTimestamp.self).instant,
                state: ComputedState(
                    version: Int(try row.decode("version", as: Int32.self)),
                    settingsHash: try row.decode("settings_sha256", as: [UInt8].self)),
                figures: try figures(of: row))
        }
    }

    private static func figures(of page: Postgres.Row) throws -> [Figure] {
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
        return try measures.indices.map { position in
            let scope = try CellColumns.required(ScopeKind(rawValue: scopes[position]), "scopes")
            return Figure(
                cell: Cell(
                    measure: measures[position], scope: Scope(scope, scopeIDs[position]),
                    breakdown: Breakdown(breakdowns[position], breakdownValues[position]),
                    statistic: statistics[position]),
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

extension Figure {
    /// What the ledger says of a cell that is no more.
    fileprivate var gone: Figure {
        var empty = self
        empty.estimate = .none
        empty.n = 0
        empty.censored = nil
        empty.coverage = nil
        empty.refusal = nil
        empty.contributors = .nobody
        empty.exposure = .none
        return empty
    }
}
