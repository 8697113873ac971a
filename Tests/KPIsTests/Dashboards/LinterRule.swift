import Foundation

/// The rules of https://github.com/grafana/dashboard-linter, as of June 2026, by their names there.
///
/// They are held for every kind of panel but rows, which is more than the linter does. Whether a query is one (its
/// `target-promql-rule`) a real Prometheus says in DashboardTests; its rules of Loki have nothing to judge here.
enum LinterRule: String, CaseIterable {
    case templateDatasource = "template-datasource-rule"
    case templateJob = "template-job-rule"
    case templateInstance = "template-instance-rule"
    case templateLabelPromQL = "template-label-promql-rule"
    case templateReload = "template-on-time-change-reload-rule"
    case panelDatasource = "panel-datasource-rule"
    case panelTitleDescription = "panel-title-description-rule"
    case panelUnits = "panel-units-rule"
    case panelTargets = "panel-no-targets-rule"
    case targetRateInterval = "target-rate-interval-rule"
    case targetJob = "target-job-rule"
    case targetInstance = "target-instance-rule"
    case targetCounter = "target-counter-agg-rule"
    case uneditable = "uneditable-dashboard"

    /// Those of Grafana's units that dashboards have here.
    private static let units: Set = ["none", "percentunit", "reqps", "s"]
    /// What Grafana calls a choice that is made anew when the time does.
    private static let onTimeChange = 2

    /// What breaks the rule, in words; empty where nothing does.
    func faults(in dashboard: WrittenDashboard) -> [String] {
        let variables = dashboard.templating.list
        let panels = dashboard.panels.filter { $0.type != "row" }
        let queried = variables.filter { $0.type == "query" }
        switch self {
        case .templateDatasource:
            let sources = variables.filter { $0.type == "datasource" }
            let isOne = sources.count == 1 && sources[0].name == "datasource" && sources[0].label == "Data source"
            return isOne ? [] : ["no variable datasource, or several"]
        case .templateJob: return dashboard.asksPrometheus ? Self.faults(ofVariable: "job", in: variables) : []
        case .templateInstance:
            return dashboard.asksPrometheus ? Self.faults(ofVariable: "instance", in: variables) : []
        case .templateLabelPromQL:
            guard dashboard.asksPrometheus else { return [] }
            return queried.filter {
                $0.query?.text.wholeMatch(of: /(label_names|label_values|metrics|query_result)\(.+\)/) == nil
            }.map(\.name)
        case .templateReload: return queried.filter { $0.refresh != Self.onTimeChange }.map(\.name)
        case .panelDatasource: return panels.filter { $0.datasource?.isVariable != true }.map(\.title)
        case .panelTitleDescription:
            return panels.filter { $0.title.isEmpty || ($0.description ?? "").isEmpty }.map { "\($0.id)" }
        case .panelUnits: return panels.filter { !Self.units.contains($0.unit ?? "") }.map(\.title)
        case .panelTargets: return panels.filter { ($0.targets ?? []).isEmpty }.map(\.title)
        case .targetRateInterval:
            return dashboard.expressions.filter { expression in
                Self.withoutTexts(expression).matches(of: /\[([^\]]*)\]/).contains { $0.1 != "$__rate_interval" }
            }
        case .targetJob: return dashboard.expressions.filter { !Self.isEverySelector(of: $0, narrowedBy: "job") }
        case .targetInstance:
            return dashboard.expressions.filter { !Self.isEverySelector(of: $0, narrowedBy: "instance") }
        case .targetCounter:
            return dashboard.expressions.filter { expression in
                Self.withoutTexts(expression)
                    .replacing(/\b(rate|irate|increase)\(\w+_total(\{[^}]*\})?\[/, with: "").contains("_total")
            }
        case .uneditable: return dashboard.editable ? [dashboard.title] : []
        }
    }

    private static func faults(ofVariable name: String, in variables: [WrittenDashboard.Variable]) -> [String] {
        let isThere = variables.contains {
            $0.name == name && $0.label == name.capitalized && $0.type == "query" && $0.multi == true
                && $0.allValue == ".+" && $0.datasource?.isVariable == true
        }
        return isThere ? [] : ["no variable \(name), or not of all"]
    }

    private static func isEverySelector(of expression: String, narrowedBy label: String) -> Bool {
        let selectors = expression.matches(of: /\{[^}]*\}/).map(\.output)
        return !selectors.isEmpty && selectors.allSatisfy { $0.contains("\(label)=~\"$\(label)\"") }
    }

    /// What brackets mean in a regular expression of labels is not what they mean outside.
    private static func withoutTexts(_ expression: String) -> String {
        expression.replacing(/"[^"]*"/, with: "\"\"")
    }
}
