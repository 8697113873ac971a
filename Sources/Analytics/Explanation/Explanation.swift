import Domain
import Postgres
import Warehouse

/// Where the figures of a KPI come from, for the custodian alone: small groups and files are named.
public struct Explanation: Sendable {
    public let question: Question
    public let window: Window
    /// One a dataset, as the sheet lists them.
    public let inputs: [ExplainedInput]
    public let calendars: [CalendarInUse]
    /// Items that may be meant to be those that the KPI reads.
    public let misspelt: [SurveyItemMisspelt]
    public let settings: [SettingInForce]
    /// Whether the period is never computed again.
    public let isFixed: Bool
    /// `nil`: never computed, or counting as such.
    public let computation: LastComputation?
    /// What the ledger holds of the cells that are asked for.
    public let entries: [LedgerEntry]
    public let published: [PublishedCell]
    /// Oldest first.
    public let restatements: [Restatement]

    /// What the KPI was last computed with, in the period.
    public struct LastComputation: Sendable, Hashable {
        public let knownAt: Instant
        public let version: Int
        /// SHA-256 of the settings, in hexadecimal.
        public let settingsVersion: String
        /// Whether definition and settings are still those.
        public let isCurrent: Bool
    }

    /// Enters in the audit log that somebody asked. For a transaction of the custodian's that is one snapshot.
    package static func read(
        _ question: Question, of organization: Organization, now: Instant, on connection: Connection
    ) async throws -> Explanation {
        try await Database.audit(
            "explain", "\(question.sheet.id) of \(question.scope.words) in \(question.period.name)", organization.id,
            now, on: connection)
        let history = try await Database.settings(of: organization.id, on: connection)
        let settings = history.settings(on: question.period.from)
        let window = Window(question.period, zone: settings.zone)
        return Explanation(
            question: question, window: window,
            inputs: try await ExplainedInput.read(
                question.sheet, window: window,
                present: try await FactsReader.present(organization.id, on: connection).columns(under: settings),
                organization: organization.id,
                on: connection),
            calendars: try await CalendarInUse.read(question, organization: organization.id, on: connection),
            misspelt: try await SurveyItemsInData.like(question.sheet.items, of: organization.id, on: connection),
            settings: SettingInForce.all(in: history, on: question.period.from, for: question.sheet),
            isFixed: history.fixedBefore > question.period.from,
            computation: try await lastComputation(question, settings, organization: organization.id, on: connection),
            entries: try await LedgerEntry.read(question, organization: organization.id, on: connection),
            published: try await PublishedCell.read(question, of: organization.name, on: connection),
            restatements: try await Restatement.read(question, history, organization: organization.id, on: connection))
    }

    /// `nil` where it counts as never computed.
    private static func lastComputation(
        _ question: Question, _ settings: Settings, organization: Int64, on connection: Connection
    ) async throws -> LastComputation? {
        let target = KPIPeriod(kpi: question.sheet.id, period: question.period)
        guard let (state, knownAt) = try await Ledger.lastComputed(target, of: organization, on: connection),
            !state.isLapsed
        else { return nil }
        return LastComputation(
            knownAt: knownAt, version: state.version, settingsVersion: state.settingsHash.hexadecimal,
            isCurrent: state == ComputedState(question.sheet, settings))
    }
}

extension Scope {
    /// `organization`, `team payments`.
    public var words: String { kind == .organization ? kind.rawValue : "\(kind.rawValue) \(id)" }
}
