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
    private let table: MemberTable

    init(organization: String, window: Window, results: [(sheet: Sheet, figures: [Figure])]) {
        let rows = results.flatMap { sheet, figures in
            figures.map { figure in
                let (cell, estimate) = (figure.cell, figure.estimate)
                return [
                    organization, sheet.id, sheet.version, cell.measure, cell.scope.kind.rawValue, cell.scope.id,
                    cell.breakdown.name, cell.breakdown.value, window.from.description, window.to.description,
                    cell.statistic, estimate.value, figure.unit.rawValue, estimate.lower, estimate.upper, figure.n,
                    figure.censored, figure.coverage, figure.refusal?.rawValue,
                ] as [JSONObject.Member?]
            }
        }
        table = MemberTable(columns: Self.columns, rows: rows)
    }

    func text(in format: Format) throws -> String {
        switch format {
        case .csv: table.csv
        case .json: try Console.jsonText(table.objects.map(\.withoutNulls)) + "\n"
        }
    }
}
