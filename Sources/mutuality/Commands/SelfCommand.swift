import Analytics
import ArgumentParser
import Domain
import Foundation
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

    @Flag(help: "Show who looked at this person's, and when, instead of the index.")
    var looks = false

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let store = try Store(options)
        let id = try self.id()
        guard !looks || period == nil else {
            throw CommandError(.usage, "--looks are of all periods", mend: "leave out --period")
        }
        let asked = try period.map { try Period(argument: $0) }
        try store.requirePseudonymKey()
        guard let key = try store.pseudonymKeyIfAny() else { return }
        let (name, source, isJSON) = (try store.organizationName, source.map(CanonicalText.of), options.json)
        // On a server of the program's own the login is the same whoever asks.
        let systemUser = NSUserName()
        guard !looks else {
            let shown = ShownLooks(
                organization: name,
                looks: try await store.use { warehouse in
                    try await OwnView.looks(
                        at: id, source: source, key: key, in: try await warehouse.organization(named: name),
                        systemUser: systemUser, now: store.now, from: warehouse)
                })
            return try isJSON ? Console.json(shown.json) : Console.print(shown.text)
        }
        try Console.print(
            try await store.use { warehouse in
                let organization = try await warehouse.organization(named: name)
                let history = try await warehouse.settings(of: organization)
                let view = try await OwnView.read(
                    of: id, source: source, key: key, in: organization,
                    period: try Self.over(asked, by: store.now, history), systemUser: systemUser, now: store.now,
                    from: warehouse)
                let shown = ShownOwnView(organization: name, view: view)
                return isJSON ? try Console.jsonText(shown.json) : shown.text
            })
    }

    /// The one on standard input, if that is asked for.
    private func id() throws -> String {
        var lines: [String] = []
        if person == "-" { while let line = readLine() { lines.append(line) } } else { lines = [person] }
        let ids = lines.filter { !CanonicalText.of($0).isEmpty }
        guard ids.count <= 1 else {
            throw CommandError(
                .usage, "standard input has \(ids.count) lines, and people ask one at a time",
                mend: "write one id to it")
        }
        guard let id = ids.first else {
            throw CommandError(.usage, "there is no id", mend: "give one, or write it to standard input")
        }
        return id
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
