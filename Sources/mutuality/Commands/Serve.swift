import ArgumentParser
import Domain
import Endpoint
import Export
import KPIs
import ServiceLifecycle
import UnixSignals
import Warehouse

struct Serve: AsyncParsableCommand, SignalAware {
    static let configuration = CommandConfiguration(
        abstract: "Serve the released figures over HTTP, on this machine only.",
        discussion: """
            /metrics/kpi is for Prometheus, /v1/kpis.csv for spreadsheets, /metrics for the service itself, \
            /-/healthy and /-/ready for supervisors, / and /report for people. The first two take the filters of "mutuality \
            export" as query parameters, as in /v1/kpis.csv?kpi=backlog&scope=team, and answer in gzip on request. \
            It picks up a new release within 5 seconds, and a load or target without one within 10 minutes. No request \
            reaches the database. On SIGTERM it finishes the answers under way and ends.
            """)

    @Option(
        help: "HOST:PORT on the loopback interface. Port 0 takes any free one (default: \(ListenAddress.standard)).")
    var listen: String?

    @OptionGroup var options: GlobalOptions

    /// A poll that takes longer counts as failed: the last snapshot is served on, with mutuality_up 0.
    private static let pollDeadline = Duration.seconds(30)

    func run() async throws {
        let store = try Store(options, own: [Preferences.listen.name: listen])
        let name = try store.organizationName
        let address = try store.preferences[Preferences.listen]
        let context = try ExportContext(sheets: Catalog.all.map { $0.sheet })
        let (options, now) = (options, options.now)
        try await store.use(deadline: Self.pollDeadline) { warehouse in
            try await warehouse.requirePublished(organization: name)
            let server = EndpointServer(
                configuration: .init(
                    listen: address, version: Mutuality.configuration.version,
                    now: { now ?? GlobalOptions.clock() }),
                source: ReleaseSource(
                    warehouse: warehouse, organization: name, now: { now ?? GlobalOptions.clock() }),
                context: context,
                logger: store.logger,
                onListening: { address in
                    let url = "http://\(address)/"
                    if options.json {
                        do {
                            try Console.print("{\"listening\" : \"\(url)\"}")
                        } catch {
                            Console.tell(error)
                        }
                    } else if !options.quiet {
                        Console.error("Listening on \(url)")
                    }
                })
            let group = ServiceGroup(
                configuration: .init(
                    services: [.init(service: server)], gracefulShutdownSignals: [.sigterm, .sigint],
                    logger: store.logger))
            try await group.run()
        }
    }
}

/// A command that looks after SIGINT and SIGTERM itself.
protocol SignalAware {}

/// The release of one organization, as the reader's role sees it.
private struct ReleaseSource: SnapshotSource {
    let warehouse: Database
    let organization: String
    let now: @Sendable () -> Instant

    func currentRelease() async throws -> Release? {
        try await warehouse.currentRelease(of: organization).map(Release.init(number:releasedAt:))
    }

    func figures(of release: Release) async throws -> [PublishedFigure] {
        try await warehouse.publishedFigures(of: organization)
    }

    func revisions() async throws -> [Revision] {
        try await warehouse.revisions(of: organization, judgedBy: Catalog.all.map { $0.sheet })
    }

    func teamNames() async throws -> TeamNames {
        TeamNames(try await warehouse.teamNames(of: organization))
    }

    func unmatched() async throws -> [Unmatched] { try await warehouse.unmatched(of: organization) }

    func freshness() async throws -> [Freshness] { try await warehouse.freshness(of: organization, now: now()) }

    func targets() async throws -> [Target] { try await warehouse.targets(of: organization, now: now()) }
}
