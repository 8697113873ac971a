import Domain

/// Which histories of a file are broken. They are set aside whole: the store replaces a history by what the file has
/// of it, so one row less would be a gap in somebody's past.
struct HistoryFaults {
    /// The rows that break a check over their history, by the lines they begin on, each with the first such check.
    var checks: [Int: HistoryCheck] = [:]
    /// For each history with a rejected row the first line where one begins.
    var lines: [Value: Int] = [:]
    /// What the dataset counts in histories: how much of it, in how many of the sound ones.
    var counted = 0
    var countedHistories = 0
    /// Where the history's name stands among the dataset's columns.
    var column: Int?

    /// Why the accepted record at hand is set aside; `nil` if its history is sound.
    func finding(_ stream: borrowing RecordStream) -> Finding? {
        if let check = checks[stream.line] { return stream.finding(check) }
        guard let column, let line = lines[stream.values[column]] else { return nil }
        return stream.finding(historyRejectedOn: line)
    }
}
