import Domain
import Warehouse

extension Ingestor {
    /// Reads a log: its rows are sorted to their cases, in memory or beyond it in a temporary file, and each case is
    /// folded into a record. Records come in the order of their cases' ids, whatever the order of the rows.
    ///
    /// Besides `ExternalSort.budget` it holds a bit for each row. If cases are set aside, the log is read again for
    /// their rows.
    func produceCases<Sink: RecordSink>(
        of log: EventLog, into sink: inout Sink, _ forgotten: ForgottenNames?
    ) throws -> Tally {
        var tally = Tally()
        var events = Tally.Events()
        var (setAside, doubtful) = (RowSet(), RowSet())
        let sort = ExternalSort(
            budget: options.eventBudget, temporaryDirectory: options.temporaryDirectory,
            isCancelled: options.isCancelled)
        var reader = try Self.logReader(input, format, log, mapping, options, pass: .records)
        let rejects = RejectWriter(
            rejectPaths, header: reader.header.bytes, limit: options.rejectLimit, forgotten: forgotten)
        reading: while true {
            switch try reader.next() {
            case .end: break reading
            case .skipped:
                tally.skipped += 1
                continue
            case .event(let unknownActivity):
                if let unknownActivity { events.note(unknown: unknownActivity) }
                try reader.entry.bytes.withUnsafeBytes(sort.add)
                try reader.askerEntry?.bytes.withUnsafeBytes(sort.add)
            case .unreadable(let finding, let cases):
                let finding = cases.isEmpty ? finding.ofUnknownCase : finding.ofCase
                try rejects.reject(finding)
                setAside.insert(reader.number)
                if cases.isEmpty {
                    tally.read += 1
                    tally.reject(finding)
                    tally.rejectFileLacksRows = true
                }
                if cases.count > 1 { doubtful.insert(reader.number) }
                for caseID in cases {
                    reader.setEntry(finding, isDoubtful: cases.count > 1, of: caseID)
                    try reader.entry.bytes.withUnsafeBytes(sort.add)
                }
            }
            events.read += 1
        }
        try checkUnchanged(reader.digest)
        events.unmatchedPatterns = reader.unmatchedPatterns
        let (words, dayOrders) = (reader.words, reader.dayOrders)
        var folding = LogFolding(
            log, reader, tally: tally, setAside: setAside, doubtful: doubtful, rejects: rejects)
        try sort.drain { bytes in
            try folding.take(LogEntry(bytes)) { try sink.append($0, line: $1) }
        }
        try folding.finishCase { try sink.append($0, line: $1) }
        tally = folding.tally
        try copy(folding.setAside, of: log, to: rejects) { number, finding in
            guard folding.doubtful.contains(number) else { return }
            tally.read += 1
            tally.reject(finding.ofCase)
        }
        events.rejected = folding.setAside.count
        tally.events = events
        if tally.read > 0 { tally.unmetWords = unmetNames + WordList.unmet(in: words) }
        try tally.remark(dayOrders, in: rejects)
        try tally.keep(rejects)
        return tally
    }

    /// Writes the rows that are set aside, in the file's order; `unreadable` gets those that could not be read.
    private func copy(
        _ setAside: RowSet, of log: EventLog, to rejects: RejectWriter, unreadable: (Int, Finding) -> Void
    ) throws {
        guard setAside.count > 0 else { return }
        var rows = try Self.eventRows(input, format, log, mapping, options, pass: .rejects)
        let row = RowNumber()
        rows.onOverflow { bytes in
            if setAside.contains(row.next) { try rejects.appendPart(bytes) }
        }
        reading: while true {
            switch try rows.next() {
            case .end: break reading
            case .rejected(let finding): unreadable(row.next, finding)
            case .accepted, .skipped: break
            }
            if setAside.contains(row.next) {
                try rejects.append(rows.raw, fields: rows.texts)
                try rejects.endRecord()
            }
            row.next += 1
        }
        try checkUnchanged(rows.digest)
    }

    /// The number of the row that is being read, which its reader's closure has to know.
    private final class RowNumber {
        var next = 0
    }

    static func logReader(
        _ input: OpenedInput, _ format: Format, _ log: EventLog, _ mapping: Mapping, _ options: Options,
        pass: Progress.Pass
    ) throws -> LogReader {
        try LogReader(
            try eventRows(input, format, log, mapping, options, pass: pass), log, mapping: mapping, file: input.name,
            now: options.now)
    }

    /// The rows as events, with the fields that the records need of them.
    private static func eventRows(
        _ input: OpenedInput, _ format: Format, _ log: EventLog, _ mapping: Mapping, _ options: Options,
        pass: Progress.Pass
    ) throws -> RecordStream {
        try records(input, format, log.eventMapping(of: mapping), asking: mapping.askedNames, options, pass: pass)
    }
}
