import ArgumentParser
import Domain
import Export
import KPIs
import Report
import Warehouse

struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what changed in a period, and how sure that is.",
        discussion: """
            Each KPI's headline figure is held against its own past: those that changed come first, the largest change on \
            top, then what the whole organization's other figures are; with --scope, all of that scope; with KPIs, all that is \
            published of them, details too. A figure that has too few quarters is shown by its newest month. docs/signals.md says what the verdicts mean.
            """)

    @Argument(help: "Only these KPIs (default: all).")
    var kpi: [String] = []

    @OptionGroup var asked: OverviewArguments

    @Flag(help: "Print CSV, one row for each figure.")
    var csv = false

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let store = try Store(options)
        let name = try store.organizationName
        let (figures, all, unmatched, context) = try await store.use { warehouse in
            try await warehouse.requirePublished(organization: name)
            let published = try await Published(of: name, in: warehouse, now: store.now)
            return (
                try await published.figuresOfReport(),
                kpi.isEmpty ? [] : try await published.figures(of: Set(kpi)),
                try await warehouse.unmatched(of: name), published.context
            )
        }
        let overview = try asked.overview(of: figures, organization: name, kpis: kpi, context)
        let table = OverviewTable(
            overview, kpi.isEmpty && asked.scope == nil ? .changesAndOrganization : .everything,
            details: kpi.isEmpty ? nil : DetailTable(all, sheets: context.sheets, in: overview), unmatched: unmatched)
        if options.json { return try Console.json(table.json) }
        try Console.print(csv ? table.csv : table.text)
    }
}
