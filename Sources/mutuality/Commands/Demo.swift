import ArgumentParser
import Domain
import Export
import Foundation
import Ingestion
import KPIs
import Postgres
import Report
import Simulator
import Warehouse

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Simulate an organization, load it, and compute, release and export its figures.",
        discussion: """
            Writes the simulated records and the figures as CSV, Prometheus text and a spreadsheet, and prints what it \
            found. It uses a private database of its own, beside the usual one, and empties it each time. If a flag, the environment \
            or the configuration file names a data directory or a database, it uses that one and keeps what is there.
            """)

    @Option(help: "The number of people at any time.")
    var people = 400

    @Option(help: "The number of months of records.")
    var months = 18

    @Option(help: "Another seed gives another organization.")
    var seed: UInt64 = 1

    @Option(help: "The folder to write to. It is made if it is missing.", completion: .directory)
    var out = "demo"

    @OptionGroup var options: GlobalOptions

    private static let organization = "demo"

    func run() async throws {
        let progress = ProgressLine(quiet: options.quiet)
        let (store, ownDatabase) = try await openStore()
        let truths = try Simulation(
            people: people, months: months, seed: seed, until: Zone.utc.date(at: store.now), zone: .utc
        ).write(to: out + "/records") { progress.show("simulating: \($0.month), \($0.requests) requests") }
        if ownDatabase { try await empty(store) }
        let ingestors = try Simulation.datasets.map { dataset in
            try Ingestor(
                .file("\(out)/records/\(dataset.name).csv"), mapping: Mapping(identityOf: dataset),
                options: Ingestor.Options(
                    progress: { progress.show("\(dataset.name): \($0.text)") }, isCancelled: { Task.isCancelled }))
        }
        let name = try store.organizationName
        let formats = ExportFormats.all.map { (format: $0, path: "\(out)/kpis.\($0.fileExtension)") }
        let (figures, names) = try await store.use { warehouse in
            let organization = try await warehouse.organization(creating: name, now: store.now)
            // Of the years before, only who was there is simulated. Settings of a user's own stay as they are.
            if ownDatabase {
                try await warehouse.set(
                    [(name: Settings.dataSince.name, value: truths.from)], from: .distantPast, of: organization,
                    now: store.now)
            }
            // A database made anew needs no key that anybody keeps.
            let key =
                if ownDatabase { try PseudonymKey.ephemeral() } else {
                    try await store.pseudonymKey(of: organization, in: warehouse)
                }
            for ingestor in ingestors {
                _ = try await Load(ingestor).into(warehouse, organization: organization, key: key, now: store.now)
            }
            _ = try await ComputeWork(isNowGiven: true, logger: store.logger, progress: progress)
                .report(warehouse, organization, now: store.now)
            let published = try await Published(of: name, in: warehouse, now: store.now)
            let page = "\(out)/\(NightlyFormats.reportName)"
            for draft in try await published.drafts(formats, page: page).drafts { try draft.publish() }
            return (try await published.figures(), published.context.names)
        }
        progress.clear()
        let findings = DemoFindings(figures: figures, truths: truths, names: names)
        if options.json { return try Console.json(findings) }
        if let overview = Overview(of: figures, sheets: Catalog.all.map({ $0.sheet }), names: names) {
            try Console.print(OverviewTable(overview, .changes).text + "\n")
        }
        try Console.print(findings.text)
        if !options.quiet {
            Console.error(try directions(files: formats.map(\.path), size: size(of: figures, in: formats), store, name))
        }
    }

    /// The store that flags, environment or configuration name. Where they name none it is the demo's own, which may
    /// be emptied; likewise the organization.
    private func openStore() async throws -> (store: Store, isOwn: Bool) {
        var options = options
        let preferences = try options.preferences()
        if preferences.isDefault(Preferences.organization) { options.organization = Self.organization }
        let store = try Store(options)
        guard try store.conninfo == nil, try store.preferences[Preferences.dataDirectory] == nil else {
            return (store, false)
        }
        options.dataDir = try store.embeddedServer().dataDirectory + "-demo"
        return (try Store(options), true)
    }

    private func empty(_ store: Store) async throws {
        try await store.embeddedServer().use { conninfo in
            try await store.withPool(conninfo) { pool in
                try await Migrator(pool: pool, logger: store.logger).removeEverything()
            }
        }
    }

    /// How much is published, and the most that one KPI has of it.
    private func size(
        of figures: [PublishedFigure], in files: [(format: any ExportFormat, path: String)]
    ) throws -> String {
        let kpis = Set(figures.map(\.kpi))
        let rows = Dictionary(grouping: figures, by: \.kpi).mapValues(\.count)
        let exposition = files.first { $0.format is PrometheusFormat }
        let text = try exposition.map { try String(contentsOfFile: $0.path, encoding: .utf8) } ?? ""
        let samples = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        let series = kpis.map { kpi in samples.count { $0.hasPrefix("mutuality_\(kpi)_") } }
        return "\(figures.count) rows, \(rows.values.max() ?? 0) at most of one KPI; \(samples.count) series, "
            + "\(series.max() ?? 0) at most"
    }

    private func directions(files: [String], size: String, _ store: Store, _ name: String) throws -> String {
        let program = CommandLine.arguments[0]
        // A connection string can hold a password, and libpq's variables are there for the next command too.
        let place =
            if options.databaseUrl != nil { " --database-url …" } else if try store.conninfo == nil {
                " --data-dir \(try store.embeddedServer().dataDirectory)"
            } else { "" }
        return """

            Report: \(out)/\(NightlyFormats.reportName), to open in a browser
            Figures: \(files.joined(separator: ", ")) (\(size))
            Records: \(out)/records, with what was planted in planted.json
            Serve them: \(program) serve\(place) --organization \(name)
            Ask for one: \(program) analyze\(place) --organization \(name) --kpi time_to_resolve --from … --to …
            """
    }
}
