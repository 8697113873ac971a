import Domain
import Postgres
import Warehouse

/// One release in the making, within its transaction.
struct ReleaseRun {
    let organization: Organization
    let now: Instant
    let history: SettingsHistory
    /// What the organization has data of.
    let presence: Presence
    let connection: Connection
    /// `nil` until something changes.
    private(set) var number: Int64?
    private(set) var rows = 0
    /// Of the periods that were due, rows that go on showing what the ledger no longer holds.
    private(set) var heldBack = 0
    private(set) var signals = SignalTally()
    /// Teams that are called otherwise than before.
    private(set) var names = 0
    /// For each kind of period the first day of the first in which a row came, went or changed.
    private var changedSince: [PeriodKind: LocalDate] = [:]
    /// Kinds of period of which something was taken out of history.
    private var withdrawn: Set<PeriodKind> = []
    private var scopes: [Period: [Scope]] = [:]
    /// Of which a row was written that shows something, and of which one went that did.
    private var (teamsShown, teamsLost): (Set<String>, Set<String>) = ([], [])

    init(
        organization: Organization, now: Instant, history: SettingsHistory, presence: Presence,
        connection: Connection
    ) {
        self.organization = organization
        self.now = now
        self.history = history
        self.presence = presence
        self.connection = connection
    }

    /// `items`: periods of one kind of the sheet's KPI, in their order.
    ///
    /// While one period is written and the one after next comes from the server, the next is decoded and decided. Memory: the
    /// pages of two periods.
    mutating func release(_ items: [PendingRelease], of sheet: Sheet) async throws {
        guard let first = items.first else { return }
        var series: ReleasedSeries?
        var decided: Decision?
        var review = try await read(first, of: sheet)
        for following in items.dropFirst() {
            let deciding = review
            async let coming = deciding.decision
            if let decided { try await write(decided, of: sheet, to: &series) }
            decided = nil
            review = try await read(following, of: sheet)
            decided = try await coming
        }
        let deciding = review
        async let last = deciding.decision
        if let decided { try await write(decided, of: sheet, to: &series) }
        try await write(try await last, of: sheet, to: &series)
        guard var series else { return }
        rows += try await series.settle(release: try await open(), on: connection)
        signals.add(series.tally)
    }

    /// What changes in a period, and what stood there before.
    private struct Decision: Sendable {
        let target: KPIPeriod
        let standing: [Cell: ReleaseRow]
        let changes: Replacement.Changes
        /// `nil` where nothing may be shown at all or is left; history stays as it is.
        let shown: [ReleaseStore.Shown]?
    }

    /// What was read of a period, for a decision.
    private struct Review: Sendable {
        let target: KPIPeriod
        let standing: [Cell: ReleaseRow]
        let former: [Cell: ReleaseRow]
        /// Of the figures, and how they are judged; `nil` where nothing may be shown at all.
        let ledger: (figures: Ledger.Unread, groups: SmallGroups)?
        let present: Set<String>
        /// Whether the figures are fixed and another definition's: then no more than what must be hidden is changed.
        let isLeft: Bool

        /// What may be shown now, and how that differs from what stands.
        var decision: Decision {
            get throws {
                // What was shown before somebody said since when the data is complete, or in a zone in which it began earlier,
                // goes, whoever is behind it.
                var changes =
                    try ledger.map { unread, groups in
                        let figures = try unread.latest { groups.asks(for: $0) || standing[$0] != nil }
                        return Replacement.changes(
                            from: standing, former: former, to: groups.rows(for: figures, present: present),
                            sheet: groups.sheet, figures: figures, isObsolete: groups.isObsolete)
                    } ?? Replacement.Changes(gone: standing.keys.sorted())
                if isLeft { changes = changes.onlyHiding(standing) }
                let shown = isLeft && changes.isEmpty ? nil : ledger?.groups.shown
                return Decision(target: target, standing: standing, changes: changes, shown: shown)
            }
        }
    }

    private mutating func read(_ item: PendingRelease, of sheet: Sheet) async throws -> Review {
        let target = item.target
        let period = target.period
        let settings = history.settings(on: period.from)
        let present = presence.columns(under: settings)
        let standing = try await ReleaseStore.current(of: target, organization: organization, on: connection)
        guard settings.dataSince <= period.from, !item.isLapsed else {
            return Review(
                target: target, standing: standing, former: [:], ledger: nil, present: present, isLeft: false)
        }
        let groups = SmallGroups(
            sheet: sheet, period: period, organization: organization.name, settings: settings,
            scopes: sheet.scopes(of: period.kind) == [.organization] ? [] : try await scopes(in: period))
        let shown = Set(standing.keys.lazy.map(\.scope.kind))
        return Review(
            target: target, standing: standing,
            former: try await ReleaseStore.former(of: target, organization: organization, on: connection),
            ledger: (
                try await Ledger.unread(
                    target, in: groups.scopesAskedFor.union(shown), organization: organization.id, on: connection),
                groups
            ), present: present, isLeft: history.leaves(period, computedBy: item.version, of: sheet))
    }

