import Crypto
import Domain
import Foundation
import Warehouse

/// One file on its way in: opened, fingerprinted, its header understood; its records can be produced at will.
///
/// Nothing here waits on anything but the file, so it runs on whatever thread the sink needs.
public final class Ingestor: Sendable {
    public let mapping: Mapping
    /// SHA-256 of the contents, decompressed; with `mapping.version` it names the batch.
    public let contentHash: [UInt8]
    /// Names in the file that nothing is read from; where it has no header, the first of them.
    public let ignoredHeaders: [String]
    /// The dataset's columns that the file or its mapping names, whether any row has a value or not.
    public let namedColumns: Set<String>

    let input: OpenedInput
    let format: Format
    /// What the mapping names and no record has, where the file has no header that would be refused for it.
    let unmetNames: [MappedWord]
    let rejectPaths: RejectFiles.Paths
    let options: Options

    public struct Options: Sendable {
        /// Where rejected records go; `nil`: beside the input.
        public var rejects: String?
        /// The place beside which they go instead, as if the input were there.
        public var rejectsBeside: String?
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
            rejects: String? = nil, rejectsBeside: String? = nil, rejectLimit: Int = standardRejectLimit,
            isOthers: Bool = false,
            temporaryDirectory: String = NSTemporaryDirectory(), now: Instant? = nil,
            progress: (@Sendable (Progress) -> Void)? = nil,
            isCancelled: @escaping @Sendable () -> Bool = { false }
        ) {
            self.rejects = rejects
            self.rejectsBeside = rejectsBeside
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
        let opened = try OpenedInput(
            input, temporaryDirectory: options.temporaryDirectory, isOthers: options.isOthers,
            watch: options.watch(.copying))
        self.input = opened
        format = try Formats.format(of: opened.name) {
            try ByteSource(opened, watch: options.watch(.fingerprint))
        }
        rejectPaths = RejectFiles.Paths(
            for: input, chosen: options.rejects, beside: options.rejectsBeside, format)
        try rejectPaths.check(against: opened, of: format, areChosen: options.rejects != nil)
        // The names first: it fails at once where the fingerprint would read the whole file before.
        let names = try FileNames(of: opened, format, mapping, options)
        (ignoredHeaders, namedColumns, unmetNames) = (names.ignored, names.columns, names.unmet)
        if let digest = names.digest {
            contentHash = digest
            return
        }
        let source = try ByteSource(opened, watch: options.watch(.fingerprint))
        try withUnsafeTemporaryAllocation(byteCount: OpenedInput.copyChunk, alignment: 16) { chunk in
            while try source.read(into: chunk) > 0 {}
        }
        contentHash = source.digest
    }

    /// Where the rejected records go, if there are any.
    public var rejectsPath: String { rejectPaths.records }

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
    /// - Parameter forgotten: those whose rows are left out of the file of rejected records.
    /// - Throws: `IngestionError` for what ends the whole run, as a quote that never closes, or contents that changed
    ///   since the fingerprint; `CancellationError`; what the sink throws.
    public func produce<Sink: RecordSink>(into sink: inout Sink, _ forgotten: ForgottenNames? = nil) throws -> Tally {
        if let log = mapping.events { return try produceCases(of: log, into: &sink, forgotten) }
        let faults = try historyFaults()
        var tally = Tally()
        tally.renewals = faults.counted
        tally.renewedPeople = faults.countedHistories
        var equalRows = EqualRows(mapping)
        var repeats = mapping.dataset.repeats.map { RepeatScan($0, in: mapping.dataset) }
        var stream = try Self.records(input, format, mapping, options, pass: .records)
        let rejects = RejectWriter(
            rejectPaths, header: stream.header.bytes, limit: options.rejectLimit, forgotten: forgotten)
        stream.onOverflow { try rejects.appendPart($0) }
        var lastRejected = 0
        while true {
            var rejection: Finding?
            switch try stream.next() {
            case .end:
                try checkUnchanged(stream.digest)
                if tally.read > 0 { tally.unmetWords = unmetNames + WordList.unmet(in: stream.words) }
                try tally.remark(stream.dayOrders, in: rejects)
                if let note = equalRows?.note { try tally.remark(note.finding, count: note.count, in: rejects) }
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
                if stream.line != lastRejected { try rejects.append(stream.raw, fields: stream.texts) }
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
                equalRows?.add(stream.raw, line: stream.line)
                try sink.append(stream.values, line: stream.line)
                tally.accepted += 1
            }
        }
    }

    private func historyFaults() throws -> HistoryFaults {
        guard var scan = HistoryScan(mapping.dataset) else { return HistoryFaults() }
        var stream = try Self.records(input, format, mapping, options, pass: .histories)
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

    /// The records by a mapping. `names`: what else than the mapping's own is asked for.
    static func records(
        _ input: OpenedInput, _ format: Format, _ mapping: Mapping, asking names: [String]? = nil, _ options: Options,
        pass: Progress.Pass
    ) throws -> RecordStream {
        let source = try ByteSource(input, watch: options.watch(pass))
        let readerOptions = ReaderOptions(
            file: input.name, names: names ?? mapping.askedNames, delimiter: mapping.delimiter)
        return try RecordStream(source, of: format, readerOptions, mapping: mapping, now: options.now)
    }
}

extension Ingestor.Options {
    fileprivate func watch(_ pass: Ingestor.Progress.Pass) -> ByteSource.Watch {
        ByteSource.Watch(pass: pass, progress: progress, isCancelled: isCancelled)
    }
}
