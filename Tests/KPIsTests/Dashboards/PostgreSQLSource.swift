import Domain

/// Asks the views of schema `kpi` as a reader, and so knows every period from the first day.
struct PostgreSQLSource: DashboardSource {
    let name = "postgresql"
    let type = "grafana-postgresql-datasource"
    let uidPrefix = "mutuality-sql-"
    let titleSuffix = ", from the first day"
    let about = """
        Figures stand at the end of their period, from the first one on. The newest is that of the newest period that \
        ended in the time chosen above.
        """
    let isOfTables = true
    let span = "now-3y"
    let columnsToHide: [String] = []
    /// It asks the database itself.
    let service: [Panel] = []

    // MARK: Variables

    let organizations = Self.values("SELECT organization FROM kpi.organization ORDER BY organization")

    /// Weeks have no verdicts.
    func periods(of scope: DashboardScope) -> VariableQuery {
        Self.values(
            """
            SELECT DISTINCT period FROM kpi.figure WHERE \(Self.organization) AND \(scopeCondition(scope)) \
            AND period IN ('month', 'quarter', 'year') ORDER BY period
            """)
    }

    let scopeIDs = Self.values(
        """
        SELECT DISTINCT scope_id FROM kpi.figure WHERE \(Self.organization) AND scope = ${scope:sqlstring} \
        ORDER BY scope_id
        """)

    private static func values(_ sql: String) -> VariableQuery {
        VariableQuery(definition: sql, query: .text(sql))
    }

    // MARK: A figure

    func history(of figure: JudgedFigure, _ scope: DashboardScope) -> [JSONText] {
        let shown = "\(condition(of: figure))\n  AND \(wholeScopeCondition(scope))"
        guard figure.hasWhole else {
            return [
                target(
                    "value",
                    """
                    SELECT period_end AS time, breakdown_value AS metric, value
                    FROM kpi.figure
                    WHERE \(shown)
                    ORDER BY period_end, breakdown_value
                    """, format: "time_series")
            ]
        }
        return [
            target(
                "value",
                """
                SELECT period_end AS time, value, lower_limit AS lower, upper_limit AS upper, reference
                FROM kpi.figure
                WHERE \(shown)
                ORDER BY period_end
                """, format: "time_series")
        ] + wanted(of: figure, scope)
    }

    /// Three columns: of these Grafana names the value by the second.
    func newest(of figure: JudgedFigure, _ scope: DashboardScope) -> [JSONText] {
        [
            target(
                "value",
                """
                SELECT period_end AS time, coalesce(verdict, '\(Self.notCompared)') AS metric, value
                FROM kpi.figure
                WHERE \(condition(of: figure))
                  AND \(wholeScopeCondition(scope))
                ORDER BY period_end DESC
                LIMIT 1
                """, format: "time_series")
        ] + wanted(of: figure, scope, inNewest: true)
    }

    /// What the organization's figure was to be in each period, or is in the newest: no row where nothing was in force on its
    /// first day, so that without a target there is no series.
    private func wanted(of figure: JudgedFigure, _ scope: DashboardScope, inNewest: Bool = false) -> [JSONText] {
        guard figure.canHaveTarget else { return [] }
        let whole = scope == .organization ? "" : "scope = 'organization' AND "
        return [
            target(
                Panel.target,
                """
                SELECT period_end AS time, value AS \(Panel.target)
                FROM (
                  SELECT period_end, (
                    SELECT value
                    FROM (
                      SELECT DISTINCT ON (valid_from) valid_from, measure, statistic, value
                      FROM kpi.target_history
                      WHERE organization = figure.organization AND kpi = figure.kpi AND valid_from <= figure.period_from
                      ORDER BY valid_from, entry DESC
                    ) AS target
                    WHERE target.measure = figure.measure AND target.statistic = figure.statistic
                    ORDER BY valid_from DESC
                    LIMIT 1
                  ) AS value
                  FROM kpi.figure
                  WHERE \(condition(of: figure).replacing("\n", with: "\n  "))
                    AND \(whole)\(wholeScopeCondition(scope))\(inNewest ? "\n  ORDER BY period_end DESC\n  LIMIT 1" : "")
                ) AS figure
                WHERE value IS NOT NULL
                ORDER BY period_end
                """, format: "time_series")
        ]
    }

