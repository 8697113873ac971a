import ArgumentParser
import Domain
import Postgres
import Warehouse

struct FreshnessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "freshness",
        abstract: "Show how fresh each dataset is: last data, last load, when the next is expected, whether ids match.",
        discussion: """
            A login that may read facts also sees how many of the people named in each dataset are in people. If a figure \
            needs a dataset whose last load was before the end of the figure's period, the figure is marked in every \
            export: see docs/freshness.md. The setting load_days_DATASET says when a dataset is expected.
            """)

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let store = try Store(options)
        let name = try store.organizationName
        let (datasets, meetings) = try await store.use { warehouse in
            try await warehouse.requirePublished(organization: name)
            return (
                try await warehouse.freshness(of: name, now: store.now),
                try await Self.meetings(of: name, in: warehouse)
            )
        }
        let report = FreshnessReport(datasets: datasets, meetings: meetings, now: store.now)
        if options.json { try Console.json(report.json) } else { try Console.print(report.text) }
    }
}

extension FreshnessCommand {
    /// `nil` for a login that may not read facts.
    private static func meetings(of name: String, in warehouse: Database) async throws -> [Meeting]? {
        do {
            return try await warehouse.meetings(of: try await warehouse.organization(named: name))
        } catch let error as PostgresError where error.sqlState == .insufficientPrivilege {
            return nil
        }
    }
}

/// How fresh datasets are at an instant, for people and for programs.
struct FreshnessReport: Sendable {
    let datasets: [Freshness]
    let meetings: [Meeting]?
    let now: Instant

    /// `ids`: how many of those whom each column names are known; null for a login that may not know.
    var json: [JSONObject] {
        datasets.map { dataset in
            dataset.json(at: now).merging(["ids": meetings?.filter { $0.dataset == dataset.dataset }])
        }
    }

    var text: String {
        guard !datasets.isEmpty else { return "Nothing was loaded yet. See \"mutuality help ingest\"." }
        let table = TextTable(
            head: ["dataset", "last data", "last load", "expected by"],
            rows: datasets.map { dataset in
                [
                    dataset.dataset, dataset.shownLastData ?? "-", dataset.lastSuccess.toTheSecond,
                    dataset.expectedBy.map(\.toTheSecond) ?? Settings.never,
                ]
            }, leftAligned: 4)
        return ([table.text] + advice + MeetingText(meetings ?? []).lines).joined(separator: "\n")
    }

    /// What to do about each dataset that is late.
    var advice: [String] { datasets.compactMap(advice) }

    private func advice(_ dataset: Freshness) -> String? {
        guard dataset.isLate(at: now), let expectedBy = dataset.expectedBy else { return nil }
        return """
            \(dataset.dataset) has been late since \(expectedBy.toTheSecond). Check that its export still runs, and load the \
            newest file, even one without news. If it comes less often: \
            mutuality organization set load_days_\(dataset.dataset)=DAYS
            """
    }
}

extension Freshness {
    func json(at now: Instant) -> JSONObject {
        [
            "dataset": dataset, "last_data": lastData?.description, "last_success": lastSuccess.description,
            "expected_by": expectedBy?.description, "late": isLate(at: now),
        ]
    }
}
