import Domain
import KPIs
import Logging
import Postgres
import Warehouse

/// Computes what is due and writes it to the ledger, unit by unit.
///
/// A unit is a calendar year of an organization. Its advisory lock dies with the connection, so any number of
/// processes can share the work: each takes the units that nobody has, and one that is killed leaves nothing behind.
/// Memory: the facts of one unit, and the figures of a few of its periods.
public struct Engine: Sendable {
    public struct Outcome: Sendable, Hashable {
        /// KPIs times periods that were computed.
        public var computed = 0
        /// Ledger entries written: values that were new or differ from the last.
        public var entries = 0
        /// Records read, by dataset; each once a unit.
        public var rowsRead: [String: Int] = [:]
        /// Whom the records that were read name, by dataset and column; nothing where `people` was never given.
        public var people: [PeopleColumn: PeopleNamed] = [:]
        /// Which teams they name, by dataset, as far as `teams` was read.
        public var teams: [String: TeamsNamed] = [:]
        /// Units that others were at, and that were left to them.
        public var left = 0

        static func += (a: inout Outcome, b: Outcome) {
            a.computed += b.computed
            a.entries += b.entries
            a.rowsRead.merge(b.rowsRead, uniquingKeysWith: +)
            a.people.merge(b.people) { $0.union($1) }
            a.teams.merge(b.teams) { $0.union($1) }
            a.left += b.left
        }
    }

    private let warehouse: Database
    private let kpis: [any KPI.Type]
    private let logger: Logger

    public init(warehouse: Database, kpis: [any KPI.Type] = Catalog.all, logger: Logger) {
        self.warehouse = warehouse
        self.kpis = kpis
        self.logger = logger
    }

