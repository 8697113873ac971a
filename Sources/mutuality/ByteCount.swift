/// A number of bytes as PostgreSQL's settings have it: 1073741824, 1024MB or 1GB.
struct ByteCount {
    let bytes: Int

    private static let units = ["": 1, "b": 1, "kb": 1 << 10, "mb": 1 << 20, "gb": 1 << 30, "tb": 1 << 40]

    /// - Throws: `CommandError` for what is no such number; `name` is the preference's.
    init(_ text: String, of name: String, whereWrong status: ExitStatus) throws {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count).filter { $0 != " " }.lowercased()
        guard let count = Int(digits), let size = Self.units[unit],
            case (let bytes, false) = count.multipliedReportingOverflow(by: size)
        else {
            throw CommandError(
                status, "the value \"\(text)\" of \(name) is not a number of bytes", mend: "write 1GB, 100MB or 4096")
        }
        self.bytes = bytes
    }
}
