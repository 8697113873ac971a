import Domain

/// A panel of a dashboard.
struct Panel {
    /// Unique in its dashboard, the same with every data source, and the id's origin: links to a panel hold when others
    /// come and go.
    let key: String
    let type: String
    let title: String
    var description = ""
    var unit = "none"
    var width: Int
    var height = 8
    /// Of fields, beside their unit.
    var defaults: [(name: String, value: JSONText)] = []
    var overrides: [JSONText] = []
    var options: JSONText = [:]
    var transformations: [JSONText] = []
    var targets: [JSONText] = []

    /// A small number from the key: FNV-1a over its bytes.
    private var id: Int {
        let hash = key.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
        return Int(hash % 1_000_000) + 1
    }

    func json(_ source: any DashboardSource, x: Int, y: Int) -> JSONText {
        let place: JSONText = ["h": .number(height), "w": .number(width), "x": .number(x), "y": .number(y)]
        let head: [(name: String, value: JSONText)] = [
            ("id", .number(id)), ("type", .text(type)), ("title", .text(title)),
        ]
        if type == "row" { return .object(head + [("collapsed", false), ("gridPos", place), ("panels", [])]) }
        let fields: JSONText = ["defaults": .object([("unit", .text(unit))] + defaults), "overrides": .list(overrides)]
        return .object(
            head + [
                ("description", .text(description)),
                ("datasource", ["type": .text(source.type), "uid": "${datasource}"]), ("gridPos", place),
                ("fieldConfig", fields), ("options", options),
            ] + (transformations.isEmpty ? [] : [("transformations", .list(transformations))])
                + [("targets", .list(targets))])
    }

    static let columns = 24
    /// The query, and what it shows, of what a figure is to be.
    static let target = "target"

    /// Panels side by side, and below each other where a line is full.
    static func laidOut(_ panels: [Panel], _ source: any DashboardSource) -> JSONText {
        var (x, y, height) = (0, 0, 0)
        return .list(
            panels.map { panel in
                if x + panel.width > columns { (x, y, height) = (0, y + height, 0) }
                defer {
                    x += panel.width
                    height = max(height, panel.height)
                }
                return panel.json(source, x: x, y: y)
            })
    }
}

// MARK: The kinds of panels

extension Panel {
    static func row(_ key: String, _ title: String) -> Panel {
        Panel(key: "row/\(key)", type: "row", title: title, width: columns, height: 1)
    }

    /// A figure with its limits, its reference and its target, over time.
    static func history(of figure: JudgedFigure, _ source: any DashboardSource, width: Int) -> Panel {
        let scope = DashboardScope(of: figure)
        return Panel(
            key: "\(figure.sheet.id)/history", type: "timeseries", title: figure.title, description: figure.description,
            unit: figure.unit, width: width,
            defaults: [
                ("noValue", notShown), ("color", ["mode": "palette-classic"]),
                (
                    "custom",
                    ["lineWidth": 2, "fillOpacity": 0, "pointSize": 6, "showPoints": "auto", "spanNulls": false]
                ),
            ],
            overrides: (figure.hasWhole ? linesOfLimits : []) + (figure.canHaveTarget ? [lineOfTarget] : []),
            options: [
                "legend": ["displayMode": "list", "placement": "bottom", "showLegend": true, "calcs": ["lastNotNull"]],
                "tooltip": ["mode": "multi", "sort": "none"],
            ], targets: source.history(of: figure, scope))
    }

    /// A figure's newest value, named by its verdict, and what it is to be.
    static func newest(
        of figure: JudgedFigure, _ scope: DashboardScope, _ source: any DashboardSource, title: String, height: Int
    ) -> Panel {
        Panel(
            key: "\(figure.sheet.id)/newest", type: "stat", title: title, description: figure.description,
            unit: figure.unit, width: 4, height: height,
            defaults: [("noValue", notShown), textColour],
            overrides: coloursOfVerdicts, options: statOptions, targets: source.newest(of: figure, scope))
    }

    static func sideBySide(of figure: JudgedFigure, _ source: any DashboardSource) -> Panel {
        Panel(
            key: "\(figure.sheet.id)/side by side", type: "bargauge", title: "\(figure.title): side by side",
            description: "The newest value of every department or team, as chosen above. Small groups are missing.\n\n"
                + figure.description,
            unit: figure.unit, width: 8,
            defaults: [("noValue", notShown), ("color", colour(teal))],
            options: [
                "reduceOptions": reduced(allRows: source.isOfTables), "orientation": "horizontal",
                "displayMode": "basic", "valueMode": "text",
            ], targets: source.sideBySide(of: figure))
    }

    static func changes(in theme: Sheet.Theme, _ source: any DashboardSource) -> Panel {
        Panel(
            key: "\(theme.slug)/changes", type: "table", title: "\(theme.title): what changed",
            description: """
                Headline figures of the organization, its departments and its teams whose verdict says that they got \
                better or worse, or changed. About one in ten such verdicts is chance: ask before you act.
                """,
            width: columns, height: 6, defaults: [("noValue", "Nothing changed by more than chance")],
            overrides: [titlesOfKPIs(in: theme)], options: ["showHeader": true, "cellHeight": "sm"],
            transformations: source.columnsToHide.isEmpty
                ? []
                : [
                    [
                        "id": "organize",
                        "options": ["excludeByName": .object(source.columnsToHide.map { ($0, true) })],
                    ]
                ], targets: source.changes(in: theme))
    }

