import Domain

/// Makes records of sorted entries: each case is judged as soon as its last row has come.
struct LogFolding {
    private(set) var tally: Tally
    /// The rows that are to go to the reject file.
    private(set) var setAside: RowSet
    /// Of them those that may belong to several cases, none of which has come so far: they count by themselves.
    private(set) var doubtful: RowSet
    private var plan: RecordPlan
    private var fold: CaseFold
    private var values: [Value]
    private let log: EventLog
    private let rejects: RejectWriter

    /// `tally`, `setAside` and `doubtful` have what is known from reading the rows.
    init(
        _ log: EventLog, _ reader: borrowing LogReader, tally: Tally, setAside: RowSet, doubtful: RowSet,
        rejects: RejectWriter
    ) {
        self.log = log
        plan = reader.plan
        self.tally = tally
        self.setAside = setAside
        self.doubtful = doubtful
        self.rejects = rejects
        fold = CaseFold(
            log.foldRules(for: plan.dataset), asker: log.askerRule(for: plan.dataset),
            reopening: log.reopeningRule(for: plan.dataset), columnCount: plan.dataset.columns.count,
            fieldCount: reader.fieldCount, fields: reader.fields)
        values = plan.dataset.columns.map { _ in .null }
    }

    /// Takes the next entry; `accept` gets the record of the case before, if that is now complete.
    mutating func take(_ entry: LogEntry, _ accept: ([Value], Int) throws -> Void) throws {
        if !fold.isOf(entry.caseID) {
            try finishCase(accept)
            fold.begin(entry.caseID)
        }
        fold.add(entry)
    }

    /// To be called once more behind the last entry.
    mutating func finishCase(_ accept: ([Value], Int) throws -> Void) throws {
        guard fold.isCase else { return }
        tally.read += 1
        if let finding = fold.unreadable {
            reject(finding)
            return
        }
        var flags: [Finding] = []
        if var finding = finding(&flags) {
            finding.countsFrom = plan.countsFrom(&fold)
            try rejects.reject(finding)
            reject(finding)
            return
        }
        // A time is read with its event and again for its column: one note is enough.
        let noted = fold.flags
        for flag in noted + flags.filter({ flag in !noted.contains { $0.isAbout(flag) } }) {
            try rejects.flag(flag)
            tally.flag(flag)
        }
        try accept(values, fold.line)
        tally.accepted += 1
        tally.reopenings.append(fold.reopenings, of: values, in: plan.dataset)
    }

    private mutating func reject(_ finding: Finding) {
        tally.reject(finding)
        for number in fold.numbers { setAside.insert(number) }
        for number in fold.doubtfulNumbers { doubtful.remove(number) }
    }

    /// What is wrong with the case at hand, whose rows could all be read.
    private mutating func finding(_ flags: inout [Finding]) -> Finding? {
        for (position, column) in plan.dataset.columns.enumerated() where column.required {
            if let rule = log.rules[column.name], !fold.hasRow(of: position) {
                return plan.finding(
                    position, fold, code: "no_such_event",
                    message: "the case lacks \(rule.description), which tells \(column.name)",
                    mend: "add the event, or let the mapping take another: `\(column.name): {first: \"*\"}`")
            }
        }
        switch plan.read(&fold, into: &values, flags: &flags) {
        case .accepted: return nil
        case .rejected(let finding): return finding
        }
    }
}

extension Finding {
    /// Of a row whose case is set aside with it.
    var ofCase: Finding { mended(". All rows of its case are set aside with it") }

    /// Of a row that belongs to some case which cannot be told, so that the rest of it went in without the row.
    var ofUnknownCase: Finding { mended(in: "its case") }

    fileprivate func isAbout(_ other: Finding) -> Bool { line == other.line && field == other.field }
}