    func sideBySide(of figure: JudgedFigure) -> [JSONText] {
        [
            target(
                "value",
                """
                SELECT name, value
                FROM (
                  SELECT coalesce(nullif(scope_id, ''), organization) AS name, value, \(Self.ageInPeriods)
                  FROM kpi.figure
                  WHERE \(condition(of: figure))
                    AND scope = ${scope:sqlstring}
                ) AS figure
                WHERE age = 1 AND value IS NOT NULL
                ORDER BY value DESC
                """)
        ]
    }

    private func condition(of figure: JudgedFigure) -> String {
        let period = figure.onlyPeriod.map { "'\($0.rawValue)'" } ?? "${period:sqlstring}"
        return """
            \(Self.organization) AND period = \(period) AND $__timeFilter(period_end)
              AND kpi = '\(figure.sheet.id)' AND measure = '\(figure.measure.id)' \
            AND statistic = '\(figure.statistic.id)' AND breakdown = '\(figure.breakdown)'
            """
    }

    private func scopeCondition(_ scope: DashboardScope) -> String {
        switch scope {
        case .organization: "scope = 'organization'"
        case .chosen: "scope = ${scope:sqlstring}"
        }
    }

    private func wholeScopeCondition(_ scope: DashboardScope) -> String {
        scopeCondition(scope) + (scope == .chosen ? " AND scope_id = ${scope_id:sqlstring}" : "")
    }

    private static let organization = "organization = ${organization:sqlstring}"
    /// 1 of the newest period there is, though its figures are hidden.
    private static let ageInPeriods = "rank() OVER (ORDER BY period_end DESC) AS age"

    // MARK: Many figures

    func changes(in theme: Sheet.Theme) -> [JSONText] {
        let kpis = JudgedFigure.all(of: theme).map { "'\($0.sheet.id)'" }.joined(separator: ", ")
        return [
            target(
                "changes",
                """
                SELECT kpi, scope, scope_id, verdict, value, lower_limit AS lower, upper_limit AS upper, reference, unit
                FROM (
                  SELECT *, \(Self.ageInPeriods)
                  FROM kpi.figure
                  WHERE \(Self.organization) AND period = ${period:sqlstring} AND $__timeFilter(period_end)
                    AND kpi IN (\(kpis))
                ) AS figure
                WHERE age = 1 AND verdict ~ '^\(VerdictWord.ofChange)'
                ORDER BY kpi, scope, scope_id
                """)
        ]
    }

    var verdictCounts: [JSONText] {
        let counts = VerdictWord.allCases.map { word in
            """
            count(*) FILTER (WHERE verdict ~ '^\(Self.quotable(word.pattern))') AS "\(word.rawValue)"
            """
        }
        return [
            target(
                "verdicts",
                """
                SELECT \(counts.joined(separator: ",\n  "))
                FROM (
                  SELECT verdict, \(Self.ageInPeriods)
                  FROM kpi.figure
                  WHERE \(Self.organization) AND scope = 'organization' AND period = ${period:sqlstring}
                    AND $__timeFilter(period_end)
                ) AS figure
                WHERE age = 1
                """)
        ]
    }

    /// The text between the quotes of a literal.
    private static func quotable(_ text: String) -> String { text.replacing("'", with: "''") }

    var age: [JSONText] {
        [
            target(
                "age",
                """
                SELECT extract(epoch FROM now() - max(period_end)) AS age
                FROM kpi.figure
                WHERE \(Self.organization) AND period = ${period:sqlstring}
                """)
        ]
    }

    var due: [JSONText] {
        [
            target(
                "due",
                """
                SELECT dataset, extract(epoch FROM expected_by - now()) AS due
                FROM kpi.freshness
                WHERE \(Self.organization) AND expected_by IS NOT NULL
                ORDER BY dataset
                """)
        ]
    }

    private func target(_ id: String, _ sql: String, format: String = "table") -> JSONText {
        [
            "refId": "\(id)", "datasource": ["type": "\(type)", "uid": "${datasource}"], "rawSql": "\(sql)",
            "rawQuery": true, "format": "\(format)", "editorMode": "code",
        ]
    }
}
