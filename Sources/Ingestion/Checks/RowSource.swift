/// Where the values of a record are read from: one row of a file or, for a record that was folded from a log, for each
/// column of the dataset the row of the event that tells it.
protocol RowSource: ~Copyable {
    var fieldCount: Int { get }
    /// The line on which the record begins, from 1.
    var line: Int { get }
    /// Whether there is a row that tells a column of the dataset.
    func hasRow(of column: Int) -> Bool
    /// A field's content in the row that tells a column of the dataset; valid until the next call.
    mutating func field(_ index: Int, of column: Int) -> UnsafeRawBufferPointer
    /// Where that field begins; the character isn't known of rows that were put by.
    func place(ofField index: Int, of column: Int) -> (line: Int, character: Int?)
}

extension Record: RowSource {
    var fieldCount: Int { fields.count }

    func hasRow(of column: Int) -> Bool { true }

    func field(_ index: Int, of column: Int) -> UnsafeRawBufferPointer { field(index) }

    /// Of a field that the record does not have, where the record begins.
    func place(ofField index: Int, of column: Int) -> (line: Int, character: Int?) {
        guard fields[index].kind != .missing else { return (line, nil) }
        var place = TextPosition(line: line)
        place.advance(over: UnsafeRawBufferPointer(rebasing: raw[..<Int(fields[index].place)]))
        return (place.line, place.character)
    }
}