    static func verdictCounts(_ source: any DashboardSource) -> Panel {
        Panel(
            key: "verdicts", type: "stat", title: "What the verdicts say",
            description: """
                How many of the organization's headline figures each verdict is of. If nothing had really changed, \
                chance alone would still show some: about one in ten of those found changed.
                """,
            width: columns, height: 4, defaults: [("noValue", "Nothing compared yet"), textColour],
            overrides: coloursOfVerdicts, options: statOptions, targets: source.verdictCounts)
    }

    static func age(_ source: any DashboardSource) -> Panel {
        Panel(
            key: "age", type: "stat", title: "Age of these figures",
            description: "Time since the newest period ended. Figures of a month come a few days after its end.",
            unit: "s", width: 4, height: 4, defaults: [textColour], options: plainStatOptions, targets: source.age)
    }

    static func stat(
        _ key: String, _ title: String, _ description: String, unit: String, _ targets: [JSONText]
    ) -> Panel {
        Panel(
            key: key, type: "stat", title: title, description: description, unit: unit, width: 8, height: 4,
            defaults: [textColour], options: statOptions, targets: targets)
    }

    static func due(_ source: any DashboardSource) -> Panel {
        Panel(
            key: "due", type: "stat", title: "Time until data is due",
            description: """
                When each dataset has to be loaded again at the latest, counted from its last load. Below zero it is \
                late: what happened since is unknown.
                """,
            unit: "s", width: 20, height: 4,
            defaults: [
                ("color", ["mode": "thresholds"]),
                (
                    "thresholds",
                    [
                        "mode": "absolute",
                        "steps": [["color": .text(orange), "value": nil], ["color": .text(teal), "value": 0]],
                    ]
                ),
            ],
            options: [
                "reduceOptions": reduced(allRows: source.isOfTables), "graphMode": "none", "colorMode": "value",
                "textMode": "value_and_name",
            ], targets: source.due)
    }

    // MARK: What they share

    private static let notShown: JSONText = "not shown"
    private static let teal = "#0b8f7f"
    private static let orange = "#c4542d"
    private static let blue = "#3b6fb6"
    private static let grey = "#8a8f98"

    private static let textColour: (name: String, value: JSONText) = (
        "color", colour("text")
    )

    private static func reduced(allRows: Bool) -> JSONText {
        ["calcs": ["lastNotNull"], "fields": "", "values": .flag(allRows)]
    }

    private static let plainStatOptions: JSONText = [
        "reduceOptions": reduced(allRows: false), "graphMode": "none", "colorMode": "value", "textMode": "value",
    ]

    private static let statOptions: JSONText = [
        "reduceOptions": reduced(allRows: false), "graphMode": "none", "colorMode": "value",
        "textMode": "value_and_name", "justifyMode": "center",
    ]

    /// The first word of a name tells how to colour it.
    private static let coloursOfVerdicts: [JSONText] = [("better", teal), ("worse", orange), ("changed", blue)].map {
        [
            "matcher": ["id": "byRegexp", "options": "/^\($0)/"],
            "properties": [["id": "color", "value": colour($1)]],
        ]
    }

    /// Limits are a band, and the reference is a broken line.
    private static let linesOfLimits: [JSONText] = [
        override("value", [("color", colour(teal)), ("custom.lineWidth", 2)]),
        override("lower", [("color", colour(grey)), ("custom.lineWidth", 0), ("custom.showPoints", "never")]),
        override(
            "upper",
            [
                ("color", colour(grey)), ("custom.lineWidth", 0), ("custom.showPoints", "never"),
                ("custom.fillBelowTo", "lower"), ("custom.fillOpacity", 15),
            ]),
        override(
            "reference",
            [
                ("color", colour(orange)), ("custom.lineWidth", 1), ("custom.showPoints", "never"),
                ("custom.lineStyle", ["fill": "dash", "dash": [10, 10]]),
            ]),
    ]

    /// Dotted, as in the report; with a point where it held in one period alone.
    private static let lineOfTarget = override(
        target,
        [
            ("color", colour("text")), ("custom.lineWidth", 2), ("custom.pointSize", 4),
            ("custom.lineStyle", ["fill": "dot", "dash": [0, 6]]),
        ])

    private static func colour(_ name: String) -> JSONText { ["mode": "fixed", "fixedColor": .text(name)] }

    private static func override(_ field: String, _ properties: [(String, JSONText)]) -> JSONText {
        [
            "matcher": ["id": "byName", "options": .text(field)],
            "properties": .list(properties.map { ["id": .text($0), "value": $1] }),
        ]
    }

    /// KPIs under their titles, as their sheets have them.
    private static func titlesOfKPIs(in theme: Sheet.Theme) -> JSONText {
        let titles = JudgedFigure.all(of: theme).map { figure in
            (figure.sheet.id, ["text": .text(figure.sheet.title)] as JSONText)
        }
        return override("kpi", [("mappings", [["type": "value", "options": .object(titles)]])])
    }
}
