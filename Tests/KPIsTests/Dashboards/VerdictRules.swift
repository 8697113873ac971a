import Domain

@testable import Export

/// Prometheus' rules about verdicts, and their own tests, made from the sheets.
enum VerdictRules {
    /// How many figures there are of which verdicts say the same.
    static let record = "scope:\(PrometheusFormat.verdictName):count"

    /// The text of each file below dashboards/prometheus, by its name.
    static let files = ["verdicts.rules.yml": rules, "verdicts.rules.test.yml": tests]

    private static let origin = "# Made from the sheets in Sources/KPIs by Tests/KPIsTests/Dashboards; change it there."

    // MARK: Rules

    private static var rules: String {
        """
        \(origin)
        # Figures move when a period closes, so an alert on a verdict needs no `for`. A KPI has one alert, of its quarter where
        # that got worse, or else of its month or year.
        # Put where your docs are in the place of \(docs), as dashboards/README.md says.
        groups:
          - name: mutuality-verdict-records
            rules:
        \(VerdictWord.allCases.map(record).joined(separator: "\n"))

          - name: mutuality-verdict-alerts
            rules:
        \(Sheet.Theme.allCases.map(alert).joined(separator: "\n"))

        """
    }

    /// 0 where there are verdicts and none of these.
    private static func record(of word: VerdictWord) -> String {
        let by = "count by (organization, scope, period)"
        return """
                  - record: \(record)
                    expr: |
                      \(by) (\(PrometheusFormat.verdictName){verdict=~"\(word.pattern).*"})
                        or
                      0 * \(by) (\(PrometheusFormat.verdictName))
                    labels:
                      says: "\(word.rawValue)"
            """
    }

    private static func alert(of theme: Sheet.Theme) -> String {
        let kpis = ids(of: theme).joined(separator: "|")
        let labels = ["kpi", "organization", "period", "verdict"].map { "{{ $labels.\($0) }}" }
        return """
                  - alert: \(theme.alert)
                    expr: |
            \(Self.periods.map { selector($0, kpis: kpis) }.joined(separator: oncePerKPI))
                    labels:
                      severity: info
                      theme: \(theme.slug)
                    annotations:
                      summary: '\(summary(labels[0], labels[1], labels[2], labels[3]))'
                      description: >-
                        \(description(theme, kpi: labels[0]))
                      runbook_url: \(runbook(theme))
            """
    }

    /// From the one that a KPI is told by first, as in the report. What is found in several is one finding.
    private static let periods: [PeriodKind] = [.quarter, .month, .year]

    private static let oncePerKPI = "\n            or on (instance, organization, kpi)\n"

    private static func selector(_ period: PeriodKind, kpis: String) -> String {
        let labels = "verdict=~\"worse.*\",scope=\"organization\",period=\"\(period.rawValue)\",kpi=~\"\(kpis)\""
        return "          \(PrometheusFormat.verdictName){\(labels)}"
    }

    /// Those of which a change can be for the worse.
    private static func ids(of theme: Sheet.Theme) -> [String] {
        JudgedFigure.all(of: theme).filter(\.canBeWorse).map(\.sheet.id)
    }

    private static func summary(_ kpi: String, _ organization: String, _ period: String, _ verdict: String) -> String {
        "\(kpi) of \(organization), newest \(period): \(verdict)"
    }

    /// The threshold is the verdict's own: see docs/signals.md.
    private static func description(_ theme: Sheet.Theme, kpi: String) -> String {
        """
        \(theme.rawValue) The figure differs from its own past for the worse, by more than chance and by enough to \
        matter; about one in ten such verdicts is chance. What to ask next is in docs/kpis/\(kpi).md.
        """
    }

    /// In the place of whoever installs the rules, who alone knows where their docs are (a domain that RFC 2606 keeps free).
    private static let docs = "https://mutuality.example/docs"

    private static func runbook(_ theme: Sheet.Theme) -> String { "\(docs)/runbook.md#\(theme.alert.lowercased())" }

    // MARK: Tests of the rules

