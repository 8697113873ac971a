import Domain
import TestValues

/// What a case expects of some cells, or of all.
struct CaseAnswer {
    /// A row of it: the cell that it names, and what it says of it.
    struct Row {
        let line: Int
        let cell: Cell
        /// There is no such figure.
        var isAbsent = false
        /// By what of a figure it is.
        var numbers: [(name: String, value: Double?)] = []
        var words: [(name: String, value: String)] = []
    }

    /// What is wrong with the figures, and by which line of the case.
    struct Difference: CustomStringConvertible {
        let line: Int
        let description: String
    }

    private static let nothing = "nothing"
    private static let nothingElse = "nothing else"
    private static let absent = "absent"
    /// What stands for a column of the cell's name that is left out.
    private static let standard = ["measure": "default", "scope": ScopeKind.organization.rawValue]
    private static let nameColumns = ["measure", "scope", "scope_id", "breakdown", "breakdown_value", "statistic"]
    private static let numberColumns = ["value", "lower", "upper", "n", "censored", "coverage", "people"]
    private static let wordColumns = ["unit", "refusal"]

    private let line: Int
    private(set) var rows: [Row] = []
    /// There are no figures but those of `rows`.
    private var isWhole = false

    /// `nothing`, or a line of columns and a row a line, `nothing else` at last where no other cell is expected.
    init(_ block: CaseBlock) throws {
        line = block.line
        var lines = Array(block.lines.enumerated())
        if let last = lines.last?.element.text, last == Self.nothing || last == Self.nothingElse {
            isWhole = true
            lines.removeLast()
            guard lines.isEmpty == (last == Self.nothing) else {
                throw block.fault("\"\(Self.nothing)\" stands alone, \"\(Self.nothingElse)\" after rows")
            }
        }
        guard let header = lines.first?.element else {
            guard isWhole else { throw block.fault("the answer is empty") }
            return
        }
        let columns = CaseTable.fields(of: header.text)
        for column in columns where !(Self.nameColumns + Self.numberColumns + Self.wordColumns).contains(column) {
            throw block.fault("an answer has no column \"\(column)\"", at: 0)
        }
        guard lines.count > 1 else { throw block.fault("the answer has no rows") }
        for (position, line) in lines.dropFirst() {
            let fields = CaseTable.fields(of: line.text)
            guard fields.count == columns.count else {
                throw block.fault("\(fields.count) fields, but \(columns.count) columns", at: position)
            }
            rows.append(try Self.row(Array(zip(columns, fields)), of: block, at: position))
        }
    }

    private static func row(
        _ fields: [(column: String, text: String)], of block: CaseBlock, at position: Int
    ) throws -> Row {
        let named = standard.merging(fields.map { ($0.column, $0.text) }) { $1 }
        guard let scope = ScopeKind(rawValue: named["scope"] ?? "") else {
            throw block.fault("scope is organization, department or team", at: position)
        }
        guard let statistic = named["statistic"] else { throw block.fault("the answer names no statistic", at: 0) }
        var row = Row(
            line: block.lines[position].number,
            cell: Cell(
                measure: named["measure"] ?? "", scope: Scope(scope, named["scope_id"] ?? ""),
                breakdown: Breakdown(named["breakdown"] ?? "", named["breakdown_value"] ?? ""), statistic: statistic))
        let said = fields.filter { !nameColumns.contains($0.column) }
        if said.contains(where: { $0.text == absent }) {
            guard said.allSatisfy({ $0.text == absent || $0.text.isEmpty }) else {
                throw block.fault("what is absent has no values", at: position)
            }
            row.isAbsent = true
            return row
        }
        for (column, text) in said {
            if wordColumns.contains(column) {
                row.words.append((column, text))
            } else if text.isEmpty {
                row.numbers.append((column, nil))
            } else if let number = number(text) {
                row.numbers.append((column, number))
            } else {
                throw block.fault("\(column) cannot be \"\(text)\"", at: position)
            }
        }
        return row
    }

    private static let secondsOfUnits: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]

    /// A number, a quotient (`2/3`), either with the unit of a time (`1.5h`, `40d`) where it is one.
    static func number(_ text: String) -> Double? {
        let unit = text.last.flatMap { secondsOfUnits[$0] }
        let parts = (unit == nil ? text[...] : text.dropLast()).split(separator: "/", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Double($0) }
        guard numbers.count == parts.count, numbers.count <= 2 else { return nil }
        return numbers.count == 2 ? numbers[0] / numbers[1] * (unit ?? 1) : numbers[0] * (unit ?? 1)
    }

    func differences(from figures: [Cell: Figure]) -> [Difference] {
        var differences = rows.flatMap { Self.differences($0, figures[$0.cell]) }
        if isWhole {
            let expected = Set(rows.map(\.cell))
            differences += figures.keys.sorted().filter { !expected.contains($0) }.map {
                Difference(line: line, description: "there is \(Self.words($0)) as well")
            }
        }
        return differences
    }

    private static func differences(_ row: Row, _ figure: Figure?) -> [Difference] {
        func difference(_ text: String) -> Difference {
            Difference(line: row.line, description: "\(words(row.cell)): \(text)")
        }
        guard let figure else { return row.isAbsent ? [] : [difference("there is no such figure")] }
        guard !row.isAbsent else { return [difference("there is such a figure")] }
        let numbers = [
            "value": figure.estimate.value, "lower": figure.estimate.lower, "upper": figure.estimate.upper,
            "n": Double(figure.n), "censored": figure.censored.map(Double.init), "coverage": figure.coverage,
            "people": Double(figure.contributors.people),
        ]
        let texts = ["unit": figure.unit.rawValue, "refusal": figure.refusal?.rawValue ?? ""]
        func shown(_ number: Double?) -> String { number.map { "\($0)" } ?? "none" }
        return row.numbers.compactMap { name, expected in
            let found = numbers[name] ?? nil
            return agree(found, expected) ? nil : difference("\(name) is \(shown(found)), not \(shown(expected))")
        }
            + row.words.compactMap { name, expected in
                let found = texts[name] ?? ""
                return found == expected ? nil : difference("\(name) is \"\(found)\", not \"\(expected)\"")
            }
    }

    private static func words(_ cell: Cell) -> String {
        [
            cell.measure, cell.scope.kind.rawValue, cell.scope.id, cell.breakdown.name, cell.breakdown.value,
            cell.statistic,
        ]
        .filter { !$0.isEmpty }.joined(separator: " ")
    }
}
