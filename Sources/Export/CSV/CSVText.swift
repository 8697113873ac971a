/// The pieces of a CSV file: fields that need no more care, and lines made of them.
public enum CSVText {
    /// Numbers are the shortest decimals that read back as the same number; unknown is empty.
    public static func field(_ value: Double?) -> String { value?.shortestText ?? "" }

    public static func field(_ value: Int?) -> String { value.map(String.init) ?? "" }

    /// A text, in quotes where it needs them, and with an apostrophe in front of what a spreadsheet would run.
    public static func field(_ text: String, _ dialect: CSVDialect = .standard) -> String {
        let safe = defused(text)
        let separator = dialect.separator.utf8.first
        guard safe.utf8.contains(where: { $0 == 0x22 || $0 == separator || $0 == 0x0D || $0 == 0x0A }) else {
            return safe
        }
        // By scalars: in a string's own view CR LF and a quote with a combining mark are other characters.
        let doubled = safe.unicodeScalars.flatMap { $0 == "\"" ? [$0, $0] : [$0] }
        return "\"" + String(String.UnicodeScalarView(doubled)) + "\""
    }

    public static func line(_ fields: [String], _ dialect: CSVDialect = .standard) -> String {
        fields.joined(separator: dialect.separator) + "\r\n"
    }

    /// Separators differ from country to country, and quotes within what a spreadsheet takes for a cell are nothing to it:
    /// so what follows a comma, semicolon, tab or line end inside the text is looked at like its beginning.
    private static func defused(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        guard scalars.contains(where: running.contains) else { return text }
        var defused = String.UnicodeScalarView()
        for (position, scalar) in scalars.enumerated() {
            let isRun =
                if position == 0 {
                    scalars.first { $0 != "'" }.map(running.contains) ?? false
                } else if separators.contains(scalars[position - 1]) {
                    scalars[position...].first { !" '\"".unicodeScalars.contains($0) }.map(runningWithin.contains)
                        ?? false
                } else {
                    false
                }
            if isRun { defused.append("'") }
            defused.append(scalar)
        }
        return String(defused)
    }

    private static let separators: Set<Unicode.Scalar> = [",", ";", "\t", "\r", "\n"]
    private static let runningWithin: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
    ]
    private static let running = runningWithin.union(["\t", "\r", "\n"])
}
