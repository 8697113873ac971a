import Domain
import Foundation
import Simulator

/// What the demo shows of the newest released month: the organization, and the two teams with planted truths.
struct DemoFindings: Sendable {
    struct Row: Encodable, Sendable {
        let figure: String
        let scope: String
        let period: String
        let value: Double?
        let lower: Double?
        let upper: Double?
        let unit: String
        let n: Int?
        let state: String
    }

    let rows: [Row]
    private let truths: PlantedTruths
    private let organization: String

    private struct Shown {
        let title: String
        let kpi: String
        let measure: String
        let statistic: String
    }

    private static let concentration = [
        Shown(
            title: "inequality of help (Gini)", kpi: "helper_concentration", measure: "pieces",
            statistic: "gini_helpers"),
        Shown(
            title: "fewest who give half of it", kpi: "helper_concentration", measure: "pieces",
            statistic: "absence_factor"),
    ]

    private static let general = [
        Shown(
            title: "time to first response, median", kpi: "time_to_first_response", measure: "elapsed",
            statistic: "p50"),
        Shown(
            title: "time to resolve, median", kpi: "time_to_resolve", measure: "first_close_elapsed", statistic: "p50"),
        Shown(
            title: "time to resolve, 9 of 10", kpi: "time_to_resolve", measure: "first_close_elapsed", statistic: "p90"),
        Shown(
            title: "help given by the top 10 %", kpi: "helper_concentration", measure: "pieces",
            statistic: "top_10_percent"),
    ]

    init(figures: [PublishedFigure], truths: PlantedTruths) {
        self.truths = truths
        organization = figures.first?.organization ?? ""
        let newest = figures.filter { $0.period.kind == .month }.map(\.period).max()
        func row(_ shown: Shown, _ scope: Scope) -> Row? {
            figures.first {
                $0.period == newest && $0.kpi == shown.kpi
                    && $0.cell
                        == Cell(measure: shown.measure, scope: scope, breakdown: .none, statistic: shown.statistic)
            }.map { figure in
                Row(
                    figure: shown.title, scope: scope == .organization ? "everybody" : scope.id,
                    period: figure.period.from.description, value: figure.estimate.value, lower: figure.estimate.lower,
                    upper: figure.estimate.upper, unit: figure.unit.rawValue, n: figure.n, state: figure.state.rawValue)
            }
        }
        rows = [
            (Self.general + Self.concentration).compactMap { row($0, .organization) },
            [row(Self.general[1], Scope(.team, truths.slowTeam.teamID))].compactMap { $0 },
            Self.concentration.compactMap { row($0, Scope(.team, truths.overloadedHelper.teamID)) },
        ].flatMap { $0 }
    }

    var text: String {
        let head = ["\(organization), month from \(rows.first?.period ?? "-")", "whose", "value", "95 % limits", "n"]
        let body = rows.map { row in
            [
                row.figure, row.scope, row.state == "released" ? Self.shown(row.value, row.unit) : "hidden",
                row.lower == nil && row.upper == nil
                    ? "-" : "\(Self.shown(row.lower, row.unit)) to \(Self.shown(row.upper, row.unit))",
                row.n.map(String.init) ?? "-",
            ]
        }
        let table = [head] + body
        let widths = head.indices.map { column in table.map { $0[column].count }.max() ?? 0 }
        let lines = table.map { line in
            zip(line, widths).enumerated().map { column, cell in
                let padding = String(repeating: " ", count: cell.1 - cell.0.count)
                return column < 2 ? cell.0 + padding : padding + cell.0
            }.joined(separator: "  ")
        }
        return """
            \(truths.people) people, \(truths.requests) help requests from \(truths.from) to \(truths.until)

            \(lines.joined(separator: "\n"))

            Planted: team \(truths.slowTeam.teamID) takes longer, and in team \(truths.overloadedHelper.teamID) one \
            person gives much of the help.
            """
    }

    /// Durations in the largest unit that they fill; counts are whole.
    private static func shown(_ value: Double?, _ unit: String) -> String {
        guard let value else { return "not reached" }
        guard unit == "s" else { return String(format: unit == "count" ? "%.0f" : "%.2f", value) }
        let units: [(Double, String)] = [(86_400, "d"), (3_600, "h"), (60, "min")]
        let (size, name) = units.first { value >= $0.0 } ?? (1, "s")
        return String(format: "%.1f %@", value / size, name)
    }
}
