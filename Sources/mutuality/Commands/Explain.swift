import Analytics
import ArgumentParser
import Disclosure
import Domain
import Ingestion
import KPIs
import Postgres
import Warehouse

struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Explain where a figure comes from, and why it is hidden or has changed.",
        discussion: """
            The custodian, whoever may see individual records, gets the definition, the figures of ledger and release, \
            the records and files behind them, rejected rows that would have counted, calendars, settings, and each \
            restatement with its cause. Do not share this output: it is not protected, and shows small groups. Every use is \
            entered in the audit log. With --reader, and for a login that may only read the release, it shows what \
            every reader may know.
            """)

    @Argument(help: "One of: \(Catalog.all.map { $0.sheet.id }.joined(separator: ", ")).")
    var kpi: String

    @Option(help: "organization, department=ID or team=ID (default: organization).")
    var scope: String?

    @Option(help: "2026-10 is a month, 2026-Q4 a quarter, 2026 a year, 2026-W41 an ISO week.")
    var period: String

    @Option(help: "Only this measure of the KPI.")
    var measure: String?

    @Option(help: "Only this statistic, such as p50.")
    var statistic: String?

    @Option(
        help: "The parts of a breakdown, such as kind, or one of them, such as kind=emotional (default: the whole).")
    var breakdown: String?

    @Flag(help: "Show only what every reader may know.")
    var reader = false

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let question = try ExplainArguments(
            kpi: kpi, scope: scope, period: period, measure: measure, statistic: statistic, breakdown: breakdown
        ).question()
        let store = try Store(options)
        let name = try store.organizationName
        let isQuiet = options.quiet || options.json
        let (reader, isJSON) = (reader, options.json)
        try Console.print(
            try await store.use { warehouse in
                let isCustodian = try await warehouse.isCustodian()
                if !reader, !isCustodian, !isQuiet {
                    Console.error(
                        "This is what every reader may know. For more, the login must belong to mutuality_custodian.")
                }
                if reader || !isCustodian {
                    let explanation = try await Self.published(question, of: name, in: warehouse, now: store.now)
                    return isJSON ? try Console.jsonText(explanation.json) : explanation.text
                }
                let explanation = try await Self.whole(question, of: name, in: warehouse, now: store.now)
                return isJSON ? try Console.jsonText(explanation.json) : explanation.text
            })
    }

    private static func published(
        _ question: Question, of name: String, in warehouse: Database, now: Instant
    ) async throws -> ReaderExplanation {
        try await warehouse.requirePublished(organization: name)
        try ExplainArguments.check(question.scope, among: try await warehouse.publishedScopes(of: name))
        let cells = try await warehouse.transaction(as: .reader) { connection in
            try await PublishedCell.read(question, of: name, on: connection)
        }
        return ReaderExplanation(
            organization: name, question: question, cells: cells,
            context: try await PublishedContext.read(question, cells: cells, of: name, in: warehouse, now: now))
    }

    private static func whole(
        _ question: Question, of name: String, in warehouse: Database, now: Instant
    ) async throws -> CustodianExplanation {
        let organization = try await warehouse.organization(named: name)
        let (explanation, withholding) = try await warehouse.transaction(as: .custodian, isolation: .repeatableRead) {
            connection in
            try ExplainArguments.check(
                question.scope,
                among: try await Ledger.scopes(of: organization.id, in: question.period, on: connection))
            return (
                try await Explanation.read(question, of: organization, now: now, on: connection),
                try await Withholding.read(
                    question.sheet, in: question.period, of: organization, now: now, on: connection)
            )
        }
        return CustodianExplanation(
            organization: name, explanation: explanation, withholding: withholding,
            context: try await PublishedContext.read(
                question, cells: explanation.published, of: name, in: warehouse, now: now))
    }
}
