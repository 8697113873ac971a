/// How much of a file is held at once.
struct CSVLimits {
    /// Bytes of one field, quotes included. Far above any id, name or note.
    var field = 1 << 20
    /// Bytes of one record, line end excluded; the buffer never holds more than twice this and two chunks.
    var record = 4 << 20
    /// Fields of one record: PostgreSQL's tables end at 1,600 columns.
    var fields = 1_600
    /// Bytes read at a time: large enough that the calls don't count, small enough to stay in the cache.
    var chunk = 256 * 1024
}

/// Why a record cannot be read, and where.
struct Malformation: Error, Equatable {
    let kind: Kind
    let line: Int
    /// The position of the field in its record, from 1.
    let field: Int
    /// The character on the line, from 1.
    let character: Int

    enum Kind: Equatable {
        case textAfterQuote, quoteInUnquotedField, fieldTooLong, recordTooLong, tooManyFields, invalidUTF8, nul
    }

    var code: String {
        switch kind {
        case .textAfterQuote: "text_after_quote"
        case .quoteInUnquotedField: "quote_in_unquoted_field"
        case .fieldTooLong: "field_too_long"
        case .recordTooLong: "record_too_long"
        case .tooManyFields: "too_many_fields"
        case .invalidUTF8: "invalid_utf8"
        case .nul: "nul_byte"
        }
    }

    var message: String {
        switch kind {
        case .textAfterQuote: "text follows the closing quote of a field"
        case .quoteInUnquotedField: "a field that is not quoted contains a quote"
        case .fieldTooLong: "the field is longer than the limit"
        case .recordTooLong: "the record is longer than the limit"
        case .tooManyFields: "the record has more fields than the limit"
        case .invalidUTF8: "these bytes are not UTF-8"
        case .nul: "the record contains a NUL byte"
        }
    }

    var mend: String {
        switch kind {
        case .textAfterQuote, .quoteInUnquotedField: "put the whole field in quotes and double each quote inside it"
        case .fieldTooLong, .recordTooLong, .tooManyFields:
            "shorten it, or close a quote that was opened by mistake and took in what follows"
        case .invalidUTF8: "save the file as UTF-8"
        case .nul: "remove the NUL byte; a file full of them is UTF-16: save it as UTF-8"
        }
    }
}
