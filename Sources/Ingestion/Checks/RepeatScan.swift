import Domain

/// Finds the rows of a file that a dataset wants noted, because an earlier row says the like of the same group.
///
/// It keeps a line and a value for each group, some 200 bytes.
struct RepeatScan {
    private let note: RepeatNote
    private let group: Int
    private let differing: Int
    private var first: [Value: (line: Int, value: Value)] = [:]

    init(_ note: RepeatNote, in dataset: Dataset) {
        self.note = note
        group = dataset.index(of: note.group) ?? 0
        differing = dataset.index(of: note.differing) ?? 0
    }

    /// What is to be noted about the accepted record at hand.
    mutating func finding(_ stream: borrowing RecordStream) -> Finding? {
        let (group, value) = (stream.values[group], stream.values[differing])
        guard let earlier = first[group] else {
            first[group] = (stream.line, value)
            return nil
        }
        return earlier.value == value ? nil : stream.finding(note, line: earlier.line)
    }
}
