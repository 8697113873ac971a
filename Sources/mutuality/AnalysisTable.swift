import ArgumentParser
import Domain
import Export

/// Ad-hoc figures as a table: the columns of the published one, as far as they make sense.
struct AnalysisTable: Sendable {
    enum Format: String, ExpressibleByArgument, CaseIterable, Sendable {
        case csv, json
    }

    let rows: [Row]

    struct Row: Encodable, Sendable {
        let organization, kpi: String
        let version: Int
        let measure, scope, scopeID, breakdown, breakdownValue, from, to, statistic: String
        let value: Double?
        let unit: String
        let lower, upper: Double?
        let n: Int
        let censored: Int?
        let coverage: Double?
        /// Why a value is missing though there are records.
        let refusal: String?

        enum CodingKeys: String, CodingKey, CaseIterable {
            case organization, kpi, version, measure, scope
            case scopeID = "scope_id"
            case breakdown
            case breakdownValue = "breakdown_value"
            case from, to, statistic, value, unit, lower, upper, n, censored, coverage, refusal
        }

        var fields: [String] {
            let texts = [
                organization, kpi, "\(version)", measure, scope, scopeID, breakdown, breakdownValue, from, to,
                statistic,
            ]
            return texts.map { CSVText.field($0) } + [
                CSVText.field(value), unit, CSVText.field(lower), CSVText.field(upper), CSVText.field(n),
                CSVText.field(censored), CSVText.field(coverage), CSVText.field(refusal ?? ""),
            ]
        }
    }

    init(organization: String, window: Window, results: [(sheet: Sheet, figures: [Figure])]) {
        rows = results.flatMap { sheet, figures in
            figures.map { figure in
                let (cell, estimate) = (figure.cell, figure.estimate)
                return Row(
                    organization: organization, kpi: sheet.id, version: sheet.version, measure: cell.measure,
                    scope: cell.scope.kind.rawValue, scopeID: cell.scope.id, breakdown: cell.breakdown.name,
                    breakdownValue: cell.breakdown.value, from: window.from.description, to: window.to.description,
                    statistic: cell.statistic, value: estimate.value, unit: figure.unit.rawValue,
                    lower: estimate.lower, upper: estimate.upper, n: figure.n, censored: figure.censored,
                    coverage: figure.coverage, refusal: figure.refusal?.rawValue)
            }
        }
    }

    func text(in format: Format) throws -> String {
        switch format {
        case .csv:
            let header = Row.CodingKeys.allCases.map(\.rawValue)
            return ([header] + rows.map(\.fields)).map { CSVText.line($0) }.joined()
        case .json:
            return try Console.jsonText(rows) + "\n"
        }
    }
}
