import Crypto
import Domain
import Foundation

/// One file on its way in: opened, fingerprinted, its header understood; its records can be produced at will.
///
/// Nothing here waits on anything but the file, so it runs on whatever thread the sink needs.
public final class Ingestor: Sendable {
    public let mapping: Mapping
    /// SHA-256 of the contents, decompressed; with `mapping.version` it names the batch.
    public let contentHash: [UInt8]
    /// Names in the header that nothing is read from.
    public let ignoredHeaders: [String]
    /// The dataset's columns that the file or its mapping names, whether any row has a value or not.
    public let namedColumns: Set<String>

    let input: OpenedInput
    let rejectPaths: RejectFiles.Paths
    let options: Options

    public struct Options: Sendable {
        /// Where rejected records go; `nil`: beside the input.
        public var rejects: String?
        /// How many bytes of rejected records are kept, and how many of reasons; the others are counted.
        public var rejectLimit: Int
        /// Whether others put the input there, so that only a regular file is read and no symbolic link followed.
        public var isOthers: Bool
        /// Where standard input is kept while it is read, and what of a log doesn't fit into memory: without a name
        /// and out of others' reach.
        public var temporaryDirectory: String
        /// Called for each piece that is read, on the reading thread.
        public var progress: (@Sendable (Progress) -> Void)?
        /// Asked for each piece that is read; true ends the run with `CancellationError`.
        public var isCancelled: @Sendable () -> Bool
        /// What has happened lies at most a year behind it, or is doubtful; `nil`: that is not looked at.
        public var now: Instant?
        /// 1 GiB: more than anybody mends by hand, and little of a disk.
        public static let standardRejectLimit = 1 << 30

        /// How many bytes of a log's events are held in memory.
        var eventBudget = ExternalSort.budget

        public init(
            rejects: String? = nil, rejectLimit: Int = standardRejectLimit, isOthers: Bool = false,
            temporaryDirectory: String = NSTemporaryDirectory(), now: Instant? = nil,
            progress: (@Sendable (Progress) -> Void)? = nil,
            isCancelled: @escaping @Sendable () -> Bool = { false }
        ) {
            self.rejects = rejects
            self.rejectLimit = rejectLimit
            self.isOthers = isOthers
            self.temporaryDirectory = temporaryDirectory
            self.now = now
            self.progress = progress
            self.isCancelled = isCancelled
        }
    }

    /// Opens the input, takes its fingerprint and resolves its header.
    ///
    /// - Throws: `IngestionError` for whatever keeps the whole file out; `CancellationError`.
    public init(_ input: Input, mapping: Mapping, options: Options = Options()) throws {
        self.mapping = mapping
        self.options = options
        self.input = try OpenedInput(
            input, temporaryDirectory: options.temporaryDirectory, isOthers: options.isOthers,
            watch: options.watch(.copying))
        rejectPaths = RejectFiles.Paths(for: input, chosen: options.rejects)
        try rejectPaths.check(against: self.input, areChosen: options.rejects != nil)
        // The header first: it fails at once where the fingerprint would read the whole file before.
        (ignoredHeaders, namedColumns) = try Self.names(of: self.input, mapping, options)
        var source = try ByteSource(self.input, watch: options.watch(.fingerprint))
        try withUnsafeTemporaryAllocation(byteCount: OpenedInput.copyChunk, alignment: 16) { chunk in
            while try source.read(into: chunk) > 0 {}
        }
        contentHash = source.digest
    }

    /// Whether the rejected records lie where they belong, from an earlier run that no limit cut short.
    var hasRejectFile: Bool {
        access(rejectPaths.records, F_OK) == 0 && !RejectWriter.isCut(reasons: rejectPaths.reasons)
    }

    /// The input as the user named it.
    public var name: String { input.name }