    /// Computes every due unit of an organization. What others are at is waited for, since they may be killed, or left to
    /// them where `waits` says so.
    ///
    /// `full` makes all that is closed due first, for whatever process takes it on. `only`: some KPIs, by their ids; the
    /// marks then stay for the others, and `full` concerns these alone. `until`: periods that end later are left alone;
    /// `nil`: those that end after `now`. `progress` gets the number of units done and of
    /// all, before the first and after each.
    public func compute(
        _ organization: Organization, now: Instant, until: Instant? = nil, full: Bool = false, only: Set<String>? = nil,
        waits: Bool = true, progress: @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in }
    ) async throws -> Outcome {
        let job = Job(
            organization: organization, now: now, until: min(until ?? now, now),
            kpis: kpis.filter { only?.contains($0.sheet.id) ?? true },
            isPartial: only != nil, isForced: full && only != nil)
        let years = try await warehouse.transaction(as: .compute, isolation: .repeatableRead) { connection in
            let all = try await units(of: job, on: connection)
            if full, only == nil { try await Marks.storeEverything(all, of: organization.id, on: connection) }
            return full ? all : try await units(all, withWorkOf: job, on: connection)
        }
        var outcome = Outcome()
        var done = 0
        func note(_ unit: Outcome) {
            FreeMemory.giveBack()
            outcome += unit
            done += 1
            progress(done, years.count)
        }
        progress(done, years.count)
        var taken: [Int] = []
        for year in years {
            if let unit = try await compute(job, year: year, waits: false) { note(unit) } else { taken.append(year) }
        }
        guard waits else {
            outcome.left = taken.count
            return outcome
        }
        for year in taken {
            if let unit = try await compute(job, year: year, waits: true) { note(unit) }
        }
        return outcome
    }

    /// What one call is to do.
    private struct Job: Sendable {
        let organization: Organization
        let now: Instant
        let until: Instant
        let kpis: [any KPI.Type]
        /// Marks stay, since other KPIs wait for them.
        let isPartial: Bool
        /// Everything that is closed, due or not.
        let isForced: Bool
    }

    private func units(of job: Job, on connection: Connection) async throws -> [Int] {
        let zone = try await Database.settings(of: job.organization.id, on: connection)
            .settings(on: Zone.utc.date(at: job.now)).zone
        return try await Ledger.units(of: job.organization.id, upTo: zone.date(at: job.now).year, on: connection)
    }

    /// Those units in which anything is to do: the others aren't locked, nor asked again.
    private func units(_ years: [Int], withWorkOf job: Job, on connection: Connection) async throws -> [Int] {
        let marks = try await Marks.read(of: job.organization.id, on: connection)
        let computed = try await Ledger.computed(of: job.organization.id, on: connection)
        let figures = try await dueFigures(job, on: connection)
        return years.filter { year in
            let (marks, computed) = (marks[year] ?? [], computed[year] ?? [:])
            return !marks.isEmpty || job.isForced
                || !figures.due(year: year, now: job.now, until: job.until, computed: computed, marks: marks).isEmpty
                || !figures.lapsed(year: year, now: job.now, computed: computed, marks: marks).isEmpty
        }
    }

    private func dueFigures(_ job: Job, on connection: Connection) async throws -> DueFigures {
        DueFigures(
            sheets: job.kpis.map { $0.sheet },
            history: try await Database.settings(of: job.organization.id, on: connection),
            beginnings: try await FactsReader.beginnings(of: job.organization.id, on: connection))
    }

    /// `nil` where another process has the unit and `waits` says not to wait for it.
    private func compute(_ job: Job, year: Int, waits: Bool) async throws -> Outcome? {
        try await warehouse.pool.withConnection { connection in
            // Taken before the snapshot: whoever held it has committed by the time we read.
            let lock = AdvisoryLock.unit(organization: job.organization.id, year: year)
            func work() async throws -> Outcome {
                try await Self.retrying {
                    try await Database.transaction(on: connection, as: .compute, isolation: .repeatableRead) {
                        try await compute(job, year: year, on: $0)
                    }
                }
            }
            return waits
                ? try await lock.hold(on: connection, work) : try await lock.holdIfFree(on: connection, work)
        }
    }

    /// Enough for releases, loads and settings that commit meanwhile: they touch the rows that say what was computed, and
    /// PostgreSQL then refuses the older snapshot, or ends one of two that wait for each other.
    private static let attempts = 5

    static func retrying<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        for _ in 1..<attempts {
            do {
                return try await body()
            } catch let error as PostgresError
                where error.sqlState == .serializationFailure || error.sqlState == .deadlockDetected
            {}
        }
        return try await body()
    }

    private func compute(_ job: Job, year: Int, on connection: Connection) async throws -> Outcome {
        let organization = job.organization.id
        let marks = try await Marks.read(of: organization, year: year, on: connection)[year] ?? []
        let computed = try await Ledger.computed(of: organization, year: year, on: connection)[year] ?? [:]
        let figures = try await dueFigures(job, on: connection)
        let due =
            job.isForced
            ? figures.everything(year: year, now: job.until)
            : figures.due(year: year, now: job.now, until: job.until, computed: computed, marks: marks)
        let lapsed = figures.lapsed(year: year, now: job.now, computed: computed, marks: marks)
        for target in lapsed { try await Ledger.lapse(target, of: organization, on: connection) }
        let emptied = lapsed.filter(figures.isBeforeData)
        var outcome = Outcome()
        if !due.isEmpty || !emptied.isEmpty {
            let computation = try await Ledger.open(organization, year: year, knownAt: job.now, on: connection)
            try await Ledger.store(causes: marks, of: computation, organization: organization, on: connection)
            for target in emptied {
                let version = computed[target]?.version ?? 0
                outcome.entries +=
                    try await Ledger.store(
                        [], of: target, ComputedState(version: version, settingsHash: []), former: computed[target],
                        organization: organization, computation: computation, knownAt: job.now, on: connection) ?? 0
            }
            if !due.isEmpty {
                outcome += try await compute(
                    due, of: job, figures.history, computed: computed, as: computation, on: connection)
            }
        }
        if !job.isPartial { try await Marks.delete(marks, of: organization, on: connection) }
        logger.debug(
            "computed unit",
            metadata: ["year": "\(year)", "figures": "\(outcome.computed)", "entries": "\(outcome.entries)"])
        return outcome
    }

    /// Periods are computed side by side while what is done is written.
    private func compute(
        _ due: [KPIPeriod], of job: Job, _ history: SettingsHistory, computed: [KPIPeriod: ComputedState],
        as computation: Int64, on connection: Connection
    ) async throws -> Outcome {
        let sheets = Dictionary(uniqueKeysWithValues: job.kpis.map { ($0.sheet.id, $0.sheet) })
        let presence = try await FactsReader.present(job.organization.id, on: connection)
        let wanted = due.compactMap { target in
            sheets[target.kpi].map {
                (sheet: $0, window: Window(target.period, zone: history.settings(on: target.period.from).zone))
            }
        }
        let needs = FactNeeds(wanted, present: presence.all, part: .ofPeriods)
        let (facts, rows) = try await FactsReader.read(job.organization.id, needs, on: connection)
        var outcome = Outcome(rowsRead: rows, people: presence.has(Datasets.people) ? facts.peopleNamed : [:])
        if needs.stretches.keys.contains(Datasets.teams.name) { outcome.teams = facts.teamsNamed }
        // What alone holds something goes first, so that it isn't held beside a year. Then the longest.
        func rank(_ period: Period, _ targets: [KPIPeriod]) -> (Int, Int, LocalDate) {
            let readsApart = targets.contains { sheets[$0.kpi]?.readsApart ?? false }
            return (readsApart ? 0 : 1, -period.dayCount, period.from)
        }
        let inOrder = Dictionary(grouping: due, by: \.period).sorted { rank($0.key, $0.value) < rank($1.key, $1.value) }
        var periods = inOrder.map { period, targets in
            let wanted = Set(targets.map(\.kpi))
            let settings = history.settings(on: period.from)
            return PeriodFigures.Work(
                period: period, settings: settings, kpis: job.kpis.filter { wanted.contains($0.sheet.id) },
                present: presence.columns(under: settings))
        }
        let earlier = FactNeeds(wanted, present: presence.all, part: .before)
        if !earlier.stretches.isEmpty {
            let (far, rows) = try await FactsReader.read(
                job.organization.id, earlier, without: needs, on: connection)
            outcome.rowsRead.merge(rows, uniquingKeysWith: +)
            for index in periods.indices where periods[index].sheets.contains(where: \.readsApart) {
                periods[index].earlierTies = EarlierTies(
                    before: periods[index].window, near: facts, far: far, present: periods[index].present)
            }
        }
        var changed: [(target: KPIPeriod, state: ComputedState)] = []
        try await PeriodFigures.each(of: consume periods, in: facts) { done in
            let target = KPIPeriod(kpi: done.sheet.id, period: done.work.period)
            let state = ComputedState(done.sheet, done.work.settings)
            let entries = try await Ledger.store(
                done.figures, of: target, state, former: computed[target], organization: job.organization.id,
                computation: computation, knownAt: job.now, on: connection)
            outcome.computed += 1
            outcome.entries += entries ?? 0
            if entries != nil { changed.append((target, state)) }
        }
        try await Ledger.note(changed, by: computation, organization: job.organization.id, on: connection)
        return outcome
    }
}
