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

extension CSVReader: RowSource where Source: ~Copyable {
    func hasRow(of column: Int) -> Bool { true }

    mutating func field(_ index: Int, of column: Int) -> UnsafeRawBufferPointer { field(index) }

    func place(ofField index: Int, of column: Int) -> (line: Int, character: Int?) {
        let place = place(ofField: index)
        return (place.line, place.character)
    }
}