    /// Reads all records and hands the accepted ones to the sink, in the file's order. Can be called again, for a
    /// retry: it begins anew.
    ///
    /// Of a log, the records are its cases, in the order of their ids (see `Ingestor+Events.swift`).
    ///
    /// Datasets whose rows form histories are read twice, and what their checks need is held in memory (see
    /// `HistoryScan`). Rejected records are written as they come; `Tally.rejectFiles` is to be published or discarded.
    /// - Throws: `IngestionError` for what ends the whole run, as a quote that never closes, or contents that changed
    ///   since the fingerprint; `CancellationError`; what the sink throws.
    public func produce<Sink: RecordSink>(into sink: inout Sink) throws -> Tally {
        if let log = mapping.events { return try produceCases(of: log, into: &sink) }
        let faults = try historyFaults()
        var tally = Tally()
        tally.renewals = faults.counted
        tally.renewedPeople = faults.countedHistories
        var repeats = mapping.dataset.repeats.map { RepeatScan($0, in: mapping.dataset) }
        var stream = try Self.records(input, mapping, options, pass: .records)
        let rejects = RejectWriter(rejectPaths, header: stream.header, limit: options.rejectLimit)
        stream.onOverflow { try rejects.append($0) }
        var lastRejected = 0
        while true {
            var rejection: Finding?
            switch try stream.next() {
            case .end:
                try checkUnchanged(stream.digest)
                if tally.read > 0 { tally.unmetWords = WordList.unmet(in: stream.words) }
                try tally.keep(rejects)
                return tally
            case .skipped:
                tally.skipped += 1
                continue
            case .rejected(let finding):
                let isOfUnknownHistory = stream.histories()?.isEmpty == true
                if isOfUnknownHistory { tally.rejectFileLacksRows = true }
                rejection = isOfUnknownHistory ? finding.ofUnknownHistory(in: mapping.dataset) : finding
            case .accepted: rejection = faults.finding(stream)
            }
            tally.read += 1
            if var rejection = rejection?.mended(in: mapping.dataset) {
                rejection.countsFrom = stream.countsFrom()
                // A row of several answers is written once, whatever is wrong with them.
                if stream.line != lastRejected { try rejects.append(stream.raw) }
                lastRejected = stream.line
                try rejects.reject(rejection)
                tally.reject(rejection)
                if case .groups = mapping.dataset.replacement { tally.rejectFileLacksRows = true }
            } else {
                var flags = stream.flags
                if let note = repeats?.finding(stream) { flags.append(note) }
                for flag in flags {
                    try rejects.flag(flag)
                    tally.flag(flag)
                }
                try sink.append(stream.values, line: stream.line)
                tally.accepted += 1
            }
        }
    }

    private func historyFaults() throws -> HistoryFaults {
        guard var scan = HistoryScan(mapping.dataset) else { return HistoryFaults() }
        var stream = try Self.records(input, mapping, options, pass: .histories)
        while true {
            switch try stream.next() {
            case .end: return scan.faults()
            case .skipped: break
            case .rejected: scan.reject(stream.histories() ?? [], line: stream.line)
            case .accepted: scan.add(stream.values, line: stream.line)
            }
        }
    }

    func checkUnchanged(_ digest: [UInt8]) throws { guard digest == contentHash else { throw changedWhileReading } }

    /// Throws `changed_while_reading` if somebody has written to the file since it was opened, at its end say.
    func checkUnchanged() throws { guard input.isUnchanged else { throw changedWhileReading } }

    private var changedWhileReading: IngestionError {
        IngestionError(
            .inputOutput, file: name, code: "changed_while_reading",
            message: "the file changed while it was read, and nothing of it was stored",
            mend: "run again when it is complete")
    }

    private static func names(
        of input: OpenedInput, _ mapping: Mapping, _ options: Options
    ) throws -> (ignored: [String], named: Set<String>) {
        if let log = mapping.events {
            let reader = try logReader(input, log, mapping, options, pass: .fingerprint)
            return (reader.ignoredHeaders, reader.plan.namedColumns)
        }
        let stream = try records(input, mapping, options, pass: .fingerprint)
        let ignored = stream.names.indices.filter { !stream.fields.contains($0) }.map { stream.names[$0] }
        return (ignored, stream.namedColumns)
    }

    static func records(
        _ input: OpenedInput, _ mapping: Mapping, _ options: Options, pass: Progress.Pass
    ) throws -> RecordStream {
        let source = try ByteSource(input, watch: options.watch(pass))
        return try RecordStream(source, file: input.name, mapping: mapping, now: options.now, limits: CSVLimits())
    }
}

extension Ingestor.Options {
    fileprivate func watch(_ pass: Ingestor.Progress.Pass) -> ByteSource.Watch {
        ByteSource.Watch(pass: pass, progress: progress, isCancelled: isCancelled)
    }
}
