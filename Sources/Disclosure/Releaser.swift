import Domain
import Logging
import Postgres
import Warehouse

/// Takes what the ledger holds to the release: hides what must stay hidden, and replaces only what may be replaced.
public struct Releaser: Sendable {
    public struct Outcome: Sendable, Hashable {
        /// `nil` when nothing was due, no name either.
        public let release: Int64?
        /// Rows added, hidden ones included, and rows taken away.
        public let rows: Int
        /// Of what was due, rows that go on showing what the ledger no longer holds, since too few people's contributions
        /// changed. For who computes: it tells that somebody's changed.
        public let heldBack: Int
        /// Of the points that it added or changed, and of those whose signal it changed.
        public let signals: SignalTally
        /// Teams that are called otherwise than before.
        public let names: Int
    }

    private let warehouse: Database
    private let sheets: [String: Sheet]

    /// `sheets`: the definitions of every KPI that may be released.
    public init(warehouse: Database, sheets: [Sheet]) {
        self.warehouse = warehouse
        self.sheets = Dictionary(uniqueKeysWithValues: sheets.map { ($0.id, $0) })
    }

    /// Releases what is due: computed since its last release, and `release_lag_days` past the end of its period.
    ///
    /// One transaction, one release number; readers see all of it or nothing. One releaser an organization at a time:
    /// another is waited for. `unmatched`: ids that don't meet in the records that were read for it.
    public func release(
        _ organization: Organization, now: Instant, unmatched: [Unmatched] = []
    ) async throws -> Outcome {
        try await warehouse.transaction(as: .compute) { connection in
            try await AdvisoryLock.release(organization: organization.id).holdInTransaction(on: connection)
            return try await release(organization, now: now, unmatched: unmatched, on: connection)
        }
    }

    /// The same; `nil` where another is at it.
    public func releaseUnlessTaken(
        _ organization: Organization, now: Instant, unmatched: [Unmatched] = []
    ) async throws -> Outcome? {
        try await warehouse.transaction(as: .compute) { connection in
            let lock = AdvisoryLock.release(organization: organization.id)
            guard try await lock.tryInTransaction(on: connection) else { return nil }
            return try await release(organization, now: now, unmatched: unmatched, on: connection)
        }
    }

    private func release(
        _ organization: Organization, now: Instant, unmatched: [Unmatched], on connection: Connection
    ) async throws -> Outcome {
        try await ReleaseStore.storeInputs(of: sheets.values, organization: organization.id, on: connection)
        // Before the settings: what is set after this was read is followed by the next release.
        let pending = try await ReleaseStore.pending(of: organization.id, on: connection)
        let history = try await Database.settings(of: organization.id, on: connection)
        let due = pending.filter { item in
            sheets[item.target.kpi] != nil
                && history.settings(on: item.target.period.from).releaseDue(of: item.target.period) <= now
        }
        let present = try await FactsReader.present(organization.id, on: connection)
        var run = ReleaseRun(
            organization: organization, now: now, history: history, presence: present, connection: connection)
        for (key, items) in Self.bySeries(due) {
            guard let sheet = sheets[key.kpi] else { continue }
            try await run.release(items, of: sheet)
        }
        try await run.judge(by: Array(sheets.values))
        try await run.nameTeams()
        if let release = run.number {
            try await UnmatchedLog.note(unmatched, release: release, of: organization.id, on: connection)
        }
        try await ReleaseStore.close(due, of: organization.id, on: connection)
        return Outcome(
            release: run.number, rows: run.rows, heldBack: run.heldBack, signals: run.signals, names: run.names)
    }

    private struct Series: Hashable {
        let kpi: String
        let kind: PeriodKind
    }

    /// Each KPI's periods of one kind together, in their order.
    private static func bySeries(_ due: [PendingRelease]) -> [(Series, [PendingRelease])] {
        Dictionary(grouping: due) { Series(kpi: $0.target.kpi, kind: $0.target.period.kind) }
            .sorted { ($0.key.kpi, $0.key.kind.rawValue) < ($1.key.kpi, $1.key.kind.rawValue) }
    }
}
