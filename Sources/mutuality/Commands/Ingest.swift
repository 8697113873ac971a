import ArgumentParser
import Domain
import Ingestion
import Warehouse

struct Ingest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Load files of records.",
        discussion: """
            A CSV file whose header uses the dataset's own column names needs no mapping, nor do JSON lines (.jsonl, \
            .ndjson) with such keys; see docs/mapping.md for any other. A row that breaks a rule is set aside in a reject file beside the input, with the reason; the rest \
            is loaded. Loading a file again changes nothing, unless --again says so.
            """)

    @Option(help: "What the rows are: \(Datasets.all.map(\.name).joined(separator: ", ")).")
    var dataset: String?

    @Option(help: "The system that the records come from (default: default).")
    var source: String?

    @Option(help: "How the columns of the file are to be read (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var mapping: String?

    @Option(help: "Where rejected rows go (default: beside the input).", completion: .file())
    var rejects: String?

    @Option(help: .init(Preferences.rejectLimit.help))
    var rejectLimit: String?

    @Flag(help: "Load files also if they were loaded before, as after a wrong one that replaced their rows.")
    var again = false

    @Flag(help: "Read and check, but store nothing.")
    var dryRun = false

    @Argument(help: "Files of CSV or JSON lines, plain or gzip; - is standard input.", completion: .file())
    var paths: [String]

    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard dataset != nil || mapping != nil else {
            throw ValidationError("Say what the rows are: --dataset NAME or --mapping FILE.")
        }
        guard rejects == nil || paths.count == 1 else {
            throw ValidationError("--rejects can be used with only one file.")
        }
    }

    func run() async throws {
        let mapping = try readMapping()
        let own = [Preferences.rejectLimit.name: rejectLimit]
        let limit = try options.preferences(own: own)[Preferences.rejectLimit]
        if dryRun {
            var reports: [IngestReport] = []
            for path in paths { reports.append(say(try check(path, mapping, limit))) }
            return try finish(reports)
        }
        let store = try Store(options, own: own)
        // A key or a file that cannot be read is told before a database is started.
        _ = try store.pseudonymKeyIfAny()
        let progress = ProgressLine(quiet: options.quiet)
        let ingestors = try paths.map { try ingestor($0, mapping, progress, limit) }
        let organizationName = try store.organizationName
        let announce = say
        let (reports, failure) = try await store.use { warehouse -> ([IngestReport], (any Error)?) in
            var reports: [IngestReport] = []
            do {
                let organization = try await store.organization(creating: organizationName, in: warehouse)
                let key = try await store.pseudonymKey(of: organization, in: warehouse)
                for ingestor in ingestors {
                    let outcome = try await Load(ingestor, again: again).into(
                        warehouse, organization: organization, key: key, now: store.now)
                    progress.clear()
                    reports.append(announce(IngestReport(ingestor, outcome)))
                }
                return (reports, nil)
            } catch {
                // What the files before did is done, and has to be told.
                return (reports, error)
            }
        }
        try finish(reports, failure)
    }

    private func say(_ report: IngestReport) -> IngestReport {
        if !options.json, !options.quiet { Console.error(report.text) }
        return report
    }

    private func readMapping() throws -> Mapping {
        var result: Mapping
        if let mapping {
            result = try Mapping(contentsOf: mapping)
            if let dataset, dataset != result.dataset.name {
                throw CommandError(
                    .usage, "--dataset is \(dataset), but the mapping says \(result.dataset.name)",
                    mend: "leave --dataset out")
            }
        } else {
            result = Mapping(identityOf: try Datasets.find(dataset ?? ""))
        }
        if let source {
            result.source = CanonicalText.of(source)
            if result.source.isEmpty {
                throw CommandError(.usage, "a source needs a name", mend: "name one with --source, or leave it out")
            }
        }
        return result
    }

    private func ingestor(
        _ path: String, _ mapping: Mapping, _ progress: ProgressLine, _ rejectLimit: Int
    ) throws -> Ingestor {
        try Ingestor(
            path == "-" ? .standardInput : .file(path), mapping: mapping,
            options: Ingestor.Options(
                rejects: rejects, rejectLimit: rejectLimit, now: options.instant(),
                progress: { progress.show("\(path): \($0.text)") }, isCancelled: { Task.isCancelled }))
    }

    private func check(_ path: String, _ mapping: Mapping, _ rejectLimit: Int) throws -> IngestReport {
        let progress = ProgressLine(quiet: options.quiet)
        let ingestor = try ingestor(path, mapping, progress, rejectLimit)
        var sink = SurveySink(mapping.dataset)
        let tally = try ingestor.produce(into: &sink)
        tally.rejectFiles?.discard()
        progress.clear()
        return IngestReport(ingestor, checked: tally, surveys: sink.surveys)
    }

    private func finish(_ reports: [IngestReport], _ failure: (any Error)? = nil) throws {
        if options.json { try Console.json(reports) }
        if let failure { throw failure }
        // The figures of a load are not wrong for a few bad rows; a file of nothing else is no data.
        if let report = reports.first(where: \.isWhollyRejected) {
            throw CommandError(
                .data, "every row of a file was rejected", mend: "\(report.advice), or correct the mapping")
        }
    }

    /// Keeps of all rows only which surveys they are about, where a file replaces surveys whole.
    private struct SurveySink: RecordSink {
        private let column: Int?
        private var last: Value?
        private var names: Set<String> = []
        /// More rounds than anybody asks; a mapping that takes another column for them doesn't fill the memory.
        private static let most = 1_000

        var surveys: [String] { names.sorted() }

        init(_ dataset: Dataset) {
            let group = dataset.replacement.group
            column = group == BatchOutcome.Replaced.namedGroup ? group.flatMap(dataset.index) : nil
        }

        mutating func append(_ values: [Value], line: Int) {
            guard let column, values[column] != last else { return }
            last = values[column]
            if case .text(let name) = values[column], names.count < Self.most { names.insert(name) }
        }
    }
}
