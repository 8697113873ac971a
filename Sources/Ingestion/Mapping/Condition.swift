/// A question to one field of a row as it stands in the file, before anything is made of it.
struct Condition: Sendable, Equatable {
    /// The header's name of the field.
    let column: String
    let test: Test

    enum Test: Sendable, Equatable {
        /// The field, without blanks around it, is one of these words to the letter.
        case isAmong([String])
        /// It is none of them; an empty field is none of them either.
        case isNotAmong([String])
        /// It is empty, or one of the file's spellings of nothing; `false`: it is neither.
        case isEmpty(Bool)
    }

    var content: [String] {
        switch test {
        case .isAmong(let words): ["where", column, "is"] + words
        case .isNotAmong(let words): ["where", column, "not"] + words
        case .isEmpty(let empty): ["where", column, empty ? "empty" : "filled"]
        }
    }
}
