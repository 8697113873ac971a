/// JSON whose names keep the order in which they are given, so that a file reads as its code does.
enum JSONText: Sendable {
    case text(String)
    case number(Int)
    case flag(Bool)
    case none
    case list([JSONText])
    case object([(name: String, value: JSONText)])

    private static let lineLength = 120

    /// A file's text: what fits into a line stands in one.
    var file: String { broken(depth: 0) + "\n" }

    private func broken(depth: Int) -> String {
        let line = self.line
        let indentation = String(repeating: "  ", count: depth)
        if indentation.count + line.count <= Self.lineLength { return line }
        func lines(_ items: [String]) -> String {
            items.map { "\(indentation)  \($0)" }.joined(separator: ",\n")
        }
        switch self {
        case .list(let values):
            return "[\n\(lines(values.map { $0.broken(depth: depth + 1) }))\n\(indentation)]"
        case .object(let members):
            let items = members.map { "\(Self.quoted($0.name)): \($0.value.broken(depth: depth + 1))" }
            return "{\n\(lines(items))\n\(indentation)}"
        case .text, .number, .flag, .none: return line
        }
    }

    private var line: String {
        switch self {
        case .text(let text): Self.quoted(text)
        case .number(let number): "\(number)"
        case .flag(let flag): "\(flag)"
        case .none: "null"
        case .list(let values): "[\(values.map(\.line).joined(separator: ", "))]"
        case .object(let members):
            "{\(members.map { "\(Self.quoted($0.name)): \($0.value.line)" }.joined(separator: ", "))}"
        }
    }

    private static func quoted(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
        return "\"\(escaped)\""
    }
}

extension JSONText: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    init(stringLiteral text: String) { self = .text(text) }
    init(integerLiteral number: Int) { self = .number(number) }
    init(booleanLiteral flag: Bool) { self = .flag(flag) }
    init(nilLiteral: ()) { self = .none }
    init(arrayLiteral values: JSONText...) { self = .list(values) }
    init(dictionaryLiteral members: (String, JSONText)...) {
        self = .object(members.map { (name: $0.0, value: $0.1) })
    }
}
