import Domain
import Postgres
import Warehouse

/// What the rules of disclosure withhold of each cell of a KPI in a period, as the next release would apply them.
public struct Withholding: Sendable {
    let sheet: Sheet
    let period: Period
    let settings: Settings
    let now: Instant
    let present: Set<String>
    let figures: [Cell: Figure]
    let standing: [Cell: ReleaseRow]
    let former: [Cell: ReleaseRow]
    let groups: SmallGroups
    private let isLeft: Bool
    private let drafts: [Cell: ReleaseRow]
    /// What stands once the changes are made.
    private let after: [Cell: ReleaseRow]

    /// `figures`: what the ledger holds. `standing`, `former`, `groups`: as for `Replacement.changes`. `isLeft`: whether the
    /// figures are fixed and another definition's.
    init(
        sheet: Sheet, period: Period, settings: Settings, now: Instant, present: Set<String>, figures: [Cell: Figure],
        standing: [Cell: ReleaseRow], former: [Cell: ReleaseRow], groups: SmallGroups, isLeft: Bool
    ) {
        self.sheet = sheet
        self.period = period
        self.settings = settings
        self.now = now
        self.present = present
        self.figures = figures
        self.standing = standing
        self.former = former
        self.groups = groups
        self.isLeft = isLeft
        let drafts = groups.rows(for: figures, present: present)
        var changes = Replacement.changes(
            from: standing, former: former, to: drafts, sheet: sheet, figures: figures, isObsolete: groups.isObsolete)
        if isLeft { changes = changes.onlyHiding(standing) }
        self.drafts = Dictionary(uniqueKeysWithValues: drafts.map { ($0.figure.cell, $0) })
        var after = standing
        for row in changes.rows { after[row.figure.cell] = row }
        for cell in changes.gone { after[cell] = nil }
        self.after = after
    }

    /// For a transaction that is one snapshot, of a role that may read ledger, release and settings.
    package static func read(
        _ sheet: Sheet, in period: Period, of organization: Organization, now: Instant, on connection: Connection
    ) async throws -> Withholding {
        let target = KPIPeriod(kpi: sheet.id, period: period)
        let history = try await Database.settings(of: organization.id, on: connection)
        let settings = history.settings(on: period.from)
        let computed = try await Ledger.lastComputed(target, of: organization.id, on: connection)
        return Withholding(
            sheet: sheet, period: period, settings: settings, now: now,
            present: try await FactsReader.present(organization.id, on: connection).columns(under: settings),
            figures: try await Ledger.latest(of: target, organization: organization.id, on: connection),
            standing: try await ReleaseStore.current(of: target, organization: organization, on: connection),
            former: try await ReleaseStore.former(of: target, organization: organization, on: connection),
            groups: SmallGroups(
                sheet: sheet, period: period, organization: organization.name, settings: settings,
                scopes: try await Ledger.scopes(of: organization.id, in: period, on: connection)),
            isLeft: computed.map { history.leaves(period, computedBy: $0.state.version, of: sheet) } ?? false)
    }

    /// Empty where the cell shows what the ledger holds.
    public func reasons(for cell: Cell) -> [WithholdingReason] {
        if settings.dataSince > period.from { return [.beforeData(since: settings.dataSince)] }
        let due = settings.releaseDue(of: period)
        guard let row = standing[cell] else { return now < due ? [.notDue(due)] : reasonsUnlisted(cell) }
        let shown: [WithholdingReason] =
            switch row.figure.state {
            case .released: []
            case .codedLow, .codedHigh: [.personal]
            case .suppressed: [.tooFewPeople(least: row.leastPeople)]
            case .noData: [.lacksData(lacking(cell))]
            }
        if let draft = drafts[cell], Replacement.isSame(row, as: draft) { return shown }
        if after[cell] != row { return shown + [now < due ? .notDue(due) : .nextRelease] }
        return shown + [isLeft ? .fixed : heldBack(cell, row)]
    }

    private func reasonsUnlisted(_ cell: Cell) -> [WithholdingReason] {
        guard groups.publishes(cell) else { return [.notPublished] }
        if after[cell] != nil { return [.nextRelease] }
        let closed = Replacement.parents(of: cell, sheet: sheet).filter { !(after[$0]?.figure.state.isShown ?? false) }
        if !closed.isEmpty { return [.beneath(closed)] }
        if drafts[cell] != nil, isLeft { return [.fixed] }
        if drafts[cell] != nil, let row = former[cell] { return [heldBack(cell, row)] }
        let least = groups.least(of: cell)
        return figures[cell].map { $0.contributors.people < least } ?? true ? [.tooFewPeople(least: least)] : []
    }

    private func heldBack(_ cell: Cell, _ row: ReleaseRow) -> WithholdingReason {
        let digest = figures[cell]?.contributors.digest ?? Contributors.Digest()
        return .heldBack(
            changed: Replacement.people(row.digest.differences(from: digest), sheet), least: Replacement.leastChange)
    }

    private func lacking(_ cell: Cell) -> [String] {
        sheet.lacking(present.contains) + (sheet.measure(of: cell)?.lacking(present.contains) ?? [])
            + (sheet.statistic(of: cell)?.needs ?? []).filter { !present.contains($0) }
    }
}
