import Domain
import Postgres
import Synchronization
import Warehouse

/// Takes one opened file into the store.
public struct Load: Sendable {
    /// What came of it: what the store did, and what was found in the file.
    public struct Outcome: Sendable {
        public let batch: BatchOutcome
        /// `nil` where the same file had been loaded before and was not read again.
        public let tally: Tally?
    }

    private let ingestor: Ingestor
    private let again: Bool

    /// `again`: also where the same file was loaded before.
    public init(_ ingestor: Ingestor, again: Bool = false) {
        self.ingestor = ingestor
        self.again = again
    }

    /// One transaction. The reject files get their names once it is committed; if it fails there are none. Of a file
    /// that was loaded before, a reject file that is missing is written again.
    ///
    /// - Throws: What the store throws. `IngestionError` of code `rejects_not_named` if the rows are stored but a reject
    ///   file could not get its name, of code `commit_uncertain` if the store never said whether the rows are stored;
    ///   both tell under which names the reject files are kept.
    public func into(
        _ warehouse: Database, organization: Organization, key: PseudonymKey, now: Instant
    ) async throws -> Outcome {
        let mapping = ingestor.mapping
        let forgotten = try await warehouse.forgottenNames(of: organization, source: mapping.source, key: key)
        let producer = Producer(ingestor, forgotten)
        let batch: BatchOutcome
        do {
            batch = try await warehouse.load(
                BatchDescription(
                    organization: organization, dataset: mapping.dataset, source: mapping.source,
                    contentHash: ingestor.contentHash, mappingHash: mapping.version,
                    fileName: ingestor.name.split(separator: "/").last.map(String.init) ?? ingestor.name,
                    namedColumns: ingestor.namedColumns),
                again: again, key: key, now: now, from: producer)
        } catch {
            throw settle(producer.tally?.rejectFiles, after: error)
        }
        var tally = producer.tally
        if batch.alreadyLoaded, batch.rejected > 0, !ingestor.hasRejectFile {
            var sink = Nowhere()
            tally = try ingestor.produce(into: &sink, forgotten)
        }
        try tally?.rejectFiles?.publish()
        return Outcome(batch: batch, tally: tally)
    }

    /// Discards the reject files of rows that were not stored; keeps them if that isn't known, and says where.
    private func settle(_ files: RejectFiles?, after error: any Error) -> any Error {
        guard let files else { return error }
        guard let uncertain = error as? PostgresError, uncertain.code == .commitUncertain else {
            files.discard()
            return error
        }
        return IngestionError(
            .uncertain, file: ingestor.name, code: "commit_uncertain",
            message: "\(uncertain.message); the rejected rows are in \(files.draftNames)",
            mend: "load the file again: rows that are stored stay as they are, and the reject files are written anew")
    }

}

private struct Nowhere: RecordSink {
    mutating func append(_ values: [Value], line: Int) {}
}

/// The file's records as the store asks for them, once or, for a second way into the table, twice.
private final class Producer: RecordProducer {
    private let ingestor: Ingestor
    private let forgotten: ForgottenNames?
    private let last = Mutex<Tally?>(nil)

    init(_ ingestor: Ingestor, _ forgotten: ForgottenNames?) {
        self.ingestor = ingestor
        self.forgotten = forgotten
    }

    var tally: Tally? { last.withLock { $0 } }

    var companion: Companion? {
        ingestor.mapping.tellsReopenings.map {
            Companion(dataset: ReopeningRows.dataset, isTold: $0, producer: Reopenings(of: self))
        }
    }

    func produce(_ append: (_ values: [Value], _ line: Int) throws -> Void) throws -> RowCounts {
        let tally = try withoutActuallyEscaping(append) { append in
            var sink = Sink(append: append)
            return try ingestor.produce(into: &sink, forgotten)
        }
        last.withLock { last in
            last?.rejectFiles?.discard()
            last = tally
        }
        return RowCounts(read: tally.read, rejected: tally.rejected, rejects: Self.listed(tally.firstRejects))
    }

    /// What the log tells beside its requests. Of a log that was loaded before, it is read for that alone.
    private struct Reopenings: RecordProducer {
        let producer: Producer

        init(of producer: Producer) { self.producer = producer }

        func produce(_ append: (_ values: [Value], _ line: Int) throws -> Void) throws -> RowCounts {
            let rows = try producer.tally?.reopenings ?? read()
            try rows.forEach(append)
            return RowCounts(read: rows.count, rejected: 0, rejects: [])
        }

        private func read() throws -> ReopeningRows {
            var sink = Nowhere()
            let tally = try producer.ingestor.produce(into: &sink, producer.forgotten)
            tally.rejectFiles?.discard()
            return tally.reopenings
        }
    }

    /// What the file says has to be what was read, and what the store found out is told with the rest.
    func willCommit(_ outcome: BatchOutcome) throws {
        try ingestor.checkUnchanged()
        let notes = ingestor.notes(of: outcome)
        guard !notes.isEmpty else { return }
        let known = tally?.rejectFiles
        let omitted =
            outcome.contradictions.count - outcome.contradictions.first.count
            + (outcome.repeats.count - outcome.repeats.first.count)
        let files = try RejectWriter.add(notes, omitted: omitted, to: known, at: ingestor.rejectPaths)
        last.withLock { tally in
            tally?.rejectFiles = files
            tally?.note(notes, of: outcome)
        }
    }

    /// The store lists a line once for each code; several answers of one row can be rejected for the same.
    private static func listed(_ findings: [Finding]) -> [RowCounts.Reject] {
        var codes: [Int: Set<String>] = [:]
        return findings.filter { codes[$0.line, default: []].insert($0.code).inserted }
            .map { finding in
                RowCounts.Reject(
                    line: finding.line, code: finding.code, column: finding.column ?? "",
                    countsFrom: finding.countsFrom.flatMap(Self.instant))
            }
    }

    private static func instant(_ value: Value) -> Instant? {
        switch value {
        case .instant(let instant): instant
        case .date(.distantPast): .distantPast
        case .date(let date): Zone.utc.start(of: date)
        default: nil
        }
    }

    private struct Sink: RecordSink {
        let append: ([Value], Int) throws -> Void

        mutating func append(_ values: [Value], line: Int) throws { try append(values, line) }
    }
}
