import Domain

/// One thing that is wrong with one record: why it was set aside, or what was decided about it.
public struct Finding: Sendable, Equatable {
    /// The physical line on which the fault stands, from 1; a record can span lines.
    public let line: Int
    /// The position of the field in its record, from 1; `nil` where the whole record is meant.
    public let field: Int?
    /// The character on that line, from 1, where the fault begins.
    public let character: Int?
    /// The dataset's column; `nil` where the field is in none, or the whole record is meant.
    public let column: String?
    /// A stable word, as `resolved_before_opened`.
    public let code: String
    /// What is wrong, without the record's contents.
    public let message: String
    /// The same for the file of reasons, which may quote a value.
    var detail: String?
    /// The item that was answered, as the mapping has it: `edmondson/e2`; of answers only.
    public internal(set) var item: String?
    /// What to do about it.
    public internal(set) var mend: String
    /// Of a record that was set aside, from when on it would have counted: a date or an instant; `nil` where that
    /// can't be read.
    public internal(set) var countsFrom: Value?
}

extension Finding {
    /// Of a row that belongs to some history which cannot be told, so that the rest of it went in without the row.
    func ofUnknownHistory(in dataset: Dataset) -> Finding {
        mended(in: "this \(Self.word(for: dataset.replacement.group ?? ""))")
    }

    /// With what the dataset asks of whoever mends the row.
    func mended(in dataset: Dataset) -> Finding {
        guard case .groups(let column) = dataset.replacement else { return self }
        return mended(in: "this \(Self.word(for: column))")
    }

    /// `person_id` names a person.
    private static func word(for column: String) -> String {
        (column.hasSuffix("_id") ? String(column.dropLast("_id".count)) : column).replacing("_", with: " ")
    }

    /// Of a row whose fellows are not in the reject file: loaded alone it would replace them, or come without them.
    func mended(in group: String) -> Finding {
        mended(
            ". Fix this row in your original file and load that again: the reject file lacks the other rows of \(group)"
        )
    }

    func mended(_ more: String) -> Finding {
        var finding = self
        finding.mend += more
        return finding
    }
}

extension Finding: CustomStringConvertible {
    public var description: String {
        // Most messages name the column themselves.
        let place = column.flatMap { message.hasPrefix($0) ? nil : ", \($0)" } ?? ""
        let asked = item.map { ", \($0)" } ?? ""
        return "line \(line)\(asked)\(place): \(Sentence.of(message)) \(Sentence.of(mend)) [\(code)]"
    }
}
