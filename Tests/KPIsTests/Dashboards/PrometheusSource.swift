import Domain

@testable import Export

/// Asks Prometheus, which knows the newest period as it was scraped.
struct PrometheusSource: DashboardSource {
    let name = "prometheus"
    let type = "prometheus"
    let uidPrefix = "mutuality-"
    let titleSuffix = ""
    let about = """
        Each figure is the newest closed period's, as it was scraped; what came before the first scrape is not here.
        """
    let isOfTables = false
    let span = "now-1y"
    let columnsToHide = [
        "Time", "Value", "__name__", "instance", "job", "organization", "breakdown", "breakdown_value", "measure",
        "period",
        "statistic",
    ]

    // MARK: Variables

    let organizations = Self.values(of: "organization", "\(PrometheusFormat.periodEndName)")

    /// Of every family's n, since which figures there are differs from one organization to another.
    func periods(of scope: DashboardScope) -> VariableQuery {
        let scope = scope == .organization ? "organization" : "$scope"
        let series = "{__name__=~\"\(MetricFamily.prefix).+_n\",organization=\"$organization\",scope=\"\(scope)\"}"
        var values = Self.values(of: "period", series)
        values.pattern = "/^(month|quarter|year)$/"
        return values
    }

    let scopeIDs = Self.values(
        of: "scope_id", "{__name__=~\"\(MetricFamily.prefix).+_n\",organization=\"$organization\",scope=\"$scope\"}")

    private static func values(of label: String, _ series: String) -> VariableQuery {
        let definition = "label_values(\(series), \(label))"
        return VariableQuery(definition: definition, query: ["query": "\(definition)", "refId": "\(label)"])
    }

    // MARK: A figure

    func history(of figure: JudgedFigure, _ scope: DashboardScope) -> [JSONText] {
        let (family, unit) = (figure.family, figure.statistic.unit)
        let labels = labels(of: figure, scope)
        guard figure.hasWhole else {
            return [target("value", family.value(unit) + labels, legend: "{{breakdown_value}}", isInstant: false)]
        }
        return [
            ("value", family.value(unit)), ("lower", family.lower(unit)), ("upper", family.upper(unit)),
            ("reference", family.reference(unit)),
        ].map { target($0, $1 + labels, legend: $0, isInstant: false) }
            + wanted(of: figure, scope, isInstant: false)
    }

    /// There are series of the organization's own figures alone.
    private func wanted(of figure: JudgedFigure, _ scope: DashboardScope, isInstant: Bool) -> [JSONText] {
        guard figure.canHaveTarget else { return [] }
        let name = Panel.target
        let series = figure.family.target(figure.statistic.unit) + labels(of: figure, scope)
        return [target(name, series, legend: name, isInstant: isInstant)]
    }

    func newest(of figure: JudgedFigure, _ scope: DashboardScope) -> [JSONText] {
        let value = figure.family.value(figure.statistic.unit) + labels(of: figure, scope)
        let kpi = "kpi=\"\(figure.sheet.id)\",measure=\"\(figure.measure.id)\""
        let verdict = PrometheusFormat.verdictName + labels(of: figure, scope, more: kpi)
        let same = "on (instance, job, organization, scope, scope_id, period)"
        let other = "label_replace(\(value), \"verdict\", \"\(Self.notCompared)\", \"\", \"\")"
        return [
            target(
                "value", "\(value) * \(same) group_left (verdict) \(verdict) or \(same) \(other)",
                legend: "{{verdict}}")
        ] + wanted(of: figure, scope, isInstant: true)
    }

    func sideBySide(of figure: JudgedFigure) -> [JSONText] {
        let value = figure.family.value(figure.statistic.unit)
        let labels =
            "{organization=\"$organization\",scope=\"$scope\",breakdown=\"\",\(period(of: figure)),"
            + "statistic=\"\(figure.statistic.id)\"}"
        return [target("value", "sort_desc(\(value)\(labels))", legend: "{{scope_id}}")]
    }

    private func labels(of figure: JudgedFigure, _ scope: DashboardScope, more: String? = nil) -> String {
        let scope =
            scope == .organization ? "scope=\"organization\"" : "scope=\"$scope\",scope_id=\"$scope_id\""
        let parts = [
            more, "organization=\"$organization\"", scope, "breakdown=\"\(figure.breakdown)\"", period(of: figure),
            "statistic=\"\(figure.statistic.id)\"",
        ]
        return "{\(parts.compactMap { $0 }.joined(separator: ","))}"
    }

    private func period(of figure: JudgedFigure) -> String {
        "period=\"\(figure.onlyPeriod?.rawValue ?? "$period")\""
    }

    // MARK: Many figures

    func changes(in theme: Sheet.Theme) -> [JSONText] {
        let kpis = JudgedFigure.all(of: theme).map(\.sheet.id).joined(separator: "|")
        let series =
            "\(PrometheusFormat.verdictName){organization=\"$organization\",kpi=~\"\(kpis)\",period=\"$period\","
            + "verdict=~\"\(VerdictWord.ofChange).*\"}"
        return [target("changes", series, format: "table")]
    }

    var verdictCounts: [JSONText] {
        let series = "\(VerdictRules.record){organization=\"$organization\",scope=\"organization\",period=\"$period\"}"
        return [target("verdicts", series, legend: "{{says}}")]
    }

    var age: [JSONText] {
        let end = "\(PrometheusFormat.periodEndName){organization=\"$organization\",period=\"$period\"}"
        return [target("age", "time() - \(end)", legend: "{{period}}")]
    }

    var due: [JSONText] {
        let expected = "\(PrometheusFormat.expectedByName){organization=\"$organization\"}"
        return [target("due", "\(expected) - time()", legend: "{{dataset}}")]
    }

    var service: [Panel] {
        [
            .row("service", "The service"),
            .stat(
                "up", "Last poll",
                """
                1 while the service can read its database; at 0 it goes on serving the last figures that it read.
                """, unit: "none", [target("up", "mutuality_up", legend: "{{instance}}")]),
            .stat(
                "snapshot age", "Age of what is served", "Time since the release that is being served was rendered.",
                unit: "s", [target("age", "time() - mutuality_snapshot_timestamp_seconds", legend: "{{instance}}")]),
            .stat(
                "answers", "Answers a second", "By route and class of status, over the last minutes.", unit: "reqps",
                [
                    target(
                        "answers",
                        "sum by (route, status) (rate(mutuality_http_requests_total[$__rate_interval]))",
                        legend: "{{route}} {{status}}")
                ]),
        ]
    }

    private func target(
        _ id: String, _ expression: String, legend: String = "", format: String = "time_series", isInstant: Bool = true
    ) -> JSONText {
        [
            "refId": "\(id)", "datasource": ["type": "\(type)", "uid": "${datasource}"], "expr": "\(expression)",
            "legendFormat": "\(legend)", "format": "\(format)", "instant": .flag(isInstant), "range": .flag(!isInstant),
            "editorMode": "code",
        ]
    }
}
