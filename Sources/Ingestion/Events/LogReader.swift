import Domain

/// Reads the rows of a log one after the other, each as an entry that sorts to its case.
struct LogReader: ~Copyable {
    /// How the records of this file are read from its cases.
    private(set) var plan: RecordPlan
    let fieldCount: Int
    /// The fields that records need of their events, in their order.
    let fields: [Int]
    /// The fields from which nothing is read, by their names.
    let ignoredHeaders: [String]
    /// Which row of the file is at hand, from 0; rows that are left out count.
    private(set) var number = -1
    /// The entry of the row at hand, if it is an event; see also `setEntry`.
    private(set) var entry = PackedBytes()
    /// What says whom that row names as the asker, if it does and anybody asks; sorts before all events of its case.
    private(set) var askerEntry: PackedBytes?

    private var rows: RecordStream
    private var activities: ActivityIndex
    private let activityCount: Int
    private let askerRule: CaseFold.AskerRule?

    enum Step {
        /// An event of a case: `activity` is set where no rule and no list names it.
        case event(unknownActivity: String?)
        /// A row that could not be read, with the cases that it may belong to: none, one for sure, or several.
        case unreadable(Finding, cases: [String])
        case skipped
        case end
    }

    /// - Throws: `IngestionError` if the header lacks what the mapping names.
    init(
        _ rows: consuming RecordStream, _ log: EventLog, mapping: Mapping, file: String, now: Instant?
    ) throws {
        plan = try RecordPlan(
            log.recordMapping(of: mapping), header: rows.header, file: file, now: now)
        let (plan, dataset) = (plan, mapping.dataset)
        let names = rows.header.names
        fieldCount = names.count
        fields = plan.fields.sorted()
        let used = plan.fields.union(rows.fields)
        ignoredHeaders = names.indices.filter { !used.contains($0) }.map { names[$0] }
        activities = ActivityIndex(
            log, columns: Dictionary(uniqueKeysWithValues: dataset.columns.enumerated().map { ($1.name, $0) }))
        activityCount = log.activities.count
        askerRule = log.askerRule(for: dataset)
        self.rows = rows
    }

    var header: RecordHeader { rows.header }
    var digest: [UInt8] { rows.digest }
    /// Reads on to the end and finds out which names the rows have.
    mutating func meetNames() throws -> NamesMet { try rows.meetNames() }
    /// The mapping's words that fields are compared with, in events and in records.
    var words: [WordList] { rows.words + plan.words }
    /// What the dates tell of the order of day and month, in events and in records.
    var dayOrders: [(fields: [Int], met: DayOrder)] { rows.dayOrders + plan.dayOrders }
    /// What the mapping says of activities and no event so far matches.
    var unmatchedPatterns: [Tally.Events.UnmatchedPattern] { activities.unmatchedPatterns }

    mutating func next() throws -> Step {
        number += 1
        switch try rows.next() {
        case .end: return .end
        case .skipped: return .skipped
        case .rejected(let finding):
            return .unreadable(finding, cases: (rows.histories() ?? []).compactMap(\.text).sorted())
        case .accepted: return accept()
        }
    }

    /// Makes `entry` that of the row at hand, which could not be read, for one of its cases.
    mutating func setEntry(_ finding: Finding, isDoubtful: Bool, of caseID: String) {
        LogEntry.unreadable(finding, isDoubtful: isDoubtful, of: caseID, number: number, into: &entry)
    }

    private mutating func accept() -> Step {
        let values = rows.values
        let parts = EventLog.activityColumns(activityCount).map { values[$0].text ?? "" }
        let activity = parts.contains { !$0.isEmpty } ? parts.joined(separator: EventLog.activityJoiner) : ""
        let meaning = activities.meaning(
            of: activity, isBySomebody: !values[EventLog.Column.resource.rawValue].isNull)
        let fields = meaning.columns == 0 ? [] : fields
        let caseID = values[EventLog.Column.caseID.rawValue].text ?? ""
        let time = values[EventLog.Column.time.rawValue].instant ?? .init(microseconds: 0)
        let resource = askerRule == nil ? nil : values[EventLog.Column.resource.rawValue].text
        LogEntry.event(
            of: caseID, at: time, number: number, line: rows.line, columns: meaning.columns, resource: resource ?? "",
            flags: rows.flags, into: &entry)
        askerEntry = asker(meaning.columns).map { name in
            var bytes = PackedBytes()
            LogEntry.asker(name, of: caseID, at: time, number: number, into: &bytes)
            return bytes
        }
        for field in fields { entry.append(rows.field(field)) }
        return .event(unknownActivity: meaning.isNamed ? nil : activity)
    }

    /// Whom the row at hand names, empty for nobody, if it satisfies the rule of that column. A value that cannot be read is
    /// found out with the case.
    private mutating func asker(_ columns: UInt64) -> String? {
        guard let askerRule, askerRule.isConstant || columns & 1 << UInt64(askerRule.column) != 0 else { return nil }
        return rows.value(of: askerRule.column, by: &plan)?.text ?? ""
    }
}
