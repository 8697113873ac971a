import Analytics
import ArgumentParser
import Domain
import KPIs
import Warehouse

struct SelfCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "self",
        abstract: "Show one person's own overload index, on that person's request.",
        discussion: """
            For the custodian, whoever may see individual records: what the index of a person who asks for it is made of, and \
            the median of the last \(OwnOverload.weekCount) week ends. Hand it to that person and to nobody else. It is no \
            diagnosis and no judgement. That you asked, and for whom, is entered in the audit log before anything is shown; \
            nothing else is stored, and nothing released. See docs/self.md.
            """)

    @Argument(help: "The person's id as the files have it, or - for the id on standard input.")
    var person: String

    @Option(help: "The source that knows the person by this id (default: every source).")
    var source: String?

    @Option(
        help: """
            The index at the end of this period, which must be over: 2026-W41 is an ISO week, 2026-10 a month, 2026-Q4 a \
            quarter, 2026 a year (default: the last ISO week).
            """)
    var period: String?

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let store = try Store(options)
        let id = person == "-" ? readLine() ?? "" : person
        guard !CanonicalText.of(id).isEmpty else {
            throw CommandError(.usage, "there is no id", mend: "give one, or write it to standard input")
        }
        let asked = try period.map { try Period(argument: $0) }
        try store.requirePseudonymKey()
        guard let key = try store.pseudonymKeyIfAny() else { return }
        let (name, source, isJSON) = (try store.organizationName, source.map(CanonicalText.of), options.json)
        try Console.print(
            try await store.use { warehouse in
                let organization = try await warehouse.organization(named: name)
                let history = try await warehouse.settings(of: organization)
                let view = try await OwnView.read(
                    of: id, source: source, key: key, in: organization,
                    period: try Self.over(asked, by: store.now, history), now: store.now, from: warehouse)
                let shown = ShownOwnView(organization: name, view: view)
                return isJSON ? try Console.jsonText(shown.json) : shown.text
            })
    }

    /// A period that is over, or the last ISO week that is.
    private static func over(_ period: Period?, by now: Instant, _ history: SettingsHistory) throws -> Period {
        let today = history.settings(on: Zone.utc.date(at: now)).zone.date(at: now)
        guard let period else { return OwnOverload.lastWeek(to: today) }
        guard OwnOverload.window(of: period, zone: history.settings(on: period.from).zone).to <= now else {
            throw CommandError(
                .usage, "\(period.name) is not over",
                mend: "ask for one that is, such as \(OwnOverload.lastWeek(to: today).name)")
        }
        return period
    }
}
