/// The one style of messages: a capital, a full stop, what to do about it last.
public enum Sentence {
    /// A text that may begin with a name, which keeps its case.
    public static func of(_ text: String) -> String {
        let word = text.prefix { !$0.isWhitespace }
        let begins = names.contains(String(word)) || !word.allSatisfy({ $0.isLetter || "'’-,:".contains($0) })
        let beginning = begins ? text : text.prefix(1).uppercased() + text.dropFirst()
        guard let last = text.last, !".!?…".contains(last) else { return beginning }
        return beginning + "."
    }

    private static let names = Set(Datasets.all.flatMap { [$0.name] + $0.columns.map(\.name) })
}
