import Domain

/// The records of one file, read and checked, from its beginning.
struct RecordStream: ~Copyable {
    private var reader: CSVReader<ByteSource>
    /// One plan, or one for each record that a row makes.
    private var plans: [RecordPlan] = []
    /// The plan of the record at hand, and how many of them the row at hand goes through.
    private var current = 0
    private var plansOfRow = 0
    /// Whether the row at hand can be told into fields.
    private var isWellFormed = false
    /// The values of the record that was accepted last, in the order of `dataset.columns`.
    private(set) var values: [Value]
    /// What was decided about that record.
    private(set) var flags: [Finding] = []
    /// The header with its line end, as it stands in the file.
    let header: [UInt8]
    /// The header's names, and the line on which it stands.
    let names: [String]
    let headerLine: Int

    enum Step {
        case accepted
        case rejected(Finding)
        /// The mapping leaves it out.
        case skipped
        case end
    }

    /// Reads the header.
    init(_ source: consuming ByteSource, file: String, mapping: Mapping, now: Instant?, limits: CSVLimits) throws {
        var reader = try CSVReader(source, file: file, delimiter: mapping.delimiter, limits: limits)
        var names: [String] = []
        do {
            switch try reader.next() {
            case .record:
                for index in 0..<reader.fieldCount { names.append(CanonicalText.of(reader.field(index))) }
            case .malformed(let fault):
                throw IngestionError(
                    .data, file: file, line: fault.line, code: fault.code,
                    message: "in the header, field \(fault.field): \(fault.message)", mend: fault.mend)
            case .end:
                throw IngestionError(
                    .data, file: file, code: "empty_file", message: "the file is empty",
                    mend: "a file needs its header line even when there is no record")
            }
            for mapping in mapping.ofEachRecord {
                plans.append(try RecordPlan(mapping, header: names, file: file, line: reader.line, now: now))
            }
        } catch let error as IngestionError where error.kind == .data && error.line != nil {
            throw Opening(&reader, limits: limits).explain(error, by: mapping) ?? error
        }
        header = reader.separatorLine + Array(reader.raw)
        self.names = names
        headerLine = reader.line
        reader.keptFields = plans[0].historyFields
        self.reader = reader
        values = mapping.dataset.columns.map { _ in .null }
    }

    /// The fields of the header that something is read from.
    var fields: Set<Int> { plans.reduce(into: []) { $0.formUnion($1.fields) } }

    /// The mapping's words that fields are compared with.
    var words: [WordList] { plans.flatMap(\.words) }

    /// The columns of the dataset that the file or its mapping names.
    var namedColumns: Set<String> { plans.reduce(into: []) { $0.formUnion($1.namedColumns) } }

    private var plan: RecordPlan { plans[current] }

    /// The line on which the record at hand begins.
    var line: Int { reader.line }

    /// The record as it stands in the file; empty for one over the limits, which `onOverflow` was given.
    var raw: UnsafeRawBufferPointer { reader.raw }

    mutating func onOverflow(_ handler: @escaping (UnsafeRawBufferPointer) throws -> Void) {
        reader.overflow = handler
    }

    mutating func next() throws -> Step {
        flags.removeAll(keepingCapacity: true)
        while true {
            current += 1
            if current >= plansOfRow {
                current = 0
                plansOfRow = 1
                isWellFormed = false
                switch try reader.next() {
                case .end: return .end
                case .malformed(let fault): return .rejected(plans[0].finding(fault))
                case .record:
                    // Spreadsheets write empty rows with all their delimiters.
                    if reader.isBlank { continue }
                    isWellFormed = true
                    if plans[0].skips(&reader) { return .skipped }
                    if plans[0].fits(reader) { plansOfRow = plans.count }
                }
            }
            if plans[current].isUnanswered(&reader) { continue }
            switch plans[current].read(&reader, into: &values, flags: &flags) {
            case .accepted: return .accepted
            case .rejected(let finding):
                // What the answers of a row have in common is wrong once.
                if let column = finding.column, !Answers.own.contains(column) {
                    for plan in plans[..<plansOfRow].dropFirst(current + 1) { plan.meetWords(&reader) }
                    plansOfRow = current + 1
                }
                return .rejected(finding)
            }
        }
    }

    /// What another plan reads of a column in the row at hand; `nil` where that cannot be read.
    mutating func value(of column: Int, by plan: inout RecordPlan) -> Value? { plan.value(of: column, in: &reader) }

    /// A field of the accepted record at hand, valid until the next call.
    mutating func field(_ index: Int) -> UnsafeRawBufferPointer { reader.field(index) }

    /// The histories that the rejected record at hand can belong to: none if that cannot be read, `nil` if the dataset
    /// has none.
    mutating func histories() -> Set<Value>? { plans[0].histories(&reader) }

    /// From when on the record at hand counts; `nil` where that can't be read, or it counts always.
    mutating func countsFrom() -> Value? { isWellFormed ? plans[current].countsFrom(&reader) : nil }

    /// The finding for the record at hand, if another row of its history was rejected.
    func finding(historyRejectedOn line: Int) -> Finding { plan.finding(reader, historyRejectedOn: line) }

    /// The finding for the record at hand, if it breaks a check over its history.
    func finding(_ check: HistoryCheck) -> Finding {
        plan.finding(
            plan.dataset.index(of: check.column) ?? 0, reader, code: check.code, message: check.message,
            mend: check.mend)
    }

    /// The finding for the record at hand, if another row of the file says the like, on another line.
    func finding(_ note: RepeatNote, line: Int) -> Finding {
        plan.finding(
            plan.dataset.index(of: note.differing) ?? 0, reader, code: note.code,
            message: "\(note.message) (line \(line))", mend: note.mend)
    }

    /// SHA-256 of what was read so far; of the whole contents after `end`.
    var digest: [UInt8] { reader.digest }
}

extension CSVReader where Source == ByteSource {
    var digest: [UInt8] { source.digest }
}
