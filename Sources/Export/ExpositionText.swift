/// Lines of Prometheus' text exposition format, version 0.0.4.
///
/// Any UTF-8 may stand in a label's value; backslash, double quote and newline are escaped, as the format demands,
/// and NUL, at which parsers stop, becomes U+FFFD.
public enum ExpositionText {
    public static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    public enum Kind: String, Sendable { case gauge, counter, histogram }

    /// The HELP and TYPE lines that open a family. Its samples must follow before another family begins.
    public static func family(_ name: String, _ kind: Kind, help: String) -> String {
        "# HELP \(name) \(escape(help, quotes: false))\n# TYPE \(name) \(kind.rawValue)\n"
    }

    /// `name{labels} value` and a line end; `labels` is `""` or what `labels(_:)` gave.
    public static func sample(_ name: String, _ labels: String, _ value: Double) -> String {
        "\(name)\(labels) \(value.shortestText)\n"
    }

    /// `{a="1",b="2"}`, in the order given, `more` behind the others.
    public static func labels(_ pairs: KeyValuePairs<String, String>, _ more: KeyValuePairs<String, String> = [:])
        -> String
    {
        "{"
            + (Array(pairs) + Array(more)).map { "\($0.key)=\"\(escape($0.value, quotes: true))\"" }.joined(
                separator: ",") + "}"
    }

    private static func escape(_ text: String, quotes: Bool) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped.append(contentsOf: #"\\"#.unicodeScalars)
            case "\n": escaped.append(contentsOf: #"\n"#.unicodeScalars)
            case "\"" where quotes: escaped.append(contentsOf: #"\""#.unicodeScalars)
            case "\0": escaped.append("\u{FFFD}")
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
