import Domain
import Logging
import Postgres
import Warehouse

/// Takes what the ledger holds to the release: hides what must stay hidden, and replaces only what may be replaced.
public struct Releaser: Sendable {
    public struct Outcome: Sendable, Hashable {
        /// `nil` when nothing was due.
        public let release: Int64?
        /// Rows added, hidden ones included, and rows taken away.
        public let rows: Int
    }

    private let warehouse: Warehouse
    private let sheets: [String: Sheet]

    /// `sheets`: the definitions of every KPI that may be released.
    public init(warehouse: Warehouse, sheets: [Sheet]) {
        self.warehouse = warehouse
        self.sheets = Dictionary(uniqueKeysWithValues: sheets.map { ($0.id, $0) })
    }

    /// Releases what is due: computed since its last release, and `release_lag_days` past the end of its period.
    ///
    /// One transaction, one release number; readers see all of it or nothing. One releaser an organization at a time.
    public func release(_ organization: Organization, now: Instant) async throws -> Outcome {
        try await warehouse.transaction(as: .compute) { connection in
            let lock = AdvisoryLock.release(organization: organization.id).key
            _ = try await connection.query("SELECT pg_advisory_xact_lock(\(lock))") { _ in true }
            let history = try await Warehouse.settings(of: organization.id, on: connection)
            let present = try await FactsReader.present(organization.id, on: connection)
            var release: Int64?
            var count = 0
            var followed: [PendingRelease] = []
            var scopes: [Period: [Scope]] = [:]
            for item in try await ReleaseStore.pending(of: organization.id, on: connection) {
                let (kpi, period) = (item.target.kpi, item.target.period)
                let settings = history.settings(on: period.from)
                let due = settings.zone.start(of: period.to).advanced(byDays: settings.releaseLagDays)
                guard let sheet = sheets[kpi], due <= now else { continue }
                followed.append(item)
                let known: [Scope]
                if let found = scopes[period] {
                    known = found
                } else {
                    known = try await Ledger.scopes(of: organization.id, in: period, on: connection)
                    scopes[period] = known
                }
                let figures = try await Ledger.latest(of: item.target, organization: organization.id, on: connection)
                let drafts = SmallGroups(
                    sheet: sheet, period: period, organization: organization.name, settings: settings, scopes: known
                ).rows(for: figures, present: present)
                let standing = try await ReleaseStore.current(
                    of: item.target, organization: organization, on: connection)
                let former = try await ReleaseStore.former(
                    of: item.target, organization: organization, on: connection)
                // What was shown before somebody said since when the data is complete goes, whoever is behind it.
                let changes =
                    settings.dataSince <= period.from
                    ? Replacement.changes(
                        from: standing, former: former, to: drafts, sheet: sheet, figures: figures)
                    : Replacement.Changes(gone: standing.keys.sorted())
                guard !changes.isEmpty else { continue }
                let number: Int64
                if let release {
                    number = release
                } else {
                    number = try await ReleaseStore.open(organization.id, at: now, on: connection)
                    release = number
                }
                try await ReleaseStore.replace(
                    with: changes.rows, closing: changes.gone, of: item.target, organization: organization.id,
                    release: number, on: connection)
                count += changes.rows.count + changes.gone.count
            }
            try await ReleaseStore.close(followed, of: organization.id, on: connection)
            return Outcome(release: release, rows: count)
        }
    }
}
