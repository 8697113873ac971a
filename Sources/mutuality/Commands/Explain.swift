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
        abstract: "Where a figure comes from, and why it is hidden or not what it was.",
        discussion: """
            For the custodian: definition, figures of ledger and release, records and files behind them, rejected rows \
            that would have counted, calendars, settings, restatements and why each came. It shows small groups, so it is \
            not fit to be passed on, and every use is entered in the audit log. With --reader, and for a login that may \
            read the release alone, it tells what every reader may know, and nothing else.
            """)

    @OptionGroup var options: GlobalOptions

    @Argument(help: "One of: \(Catalog.all.map { $0.sheet.id }.joined(separator: ", ")).")
    var kpi: String

    @Option(help: "organization, department=ID or team=ID (default: organization).")
    var scope: String?

    @Option(help: "2026-10 is a month, 2026-Q4 a quarter, 2026 a year, 2026-W41 an ISO week.")
    var period: String

    @Option(help: "Only this measure of the KPI.")
    var measure: String?

    @Option(help: "Only this statistic, as p50.")
    var statistic: String?

    @Option(help: "The parts of a breakdown, as kind, or one of them, as kind=emotional (default: the whole).")
    var breakdown: String?

    @Flag(help: "Tell only what every reader may know.")
    var reader = false

    func run() async throws {
        let question = try ExplainArguments(
            kpi: kpi, scope: scope, period: period, measure: measure, statistic: statistic, breakdown: breakdown
        ).question()
        let store = try await Store(options)
        let name = try store.organizationName
        let isQuiet = options.quiet || options.json
        let (reader, isJSON) = (reader, options.json)
        try Console.print(
            try await store.use { warehouse in
                let isCustodian = try await warehouse.isCustodian()
                if !reader, !isCustodian, !isQuiet {
                    Console.error("as every reader may know it; for more, the login must belong to mutuality_custodian")
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
        _ question: Question, of name: String, in warehouse: Warehouse, now: Instant
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
        _ question: Question, of name: String, in warehouse: Warehouse, now: Instant
    ) async throws -> CustodianExplanation {
        let organization = try await warehouse.organization(named: name)
        let (explanation, verdicts) = try await warehouse.transaction(as: .custodian, isolation: .repeatableRead) {
            connection in
            try ExplainArguments.check(
                question.scope,
                among: try await Ledger.scopes(of: organization.id, in: question.period, on: connection))
            return (
                try await Explanation.read(question, of: organization, now: now, on: connection),
                try await Verdicts.read(
                    question.sheet, in: question.period, of: organization, now: now, on: connection)
            )
        }
        return CustodianExplanation(
            organization: name, explanation: explanation, verdicts: verdicts,
            context: try await PublishedContext.read(
                question, cells: explanation.published, of: name, in: warehouse, now: now))
    }
}
