import Domain
import Foundation
import TestValues

/// The records of one dataset in a case: a line of columns' names, then a row a line. Values are written as in a file
/// that is loaded; there are no quotes.
final class CaseTable {
    let dataset: Dataset
    let block: CaseBlock
    private let columns: [String]
    /// Columns that somebody asked for.
    private var wanted: Set<String> = []

    init(_ block: CaseBlock) throws {
        guard let dataset = Datasets.all.first(where: { $0.name == block.name }) else {
            throw block.fault("there is no dataset \(block.name)")
        }
        self.dataset = dataset
        self.block = block
        columns = block.lines.first.map { Self.fields(of: $0.text) } ?? []
        for column in columns where dataset.index(of: column) == nil {
            throw block.fault("\(dataset.name) has no column \"\(column)\"", at: 0)
        }
        for column in dataset.columns where column.required && !columns.contains(column.name) {
            throw block.fault("\(dataset.name) needs the column \(column.name)", at: 0)
        }
    }

    /// Gives every row to `body`. A column that it doesn't ask for has no say in any figure, and has to be left out.
    func forEachRow(_ body: (CaseRow) throws -> Void) throws {
        guard block.lines.count > 1 else { throw block.fault("\(dataset.name) has no rows") }
        for (position, line) in block.lines.enumerated().dropFirst() {
            let fields = Self.fields(of: line.text)
            guard fields.count == columns.count else {
                throw block.fault("\(fields.count) fields, but \(columns.count) columns", at: position)
            }
            try body(CaseRow(table: self, position: position, fields: Dictionary(zip(columns, fields)) { $1 }))
        }
        for column in columns where !wanted.contains(column) {
            throw block.fault("no figure reads \(dataset.name).\(column)", at: 0)
        }
    }

    fileprivate func want(_ column: String) { wanted.insert(column) }

    static func fields(of line: String) -> [String] {
        line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
}

/// One row; a blank field is unknown.
struct CaseRow {
    let table: CaseTable
    let position: Int
    let fields: [String: String]

    func fault(_ column: String, _ message: String) -> CaseFault {
        table.block.fault("\(column) \(message)", at: position)
    }

    func text(_ column: String) throws -> String? {
        table.want(column)
        guard let type = table.dataset.columns.first(where: { $0.name == column })?.type else {
            throw fault(column, "is no column of \(table.dataset.name)")
        }
        guard let text = fields[column], !text.isEmpty else { return nil }
        guard Self.isValue(text, of: type) else { throw fault(column, "cannot be \"\(text)\"") }
        return text
    }

    func required(_ column: String) throws -> String {
        guard let text = try text(column) else { throw fault(column, "is blank") }
        return text
    }

    func instant(_ column: String) throws -> Instant? { try text(column).flatMap(Self.instant) }
    func number(_ column: String) throws -> Double? { try text(column).flatMap(Double.init) }
    func boolean(_ column: String) throws -> Bool? { try text(column).map { $0 == "true" } }

    /// What the row says, whatever figures make of it.
    func texts() throws -> [String: String] {
        try fields.keys.reduce(into: [:]) { texts, column in texts[column] = try text(column) }
    }

    /// Of a text that fits the column.
    static func value(_ text: String, of column: Dataset.Column) -> Value {
        switch column.type {
        case .instant: instant(text).map(Value.instant) ?? .null
        case .date: LocalDate(text).map(Value.date) ?? .null
        case .number: Double(text).map(Value.number) ?? .null
        case .integer: Int(text).map(Value.integer) ?? .null
        case .timeOfDay: .timeOfDay(TestValues.timeOfDay(text))
        case .boolean: .boolean(text == "true")
        case .presence: .boolean(true)
        case .text, .person, .choice, .zone, .token: .text(text)
        }
    }

    /// `value`, which is not blank.
    func required<Value>(_ column: String, _ value: Value?) throws -> Value {
        guard let value else { throw fault(column, "is blank") }
        return value
    }

    private static func isValue(_ text: String, of type: Dataset.ColumnType) -> Bool {
        switch type {
        case .text, .person, .token, .presence: text == text.trimmingCharacters(in: .whitespaces)
        case .instant: instant(text) != nil
        case .date: LocalDate(text) != nil
        case .timeOfDay: timeOfDay(text)
        case .integer(let range): Int(text).map(range.contains) ?? false
        case .number(let least): Double(text).map { $0.isFinite && $0 >= least ?? -.infinity } ?? false
        case .boolean: text == "true" || text == "false"
        case .choice(let words): words.contains(text)
        case .zone: Zone(text) != nil
        }
    }

    private static func timeOfDay(_ text: String) -> Bool {
        let parts = text.split(separator: ":").map { Int($0) }
        guard text.utf8.count == 5, parts.count == 2, let hour = parts[0], let minute = parts[1] else { return false }
        return text == "24:00" || (0..<24).contains(hour) && (0..<60).contains(minute)
    }

    /// `2026-03-02T09:00Z`, with seconds and a fraction of up to six digits where they matter, in UTC.
    static func instant(_ text: String) -> Instant? {
        let halves = text.split(separator: "T", omittingEmptySubsequences: false)
        guard halves.count == 2, halves[1].last == "Z", let date = LocalDate(String(halves[0])) else { return nil }
        let parts = halves[1].dropLast().split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), parts[0].count == 2, parts[1].count == 2,
            let hour = Int64(parts[0]), let minute = Int64(parts[1]), (0..<24).contains(hour), (0..<60).contains(minute)
        else { return nil }
        let seconds = parts.count == 3 ? Double(parts[2]) : 0
        guard let seconds, (0..<60).contains(seconds) else { return nil }
        return Zone.utc.start(of: date) + (hour * 60 + minute) * 60_000_000
            + Int64((seconds * 1e6).rounded())
    }
}
