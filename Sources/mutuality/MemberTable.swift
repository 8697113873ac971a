import Export

/// Rows of named members, for programs: as CSV, or an object each.
struct MemberTable: Sendable {
    let columns: [String]
    /// In the order of the columns.
    let rows: [[JSONObject.Member?]]

    var csv: String { ([columns] + rows.map { zip(columns, $0).map(Self.field) }).map { CSVText.line($0) }.joined() }

    var objects: [JSONObject] { rows.map { JSONObject(Array(zip(columns, $0))) } }

    private static func field(_ column: String, _ value: JSONObject.Member?) -> String {
        switch value {
        // One of ours, which no spreadsheet runs: as the published table has it.
        case let unit as String where column == "unit": unit
        case let text as String: CSVText.field(text)
        case let number as Int: CSVText.field(number)
        case let number as Double: CSVText.field(number)
        default: ""
        }
    }
}
