import Domain
import KPIs
import Simulator

/// What the demo shows: the organization's newest month, and the figures in which each planted truth should be seen.
struct DemoFindings: Encodable, Sendable {
    struct Row: Encodable, Sendable {
        let figure: String
        let scope: String
        let period: String
        let value: Double?
        let lower: Double?
        let upper: Double?
        let unit: FigureUnit
        let shownUnit: ShownUnit
        let n: Int?
        let state: String
        /// The same of the whole organization; where that cannot be compared, the smallest of the other teams.
        let elsewhere: Double?
        /// The same in the last period that ended before it was planted.
        let before: Double?

        enum CodingKeys: CodingKey {
            case figure, scope, period, value, lower, upper, unit, n, state, elsewhere, before
        }
    }

    struct Truth: Encodable, Sendable {
        let truth: String
        /// The name by which it can be left out.
        let name: String
        /// Whether each of its figures says so by itself; `PlantedFigure.Stands` has the rule.
        let isFound: Bool
        /// Why what is published can't say it, whether it is so or not; `nil` where it could.
        let hindrance: String?
        let figures: [Row]
    }

    let figures: [Row]
    let planted: [Truth]
    private let head: String
    private let opening: String

    enum CodingKeys: CodingKey { case figures, planted }

    /// What is shown of the whole organization.
    private static let general: [(title: String, kpi: String, cell: Cell)] = [
        ("first response, median", "time_to_first_response", cell("elapsed", "p50")),
        ("resolved, median", "time_to_resolve", cell("first_close_elapsed", "p50")),
        ("answered in time", "response_target_met", cell("default", "ratio")),
        ("open requests", "backlog", cell("default", "count")),
        ("inequality of help (Gini)", "helper_concentration", cell("pieces", "gini_helpers")),
    ]

    private static func cell(_ measure: String, _ statistic: String) -> Cell {
        Cell(measure: measure, scope: .organization, breakdown: .none, statistic: statistic)
    }

    init(figures published: [PublishedFigure], truths: PlantedTruths) {
        let months = published.lazy.filter { $0.period.kind == .month }.map(\.period)
        let newest = months.max()
        let index = FigureIndex(published)
        figures = Self.general.compactMap { shown in
            index.newest(shown.cell, of: shown.kpi) { $0 == newest }.map { Row($0, shown.title, newest: newest) }
        }
        planted = truths.claims.map { claim in
            let sightings = claim.figures.map { (figure: $0, sighting: index.sighting(of: $0)) }
            let missing = sightings.filter { $0.sighting?.standsApart != true }
            return Truth(
                truth: claim.text, name: claim.truth.rawValue, isFound: missing.isEmpty,
                hindrance: missing.lazy.compactMap { Self.hindrance($0.figure, $0.sighting) }.first,
                figures: sightings.compactMap { figure, sighting in
                    sighting.map {
                        Row($0.figure, figure.title, newest: newest, elsewhere: $0.elsewhere, before: $0.before)
                    }
                })
        }
        head = "\(published.first?.organization ?? ""), month from \(newest?.from.description ?? "-")"
        opening = "\(truths.people) people, \(truths.requests) help requests from \(truths.from) to \(truths.until)"
    }

    /// Why a figure can't say by itself that something is so; `nil` where it could.
    private static func hindrance(_ planted: PlantedFigure, _ sighting: Sighting?) -> String? {
        guard let figure = sighting?.figure else {
            return planted.length == .year
                ? "the records hold no whole calendar year" : "there is no \(planted.title) of a period since"
        }
        let estimate = figure.estimate
        switch figure.state {
        case .suppressed: return "\(planted.title) is hidden, to protect few people"
        case .noData: return "there is no data for \(planted.title)"
        case .codedLow, .codedHigh: return nil
        case .released:
            guard planted.stands.needsLimits, estimate.lower == nil, estimate.upper == nil else { return nil }
            return "\(planted.title) has no published limits, since it is of few people"
        }
    }

    var text: String {
        let table = TextTable(
            head: [head, "whose", "value", "95 % limits", "n", "elsewhere", "before"],
            rows: (figures + planted.flatMap(\.figures)).map(\.cells), leftAligned: 2)
        let words = planted.map { planted in
            if planted.isFound { return "  found      " + planted.truth }
            guard let hindrance = planted.hindrance else { return "  not found  " + planted.truth }
            return "  not shown  " + planted.truth + "\n             " + hindrance
        }
        return """
            \(opening)

            \(table.text)

            Planted, and found if the limits exclude the values elsewhere and before:
            \(words.joined(separator: "\n"))
            """
    }
}

extension DemoFindings.Row {
    /// A period other than the newest month is named.
    init(
        _ figure: PublishedFigure, _ title: String, newest: Period?, elsewhere: Double? = nil, before: Double? = nil
    ) {
        let period = figure.period
        let when =
            switch period.kind {
            case .month: period.from.description.prefix(7).description
            case .quarter: "3 months"
            case .year: "\(period.from.year)"
            case .week: period.from.description
            }
        let sheet = Catalog.named(figure.kpi)?.sheet
        self.init(
            figure: period == newest ? title : "\(title), \(when)",
            scope: figure.cell.scope == .organization ? "everybody" : figure.cell.scope.id,
            period: period.from.description, value: figure.estimate.value, lower: figure.estimate.lower,
            upper: figure.estimate.upper, unit: figure.unit,
            shownUnit: sheet?.shown(figure.unit, of: figure.cell) ?? ShownUnit(figure.unit), n: figure.n,
            state: figure.state.rawValue,
            elsewhere: elsewhere, before: before)
    }

    private func shownValue(_ text: (Double?) -> String) -> String {
        switch PublishedFigure.State(rawValue: state) {
        case .released: text(value)
        case .codedLow: "≤ 2 of n"
        case .codedHigh: "≥ n - 2"
        case .suppressed, .noData, nil: "hidden"
        }
    }

    fileprivate var cells: [String] {
        func text(_ value: Double?) -> String { ShownNumber.text(value, shownUnit, brief: true) }
        return [
            figure, scope, shownValue(text),
            lower == nil && upper == nil ? "-" : ShownNumber.range(lower, upper, of: value, shownUnit, brief: true),
            n.map(String.init) ?? "-", elsewhere == nil ? "-" : text(elsewhere), before == nil ? "-" : text(before),
        ]
    }
}
