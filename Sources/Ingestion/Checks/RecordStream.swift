import Domain

/// The records of one file, read and checked, from its beginning.
struct RecordStream: ~Copyable {
    private let source: ByteSource
    private var reader: any RecordReader & ~Copyable
    private var record = Record()
    /// One plan, or one for each record that a row makes.
    private var plans: [RecordPlan]
    /// The plan of the record at hand, and how many of them the row at hand goes through.
    private var current = 0
    private var plansOfRow = 0
    /// Whether the row at hand can be told into fields.
    private var isWellFormed = false
    /// The values of the record that was accepted last, in the order of `dataset.columns`.
    private(set) var values: [Value]
    /// What was decided about that record.
    private(set) var flags: [Finding] = []
    let header: RecordHeader

    enum Step {
        case accepted
        case rejected(Finding)
        /// The mapping leaves it out.
        case skipped
        case end
    }

    /// Reads the header, if the file has one.
    init(
        _ source: ByteSource, of format: Format, _ options: ReaderOptions, mapping: Mapping, now: Instant?
    ) throws {
        var reader = try format.reader(source, options)
        (header, plans) = try Self.open(&reader, options.file, mapping, now)
        self.reader = reader
        self.source = source
        values = mapping.dataset.columns.map { _ in .null }
    }

    private static func open(
        _ reader: inout any RecordReader & ~Copyable, _ file: String, _ mapping: Mapping, _ now: Instant?
    ) throws -> (RecordHeader, [RecordPlan]) {
        do {
            let header = try reader.header()
            return (header, try mapping.ofEachRecord.map { try RecordPlan($0, header: header, file: file, now: now) })
        } catch let error as IngestionError where error.kind == .data && error.line != nil {
            throw reader.explain(error, by: mapping)
        }
    }

    /// The fields of the header that something is read from.
    var fields: Set<Int> { plans.reduce(into: []) { $0.formUnion($1.fields) } }

    /// Names of the header from which nothing is read.
    var ignoredHeaders: [String] {
        let fields = fields
        return header.names.indices.filter { !fields.contains($0) }.map { header.names[$0] }
    }

    /// The mapping's words that fields are compared with.
    var words: [WordList] { plans.flatMap(\.words) }

    /// What the rows' dates tell of the order of day and month, with the fields that they stand in.
    var dayOrders: [(fields: [Int], met: DayOrder)] { plans.flatMap(\.dayOrders) }

    /// The columns of the dataset that the file or its mapping names.
    var namedColumns: Set<String> { plans.reduce(into: []) { $0.formUnion($1.namedColumns) } }

    private var plan: RecordPlan { plans[current] }

    /// The line on which the record at hand begins.
    var line: Int { record.line }

    /// The record as it stands in the file; empty for one over the limits, which `onOverflow` was given.
    var raw: UnsafeRawBufferPointer { record.raw }

    /// What stands in the fields of the record at hand, as far as it can be told into fields.
    var texts: [String] { record.fields.indices.map { CanonicalText.of(record.field($0)) } }

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
                switch try reader.next(into: &record) {
                case .end: return .end
                case .faulty(let fault): return .rejected(plans[0].finding(fault))
                case .blank: continue
                case .record:
                    isWellFormed = true
                    if plans[0].skips(record) { return .skipped }
                    if plans[0].fits(record) { plansOfRow = plans.count }
                }
            }
            if plans[current].isUnanswered(&record) { continue }
            switch plans[current].read(&record, into: &values, flags: &flags) {
            case .accepted: return .accepted
            case .rejected(let finding):
                // What the answers of a row have in common is wrong once.
                if let column = finding.column, !Answers.own.contains(column) {
                    for plan in plans[..<plansOfRow].dropFirst(current + 1) { plan.meetWords(&record) }
                    plansOfRow = current + 1
                }
                return .rejected(finding)
            }
        }
    }

    /// What another plan reads of a column in the row at hand; `nil` where that cannot be read.
    mutating func value(of column: Int, by plan: inout RecordPlan) -> Value? { plan.value(of: column, in: &record) }

    /// A field of the accepted record at hand, valid until the next call.
    func field(_ index: Int) -> UnsafeRawBufferPointer { record.field(index) }

    /// The histories that the rejected record at hand can belong to: none if that cannot be read, `nil` if the dataset
    /// has none.
    mutating func histories() -> Set<Value>? { plans[0].histories(record) }

    /// From when on the record at hand counts; `nil` where that can't be read, or it counts always.
    mutating func countsFrom() -> Value? { isWellFormed ? plans[current].countsFrom(&record) : nil }

    /// The finding for the record at hand, if another row of its history was rejected.
    func finding(historyRejectedOn line: Int) -> Finding { plan.finding(record, historyRejectedOn: line) }

    /// The finding for the record at hand, if it breaks a check over its history.
    func finding(_ check: HistoryCheck) -> Finding {
        plan.finding(
            plan.dataset.index(of: check.column) ?? 0, record, code: check.code, message: check.message,
            mend: check.mend)
    }

    /// The finding for the record at hand, if another row of the file says the like, on another line.
    func finding(_ note: RepeatNote, line: Int) -> Finding {
        plan.finding(
            plan.dataset.index(of: note.differing) ?? 0, record, code: note.code,
            message: "\(note.message) (line \(line))", mend: note.mend)
    }

    /// Reads on to the end and finds out which of the header's names the records have.
    mutating func meetNames() throws -> NamesMet {
        var isMet = header.names.map { _ in false }
        var hasRecords = false
        reading: while true {
            switch try reader.next(into: &record) {
            case .end: break reading
            case .blank: continue
            case .record: hasRecords = true
            case .faulty: break
            }
            for index in record.fields.indices where record.fields[index].kind != .missing { isMet[index] = true }
        }
        return NamesMet(
            names: Set(header.names.indices.filter { isMet[$0] }.map { header.names[$0] }), others: reader.otherNames,
            hasRecords: hasRecords)
    }

    /// SHA-256 of what was read so far; of the whole contents after `end`.
    var digest: [UInt8] { source.digest }
}
