import Domain
import Postgres
import Warehouse

/// One release in the making, within its transaction.
struct ReleaseRun {
    let organization: Organization
    let now: Instant
    let history: SettingsHistory
    /// What the organization has data of.
    let present: Set<String>
    let connection: Connection
    /// `nil` until something changes.
    private(set) var number: Int64?
    private(set) var rows = 0
    private(set) var signals = SignalTally()
    private var scopes: [Period: [Scope]] = [:]

    init(
        organization: Organization, now: Instant, history: SettingsHistory, present: Set<String>,
        connection: Connection
    ) {
        self.organization = organization
        self.now = now
        self.history = history
        self.present = present
        self.connection = connection
    }

    /// `targets`: periods of one kind of the sheet's KPI, in their order.
    mutating func release(_ targets: [KPIPeriod], of sheet: Sheet) async throws {
        var series: ReleasedSeries?
        for target in targets {
            let standing = try await ReleaseStore.current(of: target, organization: organization, on: connection)
            let changes = try await changes(of: target, from: standing, sheet: sheet)
            guard !changes.isEmpty else { continue }
            let release = try await open()
            if series == nil {
                series = try await ReleasedSeries(
                    of: sheet, target.period.kind, organization: organization.id, on: connection)
            }
            let signalled = series?.signalled(changes, replacing: standing) ?? changes.rows
            let closing = signalled.map(\.figure.cell).filter { standing[$0] != nil } + changes.gone
            try await ReleaseStore.replace(
                closing, with: signalled, of: target, organization: organization.id, release: release, on: connection)
            rows += signalled.count + changes.gone.count
        }
        guard var series else { return }
        rows += try await series.settle(release: try await open(), on: connection)
        signals.add(series.tally)
    }

    private mutating func open() async throws -> Int64 {
        if let number { return number }
        let opened = try await ReleaseStore.open(organization.id, at: now, on: connection)
        number = opened
        return opened
    }

    /// What may be shown now, and how that differs from what stands.
    private mutating func changes(
        of target: KPIPeriod, from standing: [Cell: ReleaseRow], sheet: Sheet
    ) async throws -> Replacement.Changes {
        let period = target.period
        let settings = history.settings(on: period.from)
        // What was shown before somebody said since when the data is complete goes, whoever is behind it.
        guard settings.dataSince <= period.from else { return Replacement.Changes(gone: standing.keys.sorted()) }
        let groups = SmallGroups(
            sheet: sheet, period: period, organization: organization.name, settings: settings,
            scopes: sheet.scopes(of: period.kind) == [.organization] ? [] : try await scopes(in: period))
        let figures = try await Ledger.latest(of: target, organization: organization.id, on: connection)
        let former = try await ReleaseStore.former(of: target, organization: organization, on: connection)
        return Replacement.changes(
            from: standing, former: former, to: groups.rows(for: figures, present: present), sheet: sheet,
            figures: figures)
    }

    private mutating func scopes(in period: Period) async throws -> [Scope] {
        if let known = scopes[period] { return known }
        let found = try await Ledger.scopes(of: organization.id, in: period, on: connection)
        scopes[period] = found
        return found
    }
}
