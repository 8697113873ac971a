import ArgumentParser
import Domain
import KPIs
import Warehouse

struct Compute: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compute what is due, then release what may be shown.",
        discussion: """
            A period is due when it closes, or when a load, a correction, a setting or a new definition changes it. It is \
            first released some days after its end (setting release_lag_days). Any number of these commands can share \
            the work, on one machine or many. If one is killed, the others take over its work.
            """)

    @Flag(help: "Compute every closed period, due or not. The result is the same.")
    var full = false

    @Flag(help: "Keep running: look every few seconds for what is due.")
    var watch = false

    @Flag(help: "Compute every organization, one after the other.")
    var everyOrganization = false

    @Option(
        parsing: .upToNextOption,
        help: "Compute only these KPIs and release nothing; the others stay due. For trying things out.")
    var kpi: [String] = []

    @OptionGroup var options: GlobalOptions

    /// Between two looks; as long as `serve` waits between two looks for a new release.
    private static let pause = Duration.seconds(5)

    func validate() throws {
        if watch, full || !kpi.isEmpty { throw ValidationError("--watch cannot be used with --full or --kpi.") }
        if everyOrganization, options.organization != nil {
            throw ValidationError("--every-organization cannot be used with --organization.")
        }
        for id in kpi where Catalog.named(id) == nil {
            throw ValidationError(
                "There is no KPI \"\(id)\". Choose from \(Catalog.all.map { $0.sheet.id }.joined(separator: ", ")).")
        }
    }

    func run() async throws {
        let store = try Store(options)
        let name = everyOrganization ? nil : try store.organizationName
        let progress = ProgressLine(quiet: options.quiet)
        let work = ComputeWork(
            full: full, isNowGiven: store.isNowGiven, only: kpi.isEmpty ? nil : Set(kpi), watches: watch,
            logger: store.logger, progress: progress)
        let (watch, clock) = (watch, options)
        try await store.use { warehouse in
            repeat {
                // A fixed --now stays; otherwise time goes on.
                let report = try await work.attempt {
                    try await work.report(warehouse, organization: name, now: clock.instant())
                }
                try say(report)
                if watch { try await Task.sleep(for: Self.pause) }
            } while watch
        }
    }

    /// While watching, only what was done.
    private func say(_ report: ComputeReport) throws {
        if watch, !report.didAnything { return }
        if options.json { try Console.json(report) } else if !options.quiet { Console.error(report.text) }
    }
}
