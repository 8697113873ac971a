import Domain
import KPIs
import Logging
import Postgres
import Warehouse

/// Computes what is due and writes it to the ledger, unit by unit.
///
/// A unit is a calendar year of an organization. Its advisory lock dies with the connection, so any number of
/// processes can share the work and one that is killed leaves nothing behind. Memory: the facts of one unit.
public struct Engine: Sendable {
    public struct Outcome: Sendable, Hashable {
        /// KPIs times periods that were computed.
        public var computed = 0
        /// Ledger entries written: values that were new or differ from the last.
        public var entries = 0
    }

    private let warehouse: Warehouse
    private let kpis: [any KPI.Type]
    private let logger: Logger

    public init(warehouse: Warehouse, kpis: [any KPI.Type] = Catalog.all, logger: Logger) {
        self.warehouse = warehouse
        self.kpis = kpis
        self.logger = logger
    }

    /// Computes every due unit of an organization; `full` computes whatever is closed, due or not.
    /// `progress` gets the number of units done and of all, before the first and after each.
    public func compute(
        _ organization: Organization, now: Instant, full: Bool = false,
        progress: @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in }
    ) async throws -> Outcome {
        let years = try await warehouse.transaction(as: .compute) { connection in
            let zone = try await Warehouse.settings(of: organization.id, on: connection)
                .settings(on: Zone.utc.date(at: now)).zone
            return try await Ledger.units(of: organization.id, upTo: zone.date(at: now).year, on: connection)
        }
        var outcome = Outcome()
        var done = 0
        progress(done, years.count)
        for year in years {
            let unit = try await compute(organization, year: year, now: now, full: full)
            outcome.computed += unit.computed
            outcome.entries += unit.entries
            done += 1
            progress(done, years.count)
        }
        return outcome
    }

    private func compute(_ organization: Organization, year: Int, now: Instant, full: Bool) async throws -> Outcome {
        try await warehouse.pool.withConnection { connection in
            // A session's lock, taken before the snapshot: whoever held it has committed by the time we read.
            let key = AdvisoryLock.unit(organization: organization.id, year: year).key
            _ = try await connection.query("SELECT pg_advisory_lock(\(key))") { _ in true }
            let result: Result<Outcome, any Error>
            do {
                result = .success(
                    try await Self.retrying {
                        try await Warehouse.transaction(on: connection, as: .compute, isolation: .repeatableRead) {
                            try await compute(organization, year: year, now: now, full: full, on: $0)
                        }
                    })
            } catch {
                result = .failure(error)
            }
            // On a connection that broke the lock is gone already.
            if await !connection.isClosed {
                _ = try await connection.query("SELECT pg_advisory_unlock(\(key))") { _ in true }
            }
            return try result.get()
        }
    }

    /// Enough for releases and settings that commit meanwhile: both touch the rows that say what was computed, and
    /// PostgreSQL then refuses the older snapshot.
    private static let attempts = 5

    private static func retrying<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        for _ in 1..<attempts {
            do {
                return try await body()
            } catch let error as PostgresError where error.sqlState == .serializationFailure {}
        }
        return try await body()
    }

    private func compute(
        _ organization: Organization, year: Int, now: Instant, full: Bool, on connection: Connection
    ) async throws -> Outcome {
        let marks = try await Ledger.marks(of: organization.id, year: year, on: connection)
        let history = try await Warehouse.settings(of: organization.id, on: connection)
        let figures = DueFigures(
            sheets: kpis.map { $0.sheet }, history: history,
            beginnings: try await FactsReader.beginnings(of: organization.id, on: connection))
        let computed = try await Ledger.computed(of: organization.id, year: year, on: connection)
        let due = figures.due(year: year, now: now, computed: computed, marks: marks, full: full)
        for target in figures.lapsed(year: year, now: now, computed: computed, marks: marks) {
            try await Ledger.lapse(target, of: organization.id, on: connection)
        }
        var outcome = Outcome()
        if let facts = try await facts(for: due, history: history, organization: organization, on: connection) {
            let computation = try await Ledger.open(organization.id, year: year, knownAt: now, on: connection)
            for (period, targets) in Self.byPeriod(due) {
                try Task.checkCancellation()
                let settings = history.settings(on: period.from)
                let view = PeriodView(
                    facts: facts, window: Window(period, zone: settings.zone), settings: settings)
                for kpi in kpis where targets.contains(kpi.sheet.id) {
                    outcome.entries += try await Ledger.store(
                        kpi.figures(in: view), of: KPIPeriod(kpi: kpi.sheet.id, period: period),
                        version: kpi.sheet.version, settings: settings, organization: organization.id,
                        computation: computation, knownAt: now, on: connection)
                    outcome.computed += 1
                }
            }
        }
        try await Ledger.delete(marks, of: organization.id, on: connection)
        logger.debug(
            "computed unit",
            metadata: ["year": "\(year)", "figures": "\(outcome.computed)", "entries": "\(outcome.entries)"])
        return outcome
    }

    /// What all due figures need, read once; `nil` when nothing is due.
    private func facts(
        for due: [KPIPeriod], history: SettingsHistory, organization: Organization, on connection: Connection
    ) async throws -> Facts? {
        let reaches = Dictionary(uniqueKeysWithValues: kpis.map { ($0.sheet.id, $0.sheet.reach) })
        let needed = due.map { item in
            let window = Window(item.period, zone: history.settings(on: item.period.from).zone)
            return (from: window.beginning(reach: reaches[item.kpi] ?? 0), to: window.to)
        }
        guard let from = needed.map(\.from).min(), let to = needed.map(\.to).max() else { return nil }
        return try await FactsReader.read(organization.id, from: from, to: to, on: connection)
    }

    private static func byPeriod(_ due: [KPIPeriod]) -> [(Period, Set<String>)] {
        Dictionary(grouping: due, by: \.period).mapValues { Set($0.map(\.kpi)) }.sorted { $0.key < $1.key }
    }
}