    private static var tests: String {
        """
        \(origin)
        # promtool test rules verdicts.rules.test.yml: each alert once firing, once silent.
        rule_files:
          - verdicts.rules.yml

        evaluation_interval: 1m

        tests:
        \(testOfRecord)

        \(Sheet.Theme.allCases.map { "\(firing($0))\n\n\(silent($0))" }.joined(separator: "\n\n"))

        """
    }

    private static var testOfRecord: String {
        let kpis = JudgedFigure.all.filter(\.canBeWorse).map(\.sheet.id).prefix(3)
        let series = zip(kpis, ["worse", "worse, early", "steady"]).map { input(kpi: $0, verdict: $1) }
        let expected = VerdictWord.allCases.map { word in
            let count = word == .worse ? 2 : word == .asBefore ? 1 : 0
            let labels = "organization=\"acme\",scope=\"organization\",period=\"quarter\",says=\"\(word.rawValue)\""
            return """
                          - labels: \(yamlQuoted("\(record){\(labels)}"))
                            value: \(count)
                """
        }
        return """
              # Three verdicts, and none of the other kinds.
              - interval: 1m
                input_series:
            \(series.joined(separator: "\n"))
                promql_expr_test:
                  - expr: \(record)
                    eval_time: 5m
                    exp_samples:
            \(expected.joined(separator: "\n"))
            """
    }

    private static func firing(_ theme: Sheet.Theme) -> String {
        let (first, second) = (ids(of: theme)[0], ids(of: theme)[1])
        let series = [
            input(kpi: first, verdict: "worse, early"), input(kpi: first, verdict: "worse", period: .month),
            input(kpi: second, verdict: "steady"), input(kpi: second, verdict: "worse", period: .month),
        ]
        return """
              # \(theme.alert): one alert of a KPI whose quarter and month got worse, one of another's month
              - interval: 1m
                input_series:
            \(series.joined(separator: "\n"))
                alert_rule_test:
                  - alertname: \(theme.alert)
                    eval_time: 5m
                    exp_alerts:
            \(expected(theme, first, .quarter, "worse, early"))
            \(expected(theme, second, .month, "worse"))
            """
    }

    private static func expected(
        _ theme: Sheet.Theme, _ kpi: String, _ period: PeriodKind, _ verdict: String
    ) -> String {
        """
                  - exp_labels:
                      severity: "info"
                      theme: "\(theme.slug)"
                      kpi: "\(kpi)"
                      scope: "organization"
                      verdict: "\(verdict)"
                      instance: "a"
                      job: "mutuality-kpi"
                      organization: "acme"
                      period: "\(period.rawValue)"
                    exp_annotations:
                      summary: '\(summary(kpi, "acme", period.rawValue, verdict))'
                      description: >-
                        \(description(theme, kpi: kpi))
                      runbook_url: \(runbook(theme))
        """
    }

    private static func silent(_ theme: Sheet.Theme) -> String {
        let kpi = ids(of: theme)[0]
        let others = Sheet.Theme.allCases.filter { $0 != theme }.map { input(kpi: ids(of: $0)[0], verdict: "worse") }
        return """
              # \(theme.alert): better; a team's that got worse; figures of other themes
              - interval: 1m
                input_series:
            \(([input(kpi: kpi, verdict: "better"), input(kpi: kpi, verdict: "worse", team: "platform")] + others)
                .joined(separator: "\n"))
                alert_rule_test:
                  - alertname: \(theme.alert)
                    eval_time: 5m
                    exp_alerts: []
            """
    }

    private static func input(
        kpi: String, verdict: String, period: PeriodKind = .quarter, team: String? = nil
    ) -> String {
        let labels =
            "instance=\"a\",job=\"mutuality-kpi\",organization=\"acme\",kpi=\"\(kpi)\","
            + "scope=\"\(team == nil ? "organization" : "team")\",scope_id=\"\(team ?? "")\",breakdown=\"\","
            + "period=\"\(period.rawValue)\",verdict=\"\(verdict)\""
        return """
                  - series: \(yamlQuoted("\(PrometheusFormat.verdictName){\(labels)}"))
                    values: '1x5'
            """
    }

    private static func yamlQuoted(_ text: String) -> String { "'\(text.replacing("'", with: "''"))'" }
}
