import Domain

/// Errors as people read them: what is wrong, then what to do about it, each a sentence of its own.
enum ErrorText {
    static func of(_ error: any Error) -> String {
        error is any ExplainedError ? "\(error)" : Sentence.of("\(error)")
    }
}
