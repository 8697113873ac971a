import Domain

/// Counts the rows of a file that are equal to an earlier one in every byte, where a row's line is its key: there a row that
/// was copied by mistake counts as often as it stands.
///
/// It keeps a hash of 64 bits and a line for each row, of the first `most` alone: 25 MB at the most, while it grows. Of so many
/// rows two different ones have the same hash once in a hundred million files.
struct EqualRows {
    /// More sheets of answers than a survey gets.
    static let most = 500_000

    private let column: String
    private let most: Int
    private var lines: [Int: Int] = [:]
    private var lastLine = 0
    private var repeats = 0
    private var first: (line: Int, earlier: Int)?
    private var isCut = false

    /// `nil` where the mapping takes no key from the line.
    init?(_ mapping: Mapping, most: Int = most) {
        let columns = mapping.columns ?? [:]
        guard let column = mapping.dataset.key.first(where: { columns[$0]?.origin == .lineNumber }) else { return nil }
        (self.column, self.most) = (column, most)
    }

    /// Takes a row that makes a record; it can come once for each of its records.
    mutating func add(_ raw: UnsafeRawBufferPointer, line: Int) {
        guard line != lastLine else { return }
        lastLine = line
        guard lines.count + repeats < most else {
            isCut = true
            return
        }
        // The last line may lack its end.
        let end = raw.lastIndex { $0 != .lineFeed && $0 != .carriageReturn }.map { $0 + 1 } ?? 0
        var hasher = Hasher()
        hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: raw[..<end]))
        let hash = hasher.finalize()
        guard let earlier = lines[hash] else {
            lines[hash] = line
            return
        }
        repeats += 1
        first = first ?? (line, earlier)
    }

    /// What is to be told of the file, and of how many rows; `nil` where no row repeats another.
    var note: (finding: Finding, count: Int)? {
        guard let first else { return nil }
        let rows = isCut ? "\(repeats) of the first \(most) rows" : "\(repeats) \(repeats == 1 ? "row" : "rows")"
        let (verb, place) =
            repeats == 1 ? ("repeats", "line \(first.line)") : ("repeat", "first line \(first.line)")
        let finding = Finding(
            line: first.line, field: nil, character: nil, column: nil, code: "row_repeated",
            message: "\(rows) \(verb) an earlier one in everything: \(place), which is line \(first.earlier) again; "
                + "\(column) is the line's number, so each counts" + (isCut ? "; later rows were not looked at" : ""),
            mend: "remove rows that were copied by mistake; where people may have answered alike, nothing is wrong; "
                + "if a column numbers the sheets, write `\(column): \"its name\"` in the mapping")
        return (finding, repeats)
    }
}
