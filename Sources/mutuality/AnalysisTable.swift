import ArgumentParser
import Domain
import Export

/// Ad-hoc figures as a table: the columns of the published one, as far as they make sense.
struct AnalysisTable: Sendable {
    enum Format: String, ExpressibleByArgument, CaseIterable, Sendable {
        case csv, json
    }

    private static let columns = [
        "organization", "kpi", "version", "measure", "scope", "scope_id", "breakdown", "breakdown_value", "from", "to",
        "statistic", "value", "unit", "lower", "upper", "n", "censored", "coverage", "refusal",
    ]
    /// In the order of the columns.
    private let rows: [[JSONObject.Member?]]

    init(organization: String, window: Window, results: [(sheet: Sheet, figures: [Figure])]) {
        rows = results.flatMap { sheet, figures in
            figures.map { figure in
                let (cell, estimate) = (figure.cell, figure.estimate)
                return [
                    organization, sheet.id, sheet.version, cell.measure, cell.scope.kind.rawValue, cell.scope.id,
                    cell.breakdown.name, cell.breakdown.value, window.from.description, window.to.description,
                    cell.statistic, estimate.value, figure.unit.rawValue, estimate.lower, estimate.upper, figure.n,
                    figure.censored, figure.coverage, figure.refusal?.rawValue,
                ]
            }
        }
    }

    func text(in format: Format) throws -> String {
        switch format {
        case .csv:
            ([Self.columns] + rows.map { zip(Self.columns, $0).map(Self.field) }).map { CSVText.line($0) }.joined()
        case .json: try Console.jsonText(rows.map { JSONObject(Array(zip(Self.columns, $0))).withoutNulls }) + "\n"
        }
    }

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
