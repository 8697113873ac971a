import Domain

/// One thing that is wrong with one record: why it was set aside, or what was decided about it.
public struct Finding: Sendable, Equatable {
    /// The physical line on which the trouble stands, from 1; a record can span lines.
    public let line: Int
    /// The position of the field in its record, from 1; `nil` where the whole record is meant.
    public let field: Int?
    /// The character on that line, from 1, where the trouble begins.
    public let character: Int?
    /// The dataset's column; `nil` where the field is in none, or the whole record is meant.
    public let column: String?
    /// A stable word, as `resolved_before_opened`.
    public let code: String
    /// What is wrong, without the record's contents.
    public let message: String
    /// What to do about it.
    public let mend: String
    /// Of a record that was set aside, from when on it would have counted: a date or an instant; `nil` where that
    /// can't be read.
    public internal(set) var countsFrom: Value?
}

extension Finding {
    /// Of a row that belongs to some history which cannot be told, so that the rest of it went in without the row.
    var ofUnknownHistory: Finding {
        mended("; do so in the input and load that, as the rest of its history isn't set aside with it")
    }

    /// With what the dataset asks of whoever mends the row.
    func mended(in dataset: Dataset) -> Finding {
        guard case .groups(let column) = dataset.replacement else { return self }
        return mended(
            "; do so in the input and load that, as a file replaces all rows of each \(column) that it names")
    }

    func mended(_ more: String) -> Finding {
        Finding(
            line: line, field: field, character: character, column: column, code: code, message: message,
            mend: mend + more, countsFrom: countsFrom)
    }
}

extension Finding: CustomStringConvertible {
    public var description: String {
        "line \(line)\(column.map { ", \($0)" } ?? ""): \(message) [\(code)]; \(mend)"
    }
}
