import Mustache

/// Text that stands in a page, as itself.
public enum HTMLText {
    /// For content and for attributes in quotes of either kind.
    ///
    /// By scalars: in a string's own view a quote with a combining mark, or a `<` behind one of the characters that join with
    /// what follows (U+0600), is another character, and would pass.
    public static func escaped(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if let reference = references[scalar] {
                escaped.append(contentsOf: reference.unicodeScalars)
            } else {
                escaped.append(scalar)
            }
        }
        return String(escaped)
    }

    private static let references: [Unicode.Scalar: String] = [
        "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;",
    ]

    /// A template of HTML; what is put in is escaped as above. The library's own way goes by characters.
    static func template(_ text: String) throws -> MustacheTemplate {
        _ = registration
        return try MustacheTemplate(string: "{{% CONTENT_TYPE: \(name)}}" + text)
    }

    private static let name = "HTML_BY_SCALARS"
    private static let registration: Void = MustacheContentTypes.register(ByScalars(), named: name)

    private struct ByScalars: MustacheContentType {
        func escapeText(_ text: String) -> String { escaped(text) }
    }
}
