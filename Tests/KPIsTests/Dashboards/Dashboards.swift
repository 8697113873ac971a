import Domain

/// Grafana's dashboards, made from the sheets: an overview, and one for each theme.
enum Dashboards {
    /// The text of each file below dashboards/grafana, by its path.
    static let files = Dictionary(
        uniqueKeysWithValues: sources.flatMap { source in
            [("\(source.name)/overview.json", overview(source).file)]
                + Sheet.Theme.allCases.map { ("\(source.name)/\($0.slug).json", dashboard(of: $0, source).file) }
        })

    static let sources: [any DashboardSource] = [PrometheusSource(), PostgreSQLSource()]

    private static func overview(_ source: any DashboardSource) -> JSONText {
        let themes = Sheet.Theme.allCases.flatMap { theme -> [Panel] in
            let figures = JudgedFigure.all(of: theme).filter { $0.hasWhole && $0.scopes.contains(.organization) }
            let newest = figures.map {
                Panel.newest(of: $0, .organization, source, title: $0.overviewTitle, height: 4)
            }
            return [.row(theme.slug, theme.rawValue)] + newest + [.changes(in: theme, source)]
        }
        return dashboard(
            source, uid: "overview", title: "Overview",
            description: "What leaders see first of the whole organization, held against its own past.",
            variables: [organization(source), period(of: .organization, source)],
            panels: [.verdictCounts(source)] + themes + [.row("data", "The data"), .age(source), .due(source)]
                + source.service)
    }

    private static func dashboard(of theme: Sheet.Theme, _ source: any DashboardSource) -> JSONText {
        dashboard(
            source, uid: theme.slug, title: theme.title, description: theme.rawValue,
            variables: [organization(source), scope, scopeID(source), period(of: .chosen, source)],
            panels: JudgedFigure.all(of: theme).flatMap { panels(of: $0, source) })
    }

    /// One line: what was, what is, and how it is elsewhere.
    private static func panels(of figure: JudgedFigure, _ source: any DashboardSource) -> [Panel] {
        guard figure.hasWhole else { return [.history(of: figure, source, width: Panel.columns)] }
        let scope = DashboardScope(of: figure)
        let newest = Panel.newest(of: figure, scope, source, title: "\(figure.title): newest", height: 8)
        guard scope == .chosen else {
            return [.history(of: figure, source, width: Panel.columns - newest.width), newest]
        }
        let sideBySide = Panel.sideBySide(of: figure, source)
        let width = Panel.columns - newest.width - sideBySide.width
        return [.history(of: figure, source, width: width), newest, sideBySide]
    }

    private static func dashboard(
        _ source: any DashboardSource, uid: String, title: String, description: String, variables: [JSONText],
        panels: [Panel]
    ) -> JSONText {
        [
            "uid": .text(source.uidPrefix + uid), "title": .text("Mutuality: \(title)\(source.titleSuffix)"),
            "description": .text("\(description) Made from the sheets of the KPIs. \(source.about)"),
            "tags": ["mutuality", .text(source.name)], "schemaVersion": 39, "version": 1, "editable": false,
            "graphTooltip": 1, "timezone": "browser", "refresh": "5m",
            "time": ["from": .text(source.span), "to": "now"],
            "fiscalYearStartMonth": 0, "links": [links(to: source)], "annotations": ["list": []],
            "templating": ["list": .list([dataSource(source)] + variables)],
            "panels": Panel.laidOut(panels, source),
        ]
    }

    /// To the others of the same data source, with what is chosen.
    private static func links(to source: any DashboardSource) -> JSONText {
        [
            "type": "dashboards", "title": "Mutuality", "tags": ["mutuality", .text(source.name)], "asDropdown": false,
            "includeVars": true, "keepTime": true, "targetBlank": false, "icon": "external link", "tooltip": "",
            "url": "",
        ]
    }

    // MARK: Variables

    private static func dataSource(_ source: any DashboardSource) -> JSONText {
        [
            "name": "datasource", "label": "Data source", "type": "datasource", "query": .text(source.type),
            "refresh": 1, "regex": "", "multi": false, "includeAll": false, "hide": 0, "options": [], "current": [:],
        ]
    }

    private static func organization(_ source: any DashboardSource) -> JSONText {
        variable("organization", "Organization", source.organizations, source)
    }

    private static func scopeID(_ source: any DashboardSource) -> JSONText {
        variable("scope_id", "Which", source.scopeIDs, source)
    }

    private static func period(of scope: DashboardScope, _ source: any DashboardSource) -> JSONText {
        variable("period", "Period", source.periods(of: scope), source)
    }

    /// Grafana takes what is chosen no longer for chosen when what comes before it changes: a team has no months.
    private static func variable(
        _ name: String, _ label: String, _ values: VariableQuery, _ source: any DashboardSource
    ) -> JSONText {
        [
            "name": .text(name), "label": .text(label), "type": "query",
            "datasource": ["type": .text(source.type), "uid": "${datasource}"], "query": values.query,
            "definition": .text(values.definition), "refresh": 2, "regex": .text(values.pattern), "sort": 1,
            "multi": false, "includeAll": false, "hide": 0, "options": [], "current": [:],
        ]
    }

    /// Fixed, so that the organization comes first.
    private static var scope: JSONText {
        let scopes = ScopeKind.allCases.map(\.rawValue)
        func option(_ scope: String) -> JSONText {
            ["selected": .flag(scope == scopes[0]), "text": .text(scope), "value": .text(scope)]
        }
        return [
            "name": "scope", "label": "Scope", "type": "custom", "query": .text(scopes.joined(separator: ",")),
            "multi": false, "includeAll": false, "hide": 0, "options": .list(scopes.map(option)),
            "current": option(scopes[0]),
        ]
    }
}

extension JudgedFigure {
    /// That it is the organization's goes without saying there.
    fileprivate var overviewTitle: String {
        onlyPeriod.map { "\(sheet.title) (\($0.rawValue)s only)" } ?? sheet.title
    }
}
