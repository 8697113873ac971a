/// The first bytes of a file that say what kind it is.
enum FileMark {
    /// The byte order mark of UTF-8, which is skipped.
    static let utf8: [UInt8] = [0xef, 0xbb, 0xbf]
    static let longest = 4

    /// Throws if a file is certainly no text in UTF-8; `opening` has its first `longest` bytes, or all it has.
    static func refuseOthers(_ opening: [UInt8], file: String) throws {
        if opening.starts(with: [0xff, 0xfe]) || opening.starts(with: [0xfe, 0xff]) {
            throw IngestionError(
                .data, file: file, code: "utf16", message: "the file is UTF-16", mend: "save it in UTF-8")
        }
        if opening.starts(with: [0x50, 0x4b, 0x03, 0x04]) {
            throw IngestionError(
                .data, file: file, code: "not_csv", message: "this is a workbook or a zip archive",
                mend: "save the sheet as CSV in UTF-8, or take the file out of the archive")
        }
    }

    /// Throws if a file is one array of JSON, as programs export it, and no CSV: a bracket, and an object right behind it.
    static func refuseArray(_ opening: [UInt8], file: String) throws {
        guard opening.first == UInt8(ascii: "["), opening.count > 1,
            opening.dropFirst().first(where: { !blanks.contains($0) }).map({ $0 == UInt8(ascii: "{") }) ?? true
        else { return }
        throw IngestionError(
            .data, file: file, code: "json_array", message: "the file is an array of JSON",
            mend: "write each of its objects on a line of its own, into a file that ends in .jsonl: jq -c '.[]' does it"
        )
    }

    private static let blanks: [UInt8] = [0x20, 0x09, .lineFeed, .carriageReturn]
}
