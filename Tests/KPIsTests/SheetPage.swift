import Domain

/// The reference page of a KPI, made from its sheet.
enum SheetPage {
    /// Markdown; the same sheet gives the same bytes.
    static func markdown(for sheet: Sheet) -> String {
        let sections: [String?] = [
            "# \(sheet.title)",
            "<!-- Made from the sheet in Sources/KPIs; change it there. -->",
            sheet.question,
            facts(sheet),
            section("Formula", sheet.formula),
            section("Measures", measures(sheet)),
            section("When it is hidden", hidden(sheet)),
            section("When there is no value", noValue(sheet)),
            section("Compared with its past", comparison(sheet)),
            section("Inputs", inputs(sheet.inputs)),
            section("What is still open", sheet.unfinished),
            section("What is missing", sheet.missing),
            section("Reference", sheet.reference),
        ]
        return sections.compactMap { $0 }.joined(separator: "\n\n") + "\n"
    }

    private typealias Shown = (measure: Sheet.Measure, statistic: Sheet.Statistic)

    private static func statistics(_ sheet: Sheet) -> [Shown] {
        sheet.measures.flatMap { measure in measure.statistics.map { (measure, $0) } }
    }

    /// What each statistic takes to be shown, where not for the custodian alone.
    private static func hidden(_ sheet: Sheet) -> String? {
        let published = statistics(sheet).filter { sheet.use(of: $0.statistic, in: $0.measure) != .custodian }
        let parts =
            sheet.sensitiveBreakdowns.isEmpty
            ? nil
            : "Of \(sheet.sensitiveBreakdowns.sorted().joined(separator: ", ")) all parts are shown or none, each with "
                + "\(sheet.minimumPeople) people inside it and \(sheet.minimumPeople) outside."
        let rules = list(published) { $0.rule(least: max(sheet.minimumPeople, $0.leastPeople)) + limits(of: $0) }
        return [rules, parts].compactMap { $0 }.joined(separator: "\n\n")
    }

    /// Of shares and rates there are limits for any number of people.
    private static func limits(of statistic: Sheet.Statistic) -> String {
        statistic.minimum == .variety && ![.share, .rate].contains(statistic.rounding)
            ? " Of fewer than \(Sheet.Minimum.leastOfLimits) people it has no limits, and so no verdict." : ""
    }

    private static func noValue(_ sheet: Sheet) -> String? {
        let told = statistics(sheet).filter { $0.statistic.estimation != nil }
        return told.isEmpty ? nil : list(told) { "If " + $0.whyNotEstimated(n: nil) + "." }
    }

    /// A line for all that have the same text, in the order of the first of each.
    private static func list(_ statistics: [Shown], text: (Sheet.Statistic) -> String) -> String {
        var lines: [(text: String, names: [String])] = []
        for (measure, statistic) in statistics {
            let (text, name) = (text(statistic), "`\(measure.id)` `\(statistic.id)`")
            if let place = lines.firstIndex(where: { $0.text == text }) {
                lines[place].names.append(name)
            } else {
                lines.append((text, [name]))
            }
        }
        return lines.map { "- \($0.names.joined(separator: ", ")): \($0.text)" }.joined(separator: "\n")
    }

    private static func section(_ title: String, _ text: String?) -> String? { text.map { "## \(title)\n\n\($0)" } }

    private static func periods(_ sheet: Sheet) -> String {
        sheet.periods.map { $0 == .week ? "week of the organization" : $0.rawValue }.joined(separator: ", ")
    }

    private static func facts(_ sheet: Sheet) -> String {
        let breakdowns = sheet.breakdowns.isEmpty ? "none" : sheet.breakdowns.joined(separator: ", ")
        return table(
            ["", ""],
            [
                ["id", "`\(sheet.id)`"],
                ["version", "\(sheet.version)"],
                ["periods", periods(sheet)],
                ["scopes", sheet.scopes.map(\.rawValue).joined(separator: ", ")],
                ["breakdowns", breakdowns],
                ["sensitive breakdowns", sheet.sensitiveBreakdowns.sorted().joined(separator: ", ")],
            ])
    }

