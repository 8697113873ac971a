import Analytics
import ArgumentParser
import Disclosure
import Domain
import KPIs
import Warehouse

struct Compute: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compute what is due, then release what may be shown.",
        discussion: """
            Due are periods that closed, and those that loads, corrections, settings or new definitions have touched. \
            A period is released for the first time some days after its end (setting release_lag_days).
            """)

    @OptionGroup var options: GlobalOptions

    @Flag(help: "Compute every closed period, due or not; the result is the same.")
    var full = false

    func run() async throws {
        let store = try await Store(options)
        let name = try store.organizationName
        let progress = ProgressLine(quiet: options.quiet)
        let full = full
        let report = try await store.use { warehouse in
            try await ComputeReport.make(
                warehouse, organization: try await warehouse.organization(named: name), now: store.now, full: full,
                logger: store.logger, progress: progress)
        }
        if options.json { try Console.json(report) } else if !options.quiet { Console.error(report.text) }
    }
}

/// What a computation and the release after it did.
struct ComputeReport: Encodable, Sendable {
    let computed: Int
    let ledgerEntries: Int
    let release: Int64?
    let releasedRows: Int

    enum CodingKeys: String, CodingKey {
        case computed
        case ledgerEntries = "ledger_entries"
        case release
        case releasedRows = "released_rows"
    }

    /// Every key is there; without a new release it is null.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(computed, forKey: .computed)
        try container.encode(ledgerEntries, forKey: .ledgerEntries)
        try container.encode(release, forKey: .release)
        try container.encode(releasedRows, forKey: .releasedRows)
    }

    var text: String {
        guard computed > 0 || release != nil else { return "nothing is due" }
        let figures = "\(computed) KPI periods computed, \(ledgerEntries) values new or changed"
        return release.map { "\(figures); release \($0) changes \(releasedRows) rows" }
            ?? "\(figures); nothing to release"
    }
}
