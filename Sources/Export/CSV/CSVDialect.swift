/// How the same table is divided into fields and lines.
public enum CSVDialect: String, CaseIterable, Sendable {
    /// As RFC 4180 wants it: commas, no byte order mark.
    case standard
    /// As Excel opens it with a double click in countries that write decimals with a comma: semicolons, and the byte order
    /// mark without which it takes UTF-8 for another encoding. Decimals keep their point: numbers are those of the table,
    /// and a file means the same everywhere.
    case excel

    public var separator: String {
        switch self {
        case .standard: ","
        case .excel: ";"
        }
    }

    /// What stands before the header.
    var byteOrderMark: String {
        switch self {
        case .standard: ""
        case .excel: "\u{FEFF}"
        }
    }
}
