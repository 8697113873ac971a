import Domain
import KPIs
import Postgres
import Warehouse

/// A person's own view of their overload index: at a period's end, and at the week ends before. For the custodian, on the
/// person's request.
///
/// It is made when it is asked for. Nothing of it is stored but that somebody asked, and for whom, in the audit log: that
/// is committed before this is handed over, or it is not.
public struct OwnView: Sendable {
    public struct PeriodEnd: Sendable {
        public let period: Period
        public let overload: OwnOverload
    }

    public let asked: PeriodEnd
    /// Of `OwnOverload.weekCount` weeks, oldest first; the last is over when the period is, or before.
    public let weekEnds: [PeriodEnd]

    public var median: Double? { OwnOverload.median(of: weekEnds.map(\.overload)) }
    /// How many of the week ends have an index.
    public var medianCount: Int { weekEnds.count { $0.overload.value != nil } }

    /// `period` has to be over by now. `source`: the one that knows the person by this id, `nil` for any. `systemUser`:
    /// who asks, beside the login, which can be everybody's.
    ///
    /// Throws what `Database.person` throws.
    public static func read(
        of nativeID: String, source: String?, key: PseudonymKey, in organization: Organization, period: Period,
        systemUser: String? = nil, now: Instant, from warehouse: Database
    ) async throws -> OwnView {
        let (person, work, facts) = try await warehouse.transaction(as: .custodian, isolation: .repeatableRead) {
            connection in
            let person = try await Database.person(
                nativeID, source: source, in: organization, key: key, on: connection)
            try await person.auditLook(
                "in \(period.name)", systemUser: systemUser, organization: organization.id, now: now, on: connection)
            let history = try await Database.settings(of: organization.id, on: connection)
            let presence = try await FactsReader.present(organization.id, on: connection)
            let work = ([period] + OwnOverload.weeks(to: period.to)).map { Work($0, history, presence) }
            let needs = FactNeeds(
                work.filter(\.isComplete).map { (sheet: HelperOverloadIndex.sheet, window: $0.window) },
                present: presence.all)
            return (person, work, try await FactsReader.read(organization.id, needs, on: connection).facts)
        }
        let ends = work.map { PeriodEnd(period: $0.period, overload: $0.overload(of: person.id, in: facts)) }
        return OwnView(asked: ends[0], weekEnds: Array(ends.dropFirst()))
    }

    /// What is to be computed of one period's end.
    private struct Work: Sendable {
        let period: Period
        let settings: Settings
        let window: Window
        /// What counts as given under the settings.
        let present: Set<String>
        let isComplete: Bool

        init(_ period: Period, _ history: SettingsHistory, _ presence: Presence) {
            self.period = period
            settings = history.settings(on: period.from)
            window = OwnOverload.window(of: period, zone: settings.zone)
            present = presence.columns(under: settings)
            let first = settings.zone.date(at: window.from)
            isComplete = settings.dataSince <= first && history.fixedBefore <= first
        }

        func overload(of person: Int64, in facts: Facts) -> OwnOverload {
            guard isComplete else { return OwnOverload(incompleteIn: window) }
            let reach = HelperOverloadIndex.sheet.reachOfPeriod(given: present)
            var slice = facts.slice(from: window.beginning(reach: reach), to: window.to)
            slice.present = present
            return OwnOverload(of: person, in: PeriodView(facts: slice, window: window, settings: settings))
        }
    }
}