    private static func measures(_ sheet: Sheet) -> String {
        table(
            ["measure", "statistic", "unit", "direction", "shown from", "for", "adds up", "meaning"],
            sheet.measures.flatMap { measure in
                measure.statistics.map { statistic in
                    [
                        "`\(measure.id)`", "`\(statistic.id)`", statistic.unit.rawValue,
                        sheet.direction(of: statistic).rawValue,
                        "\(max(sheet.minimumPeople, statistic.leastPeople)) people\(statistic.minimum.words)",
                        audience(sheet, measure, statistic), statistic.adds.words,
                        "\(measure.title): \(statistic.title)",
                    ]
                }
            })
    }

    private static func comparison(_ sheet: Sheet) -> String {
        guard let briefing = sheet.briefing, let judged = sheet.judged else { return "It isn't." }
        let figure = "\(judged.measure.title): \(judged.statistic.title)"
        let rule =
            briefing.matters.map { matters in
                let least = matters.scale == .linear ? "\(matters.amount)" : "times \(value(matters)) or divided by it"
                return "the least change that matters is \(least) (\(matters.source))"
            } ?? "by its control chart alone"
        let target = sheet.whyNoTarget.map { "\n\nIt can have no [target](../configuration.md#targets): \($0)." } ?? ""
        return
            "Of *\(figure)*, undivided: \(rule). See [signals.md](../signals.md#verdicts). Ask next: \(briefing.next)"
            + target
    }

    private static func value(_ matters: Sheet.Matters) -> Double {
        (matters.scale.value(at: matters.amount) * 100).rounded() / 100
    }

    private static func audience(
        _ sheet: Sheet, _ measure: Sheet.Measure, _ statistic: Sheet.Statistic
    ) -> String {
        let use = sheet.use(of: statistic, in: measure)
        let isOfOrganization = use != .custodian && [measure.audience, statistic.audience].contains(.organization)
        let scopes = isOfOrganization ? [.organization] : statistic.scopes
        let isOfAll = sheet.scopes.allSatisfy(scopes.contains)
        return use.rawValue + (isOfAll ? "" : " of the " + scopes.map(\.rawValue).joined(separator: ", "))
    }

    private static func inputs(_ inputs: [Sheet.Input]) -> String {
        table(
            ["dataset", "columns", "needed", "reaching back"],
            inputs.map { input in
                [
                    "`\(input.dataset)`", input.columns.map { "`\($0)`" }.joined(separator: ", "),
                    input.need.rawValue, reach(of: input),
                ]
            })
    }

    private static func reach(of input: Sheet.Input) -> String {
        guard input.reach > 0 else { return "" }
        return input.reachWithoutCalendars == input.reach
            ? "\(input.reach) days" : "\(input.reach) days, \(input.reachWithoutCalendars) without calendars"
    }

    /// In Markdown.
    static func table(_ header: [String], _ rows: [[String]]) -> String {
        let rule = header.map { _ in "---" }
        return ([header, rule] + rows).map { "| \($0.joined(separator: " | ")) |" }.joined(separator: "\n")
    }
}

extension Sheet.Additivity {
    /// `sum over teams and periods`.
    fileprivate var words: String {
        func over(_ dimensions: Set<Sheet.Dimension>) -> String {
            let names = Sheet.Dimension.allCases.filter(dimensions.contains).map(\.words)
            return names.joined(separator: " and ")
        }
        return switch self {
        case .none: "no"
        case .sum(let dimensions): "sum over \(over(dimensions))"
        case .mean(let dimensions): "mean by n over \(over(dimensions))"
        case .ratioOfSums(let dimensions): "ratio of sums over \(over(dimensions))"
        }
    }
}

extension Sheet.Minimum {
    fileprivate var words: String {
        switch self {
        case .people: ""
        case .headcount: " there"
        case .bothSides: ", 5 on each side"
        case .coded: "; coded with under 3 on one side"
        case .variety: ", 3 of whom differ from the others"
        }
    }
}

extension Sheet.Dimension {
    fileprivate var words: String {
        switch self {
        case .scope: "teams"
        case .part: "parts"
        case .period: "periods"
        }
    }
}
