import Domain

/// One case while its events come in, in order: for each column of the dataset the event that tells it so far.
///
/// It holds one event for each column, and eight bytes for each event of the case.
struct CaseFold: RowSource {
    let fieldCount: Int
    /// The line of the case's first event.
    private(set) var line = 0
    /// Which rows of the file belong to the case, and which may.
    private(set) var numbers: [Int] = []
    private(set) var doubtfulNumbers: [Int] = []
    /// What was decided about the times of its events.
    private(set) var flags: [Finding] = []
    /// What is wrong with the first row that could not be read, of those that surely belong here if there is one.
    private(set) var unreadable: Finding?

    /// Each reopening after a close or a withdrawal.
    private(set) var reopenings: [Reopening] = []

    private let rules: [Rule]
    private let askerRule: AskerRule?
    private let reopeningRule: ReopeningRule?
    private var asker: String?
    private var isOver = false
    /// By field of the header: its place among those that events keep.
    private let places: [Int: Int]
    private var caseID: [UInt8]?
    private var eventCount = 0
    private var tellers: [Teller?]
    private var content: [UInt8] = []

    /// A rule with its columns as places; those that others come after stand before them.
    struct Rule {
        let column: Int
        let isLast: Bool
        let after: Int?
        /// The columns whose events have to follow this one's, at whatever remove.
        let followers: [Int]
    }

    /// Which rules ask for somebody else than the asker, and how the asker is known.
    struct AskerRule {
        /// The column that names the asker.
        let column: Int
        let isLast: Bool
        /// Every case has the same.
        let isConstant: Bool
        /// Columns whose rules ask, as bits.
        let others: UInt64
    }

    /// The columns, as bits, whose rules the events satisfy by which a case is closed, withdrawn and reopened.
    struct ReopeningRule {
        let reopened: UInt64
        let closed: UInt64
        let withdrawn: UInt64
    }

    /// Microseconds since 1970.
    struct Reopening {
        let at: Int64
        let line: Int
        /// Those before the next reopening.
        var closes: [Int64] = []
    }

    private struct Teller {
        /// Its place among the events of the case.
        let ordinal: Int
        let line: Int
        let fields: [UInt8]
    }

    /// `fields`: those of the header that events keep, in their order.
    init(
        _ rules: [Rule], asker: AskerRule?, reopening: ReopeningRule?, columnCount: Int, fieldCount: Int, fields: [Int]
    ) {
        self.rules = rules
        askerRule = asker
        reopeningRule = reopening
        self.fieldCount = fieldCount
        places = Dictionary(uniqueKeysWithValues: fields.enumerated().map { ($1, $0) })
        tellers = Array(repeating: nil, count: columnCount)
    }

    func isOf(_ caseID: UnsafeRawBufferPointer) -> Bool { self.caseID?.elementsEqual(caseID) ?? false }

    /// Whether any row surely belongs to it.
    var isCase: Bool { !numbers.isEmpty }

    /// Forgets everything and begins with another case.
    mutating func begin(_ caseID: UnsafeRawBufferPointer) {
        self.caseID = Array(caseID)
        line = 0
        numbers.removeAll(keepingCapacity: true)
        doubtfulNumbers.removeAll()
        flags.removeAll()
        unreadable = nil
        eventCount = 0
        asker = nil
        isOver = false
        reopenings.removeAll()
        for column in tellers.indices { tellers[column] = nil }
    }

    /// Takes the next row of the case.
    mutating func add(_ entry: LogEntry) {
        switch entry.content {
        case .event(let event):
            numbers.append(entry.number)
            add(event)
        case .asker(let name): if asker == nil || askerRule?.isLast == true { asker = name }
        case .unreadable(let finding, let isDoubtful):
            if unreadable == nil || (numbers.isEmpty && !isDoubtful) { unreadable = finding }
            if isDoubtful { doubtfulNumbers.append(entry.number) } else { numbers.append(entry.number) }
        }
    }

    private mutating func add(_ event: LogEntry.Event) {
        if eventCount == 0 { line = event.line }
        flags += event.flags
        let isAskers = !event.resource.isEmpty && event.resource == asker
        let columns = isAskers ? event.columns & ~(askerRule?.others ?? 0) : event.columns
        if let reopeningRule { follow(event, columns, reopeningRule) }
        var teller: Teller?
        for rule in rules where columns & 1 << UInt64(rule.column) != 0 {
            if let after = rule.after {
                guard let earlier = tellers[after], earlier.ordinal < eventCount else { continue }
            }
            guard rule.isLast || tellers[rule.column] == nil else { continue }
            let new = teller ?? Teller(ordinal: eventCount, line: event.line, fields: Array(event.fields))
            teller = new
            tellers[rule.column] = new
            for follower in rule.followers { tellers[follower] = nil }
        }
        eventCount += 1
    }

    private mutating func follow(_ event: LogEntry.Event, _ columns: UInt64, _ rule: ReopeningRule) {
        if isOver, columns & rule.reopened != 0 {
            reopenings.append(Reopening(at: event.time, line: event.line))
            isOver = false
        } else if columns & rule.closed != 0 {
            if !reopenings.isEmpty { reopenings[reopenings.count - 1].closes.append(event.time) }
            isOver = true
        } else if columns & rule.withdrawn != 0 {
            isOver = true
        }
    }

    // MARK: The rows that tell the record

    func hasRow(of column: Int) -> Bool { tellers[column] != nil }

    mutating func field(_ index: Int, of column: Int) -> UnsafeRawBufferPointer {
        content.removeAll(keepingCapacity: true)
        if let teller = tellers[column], let place = places[index] {
            teller.fields.withUnsafeBytes { bytes in
                var packed = PackedReader(bytes)
                for _ in 0..<place { _ = packed.content() }
                content.append(contentsOf: packed.content())
            }
        }
        return content.withUnsafeBytes { $0 }
    }

    func place(ofField index: Int, of column: Int) -> (line: Int, character: Int?) {
        (tellers[column]?.line ?? line, nil)
    }
}
