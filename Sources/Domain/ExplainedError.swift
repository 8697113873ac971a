/// An error that says where it is, what is wrong, and what to do about it.
public protocol ExplainedError: Error, CustomStringConvertible {
    /// Such as `people.csv:7`; `nil` where the error has no place.
    var place: String? { get }
    /// What is wrong.
    var message: String { get }
    /// What to do about it.
    var mend: String { get }
}

extension ExplainedError {
    public var place: String? { nil }

    public var description: String {
        (place.map { "\($0): " } ?? "") + "\(Sentence.of(message)) \(Sentence.of(mend))"
    }
}
