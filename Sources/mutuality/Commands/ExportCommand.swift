import ArgumentParser
import Domain
import Export
import KPIs
import Warehouse

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the released figures to a file.",
        discussion: """
            csv has every released period, one row for each figure. prometheus has the newest closed period, as a text \
            file for the node exporter's collector. xlsx is a workbook of each KPI's headline figure: the newest quarter, \
            every period by question, and what the KPIs mean. A file is replaced in one step or stays as it was. With \
            --as-known-at it is what an export at that time gave, byte for byte. A release counts from when its command \
            began.

            --kpi, --scope, --period, --statistic and --since write a part of it. A value of each is enough, and each of \
            them can be given several times but --since. They never make an older period the newest of prometheus. Before \
            the first release nothing is written, and the exit code is 66.
            """)

    @Option(help: "\(ExportFormats.all.map(\.name).joined(separator: ", ")).")
    var format: String

    @Option(help: "The file to write, or - for standard output.", completion: .file())
    var out: String

    @Option(help: "Only this KPI: \(Catalog.all.map { $0.sheet.id }.joined(separator: ", ")).")
    var kpi: [String] = []

    @Option(help: "Only organization, department=ID or team=ID, or all of a kind: department, team.")
    var scope: [String] = []

    @Option(
        help: """
            Only this period: 2026-Q3, 2026-10, 2026 or 2026-W41; or all of a length: \
            \(PeriodKind.allCases.map(\.rawValue).joined(separator: ", ")).
            """)
    var period: [String] = []

    @Option(help: "Only this statistic, such as p50.")
    var statistic: [String] = []

    @Option(help: "Only periods that begin on this date or later, such as 2026-03-01.")
    var since: String?

    @Option(help: "Export as of this time: 2026-03-01T08:00:00Z, or a date for its beginning in UTC (default: now).")
    var asKnownAt: String?

    @OptionGroup var csv: CSVOptions

    @OptionGroup var options: GlobalOptions

    private var filter: FigureFilter {
        get throws {
            let wanted: [(FigureFilter.Property, [String])] = [
                (.kpi, kpi), (.scope, scope), (.period, period), (.statistic, statistic),
                (.since, since.map { [$0] } ?? []),
            ]
            return try FigureFilter(
                wanted.flatMap { property, values in values.map { (property, $0) } }, of: Catalog.all.map { $0.sheet })
        }
    }

    func run() async throws {
        let filter = try filter
        let instant = try asKnownAt.map { try Moment.parse($0, in: .utc) }
        let format = try csv.format(named: format)
        let descriptorPath = try csv.descriptorPath(beside: out)
        let store = try Store(options)
        let name = try store.organizationName
        let rows: Int? = try await store.use { warehouse in
            try await warehouse.requirePublished(organization: name)
            let isReleased = try await warehouse.currentRelease(of: name, asKnownAt: instant) != nil
            let published = try await Published(
                of: name, in: warehouse, asKnownAt: instant, filter: filter, now: store.now)
            guard out == "-" else {
                let (drafts, rows) = try await published.drafts([(format, out)])
                guard isReleased else { throw CommandError.nothingReleased(of: name, by: instant) }
                let descriptor = try descriptorPath.map {
                    try csv.descriptor(at: $0, of: name, file: out, format: format)
                }
                for draft in drafts { try draft.publish() }
                try descriptor?.publish()
                return rows
            }
            guard isReleased else { throw CommandError.nothingReleased(of: name, by: instant) }
            return try await published.print(as: format)
        }
        if options.json, out != "-" {
            return try Console.json(
                ["file": out, "format": format.name, "rows": rows, "datapackage": descriptorPath] as JSONObject)
        }
        guard let rows, !options.quiet, !options.json else { return }
        if out != "-" {
            Console.error("\(out): written from \(counted(rows, "row", "rows")) of the published table.")
        }
        if rows == 0 { Console.error("No released figure is of what was asked for.") }
    }
}
