/// The one style of messages: a capital, a full stop, what to do about it last.
public enum Sentence {
    /// A text that may begin with a name, which keeps its case.
    public static func of(_ text: String) -> String {
        var word = text.prefix { !$0.isWhitespace }
        while let mark = word.last, ",:;.?!".contains(mark) { word.removeLast() }
        let rest = text.dropFirst(word.count)
        // "name the file" begins with no name, "name is empty" does.
        let isColumn = names.contains(String(word)) && verbs.contains { rest.hasPrefix(" \($0)") }
        let isName = isColumn || !word.allSatisfy { $0.isLetter || "'’-".contains($0) } || rest.hasPrefix(" = ")
        let beginning = isName ? text : text.prefix(1).uppercased() + text.dropFirst()
        guard let last = text.last, !".!?…".contains(last) else { return beginning }
        return beginning + "."
    }

    private static let verbs = ["is ", "are ", "has ", "needs ", "can ", "could ", "("]
    private static let names = Set(Datasets.all.flatMap { [$0.name] + $0.columns.map(\.name) })
}
