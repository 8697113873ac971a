import Domain
import Synchronization
import Warehouse

/// Takes one opened file into the store.
public struct Load: Sendable {
    /// What came of it: what the store did, and what was found in the file.
    public struct Outcome: Sendable {
        public let batch: BatchOutcome
        /// `nil` where the same file had been loaded before: then it was not read again.
        public let tally: Tally?
    }

    private let ingestor: Ingestor

    public init(_ ingestor: Ingestor) { self.ingestor = ingestor }

    /// One transaction. The reject files get their names once it is committed; if it fails there are none.
    public func into(
        _ warehouse: Warehouse, organization: Organization, key: PseudonymKey, now: Instant
    ) async throws -> Outcome {
        let producer = Producer(ingestor)
        let mapping = ingestor.mapping
        do {
            let batch = try await warehouse.load(
                BatchDescription(
                    organization: organization, dataset: mapping.dataset, source: mapping.source,
                    contentHash: ingestor.contentHash, mappingHash: mapping.version,
                    fileName: ingestor.name.split(separator: "/").last.map(String.init) ?? ingestor.name),
                key: key, now: now, from: producer)
            try producer.tally?.rejectFiles?.publish()
            return Outcome(batch: batch, tally: producer.tally)
        } catch {
            producer.tally?.rejectFiles?.discard()
            throw error
        }
    }
}

/// The file's records as the store asks for them, once or, for a second way into the table, twice.
private final class Producer: RecordProducer {
    private let ingestor: Ingestor
    private let last = Mutex<Tally?>(nil)

    init(_ ingestor: Ingestor) { self.ingestor = ingestor }

    var tally: Tally? { last.withLock { $0 } }

    func produce(_ append: (_ values: [Value], _ line: Int) throws -> Void) throws -> RowCounts {
        let tally = try withoutActuallyEscaping(append) { append in
            var sink = Sink(append: append)
            return try ingestor.produce(into: &sink)
        }
        last.withLock { last in
            last?.rejectFiles?.discard()
            last = tally
        }
        return RowCounts(
            read: tally.read, rejected: tally.rejected,
            rejects: tally.firstRejects.map { RowCounts.Reject(line: $0.line, code: $0.code, column: $0.column ?? "") })
    }

    private struct Sink: RecordSink {
        let append: ([Value], Int) throws -> Void

        mutating func append(_ values: [Value], line: Int) throws { try append(values, line) }
    }
}
