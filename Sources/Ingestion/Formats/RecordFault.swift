/// Why a record cannot be read, and where.
struct RecordFault: Error, Equatable {
    let kind: Kind
    let line: Int
    /// The position of the field in its record, from 1; `nil` where the fault is in none that is asked for.
    let field: Int?
    /// The character on the line, from 1.
    let character: Int

    /// What can be wrong. Each format lists its own; those here can be wrong in any.
    ///
    /// An object, so that a reader that has no fault to tell has nothing to move about but one empty reference.
    final class Kind: Equatable, Sendable {
        /// A stable word, explained in docs/mapping.md.
        let code: String
        /// What is wrong, without the record's contents.
        let message: String
        /// What to do about it.
        let mend: String

        init(code: String, message: String, mend: String) {
            (self.code, self.message, self.mend) = (code, message, mend)
        }

        static func == (a: Kind, b: Kind) -> Bool { a.code == b.code }

        static let fieldTooLong = Kind(
            code: "field_too_long", message: "the field is longer than the limit", mend: shorten)
        static let recordTooLong = Kind(
            code: "record_too_long", message: "the record is longer than the limit", mend: shorten)
        static let tooManyFields = Kind(
            code: "too_many_fields", message: "the record has more fields than the limit", mend: shorten)
        static let invalidUTF8 = Kind(
            code: "invalid_utf8", message: "these bytes are not UTF-8", mend: "save the file as UTF-8")
        static let nul = Kind(
            code: "nul_byte", message: "the record contains a NUL byte",
            mend: "remove the NUL byte; a file full of them is UTF-16: save it as UTF-8")

        static let ofAnyFormat = [fieldTooLong, recordTooLong, tooManyFields, invalidUTF8, nul]

        private static let shorten =
            "shorten it; where a quote or a line end is wrong, it has taken in what follows"
    }

    var code: String { kind.code }
    var message: String { kind.message }
    var mend: String { kind.mend }
}
