/// A number of bytes as PostgreSQL's settings have it: 1073741824, 1024MB or 1GB.
enum ByteCount {
    private static let units = ["": 1, "b": 1, "kb": 1 << 10, "mb": 1 << 20, "gb": 1 << 30, "tb": 1 << 40]

    /// `nil` for what is no such number.
    static func bytes(_ text: String) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count).filter { $0 != " " }.lowercased()
        guard let count = Int(digits), let size = units[unit],
            case (let bytes, false) = count.multipliedReportingOverflow(by: size)
        else { return nil }
        return bytes
    }
}