    private mutating func write(
        _ decision: Decision, of sheet: Sheet, to series: inout ReleasedSeries?
    ) async throws {
        let (target, changes) = (decision.target, decision.changes)
        heldBack += changes.heldBack
        if !changes.isEmpty { try await write(changes, of: decision, of: sheet, to: &series) }
        guard let shown = decision.shown else { return }
        let isWithdrawn = try await ReleaseStore.withdraw(
            allBut: shown, version: sheet.version, of: target, organization: organization.id, on: connection)
        if isWithdrawn { withdrawn.insert(target.period.kind) }
    }

    private mutating func write(
        _ changes: Replacement.Changes, of decision: Decision, of sheet: Sheet, to series: inout ReleasedSeries?
    ) async throws {
        let target = decision.target
        let release = try await open()
        changedSince[target.period.kind] = min(
            changedSince[target.period.kind] ?? target.period.from, target.period.from)
        if series == nil {
            series = try await ReleasedSeries(
                of: sheet, target.period.kind, organization: organization.id, on: connection)
        }
        let signalled = series?.signalled(changes, replacing: decision.standing) ?? changes.rows
        let closing = signalled.map(\.figure.cell).filter { decision.standing[$0] != nil } + changes.gone
        try await ReleaseStore.replace(
            closing, with: signalled, of: target, organization: organization.id, release: release, on: connection)
        rows += signalled.count + changes.gone.count
        note(signalled, instead: closing.compactMap { decision.standing[$0] })
    }

    private mutating func note(_ rows: [ReleaseRow], instead former: [ReleaseRow]) {
        func teams(_ rows: [ReleaseRow]) -> [String] {
            rows.lazy.map(\.figure).filter { $0.cell.scope.kind == .team && $0.state.isShown }.map(\.cell.scope.id)
        }
        teamsShown.formUnion(teams(rows))
        teamsLost.formUnion(teams(former))
    }

    /// Once all that is due was released: `sheets` are those of all that is published.
    mutating func judge(by sheets: [Sheet]) async throws {
        if let number {
            rows += try await VerdictRun(
                organization: organization.id, history: history, sheets: sheets, connection: connection
            ).judge(since: changedSince, release: number)
        }
        let surveys = sheets.filter(\.isOfSurvey).map(\.id)
        let responses = VerdictRun.figures(of: sheets.filter(\.saysResponse))
        for kind in withdrawn {
            guard let months = Verdict.monthsBack(of: kind) else { continue }
            try await VerdictStore.withdraw(kind, reaching: months, organization: organization.id, on: connection)
            try await VerdictStore.withdraw(
                kind, of: surveys, answeredAs: responses, reaching: months, organization: organization.id,
                on: connection)
        }
    }

    /// Says what the teams are called of which something is shown, once it is settled which these are. A name alone makes a
    /// release, too.
    mutating func nameTeams() async throws {
        let standing = try await TeamNameStore.standing(in: organization.id, on: connection)
        var shown = teamsShown.union(standing.keys)
        // Of these something else may be shown: the whole release is only looked through where one is in doubt.
        let doubtful = teamsLost.subtracting(teamsShown)
        if !doubtful.isEmpty {
            let left = try await TeamNameStore.shown(among: doubtful, in: organization.id, on: connection)
            shown.subtract(doubtful.subtracting(left))
        }
        let today = history.settings(on: Zone.utc.date(at: now)).zone.date(at: now)
        let told = try await TeamNameStore.told(of: shown, by: today, in: organization.id, on: connection)
        var changed: [String: String?] = [:]
        for team in shown {
            let name = told[team].flatMap(TeamName.shown)
            guard standing[team] != .some(name) else { continue }
            changed.updateValue(name, forKey: team)
            if standing[team] ?? nil != name { names += 1 }
        }
        let gone = standing.keys.filter { !shown.contains($0) }
        guard !changed.isEmpty || !gone.isEmpty else { return }
        try await TeamNameStore.replace(
            gone + changed.keys, with: changed, in: organization.id, release: try await open(), on: connection)
    }

    private mutating func open() async throws -> Int64 {
        if let number { return number }
        let opened = try await ReleaseStore.open(organization.id, at: now, on: connection)
        number = opened
        return opened
    }

    private mutating func scopes(in period: Period) async throws -> [Scope] {
        if let known = scopes[period] { return known }
        let found = try await Ledger.scopes(of: organization.id, in: period, on: connection)
        scopes[period] = found
        return found
    }
}
