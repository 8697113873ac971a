/// Text that is kept within a terminal's width.
enum WrappedText {
    /// Characters a line, as many as are read with ease.
    static let width = 100

    /// Lines as full as their words allow; a word that is wider has a line of its own.
    static func lines(_ text: String, width: Int = width) -> [String] {
        var lines: [String] = []
        for word in text.split(whereSeparator: \.isWhitespace) {
            if let line = lines.last, line.count + 1 + word.count <= width {
                lines[lines.count - 1] = "\(line) \(word)"
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}
