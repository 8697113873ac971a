/// Texts within the XML of a workbook.
enum SpreadsheetText {
    /// Of UTF-16 units in a cell; Excel calls a file with more of them damaged.
    private static let most = 32_767

    /// The content of a `t` element that gives the text back. What XML cannot say is U+FFFD; a text that is too long for a
    /// cell ends in an ellipsis.
    static func content(_ text: String) -> String {
        let text = shortened(text)
        guard text.utf8.contains(where: needsCare) else { return text }
        let scalars = Array(text.unicodeScalars)
        var content = ""
        for (position, scalar) in scalars.enumerated() {
            switch scalar {
            case "&": content += "&amp;"
            case "<": content += "&lt;"
            case ">": content += "&gt;"
            // A parser makes a line feed of a carriage return that isn't written so.
            case "\r": content += "&#13;"
            case "_" where isEscape(scalars[position...]): content += "_x005F_"
            case _ where isForbidden(scalar): content += "\u{FFFD}"
            default: content.unicodeScalars.append(scalar)
            }
        }
        return content
    }

    /// Whether a reader might take white space away that belongs to the text.
    static func hasDelicateSpace(_ text: String) -> Bool {
        let spaces: Set<UInt8> = [0x09, 0x0A, 0x0D, 0x20]
        guard let first = text.utf8.first, let last = text.utf8.last else { return false }
        return spaces.contains(first) || spaces.contains(last) || text.utf8.contains { $0 < 0x20 }
            || zip(text.utf8, text.utf8.dropFirst()).contains { $0 == 0x20 && $1 == 0x20 }
    }

    private static func shortened(_ text: String) -> String {
        guard text.utf8.count > most, text.utf16.count > most else { return text }
        var (scalars, count) = (String.UnicodeScalarView(), 1)
        for scalar in text.unicodeScalars {
            count += UTF16.width(scalar)
            guard count <= most else { break }
            scalars.append(scalar)
        }
        return String(scalars) + "…"
    }

    /// Of a byte: it may begin something that is written otherwise. 0xEF begins U+FFFE and U+FFFF.
    private static func needsCare(_ byte: UInt8) -> Bool {
        byte < 0x20 || [0x26, 0x3C, 0x3E, 0x5F, 0xEF].contains(byte)
    }

    /// Not among the characters of XML 1.0.
    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: false
        case 0..<0x20, 0xFFFE, 0xFFFF: true
        default: false
        }
    }

    /// Whether readers would make a character of it, as of `_x0041_` (ECMA-376, part 1, 22.9.2.19).
    private static func isEscape(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
        let start = Array(scalars.prefix(7))
        return start.count == 7 && start[1] == "x" && start[6] == "_"
            && start[2..<6].allSatisfy { $0.isASCII && $0.properties.isASCIIHexDigit }
    }
}
