/// The pieces of a CSV file: fields that need no more care, and lines made of them.
public enum CSVText {
    /// Numbers are the shortest decimals that read back as the same number; unknown is empty.
    public static func field(_ value: Double?) -> String { value?.shortestText ?? "" }

    public static func field(_ value: Int?) -> String { value.map(String.init) ?? "" }

    /// A text, in quotes where it needs them, and with an apostrophe in front where a spreadsheet would run it.
    public static func field(_ text: String, _ dialect: CSVDialect = .standard) -> String {
        let safe = isRunBySpreadsheets(text) ? "'" + text : text
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

    private static func isRunBySpreadsheets(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first(where: { $0 != "'" }) else { return false }
        return running.contains(first)
    }

    private static let running: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
    ]
}
