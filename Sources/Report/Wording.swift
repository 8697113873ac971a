public import Domain

/// What is said of an overview and of its rows, in one language.
public struct Wording: Sendable {
    public let texts: Texts
    let numbers: SpokenNumber

    public init(_ texts: Texts) {
        self.texts = texts
        numbers = SpokenNumber(texts)
    }

    // MARK: Of the whole

    /// What was compared, and what came of it, in a few sentences.
    public func lead(_ overview: Overview) -> String {
        let changes = overview.changes.count
        guard overview.compared > 0 else { return texts["nothing-compared"] }
        let compared = texts.counted("compared", overview.compared)
        guard changes > 0 else {
            let isAnythingTold = overview.count(.steady) + overview.count(.asUsual) > 0
            return compared + " " + texts[isAnythingTold ? "nothing-changed" : "nothing-told"]
        }
        return [compared, texts.counted("changed", changes), byChance(overview.expectedByChance)].joined(separator: " ")
    }

    private static let fewestTold = 0.1

    /// How many changes to expect if nothing ever changed.
    private func byChance(_ expected: Double) -> String {
        guard expected >= Self.fewestTold else { return texts["by-chance-hardly", numbers.number(Self.fewestTold, 1)] }
        return texts["by-chance", numbers.number(expected, expected < 1 ? 1 : 0)]
    }

    /// What else there is: as before, not to be told, too early, hidden.
    public func rest(_ overview: Overview) -> String {
        [
            ("as-before", overview.count(.steady) + overview.count(.asUsual)),
            ("cannot-tell", overview.count(.cannotTell)), ("too-early", overview.count(.tooEarly)),
            ("hidden", overview.hidden),
        ].filter { $0.1 > 0 }.map { texts.counted($0.0, $0.1) }.joined(separator: " ")
    }

    /// A sentence for each dataset that names many who are not in `people`.
    public func unmet(_ unmatched: [Unmatched]) -> [String] {
        unmatched.filter(\.isGrave).sorted { $0.dataset < $1.dataset }.map { entry in
            func count(_ number: Int) -> String { texts["up-to", numbers.number(Double(number), 0)] }
            return texts["unmet", count(entry.named), entry.dataset, count(entry.unknown)]
        }
    }

    /// The period, and whether it is over.
    public func name(of overview: Overview) -> String {
        let name = name(of: overview.period)
        return overview.isUnfinished ? texts["so-far", name] : name
    }

    /// Whose page it is: the organization, or a part of it.
    public func whose(_ overview: Overview) -> String {
        guard let scope = overview.scope, scope != .organization else { return overview.organization }
        return texts["of-organization", overview.organization, whose(scope, in: overview)]
    }

    public func name(of period: Period) -> String {
        let (year, month) = ("\(period.year)", period.from.civil.month)
        switch period.kind {
        case .month: return texts["period-month", texts["month-\(month)"], year]
        case .quarter: return texts["period-quarter", texts["quarter-\((month + 2) / 3)"], year]
        case .year: return texts["period-year", year]
        case .week: return period.name
        }
    }

    // MARK: Of a row

    /// Whose figure it is.
    public func whose(_ scope: Scope, in overview: Overview) -> String {
        switch scope.kind {
        case .organization: texts["everybody"]
        case .department: texts["department", overview.label(of: scope)]
        case .team: texts["team", overview.label(of: scope)]
        }
    }

    /// The same, with the period where it is another than the overview's.
    public func whose(_ row: Overview.Row, in overview: Overview) -> String {
        let whose = whose(row.figure.cell.scope, in: overview)
        return row.figure.period == overview.period
            ? whose : texts["in-period", whose, name(of: row.figure.period)]
    }

    /// Which of the KPI's figures it is.
    public func what(_ row: Overview.Row) -> String {
        row.measure.title == row.statistic.title ? row.measure.title : "\(row.measure.title): \(row.statistic.title)"
    }

    /// The value, or why there is none.
    public func value(_ row: Overview.Row) -> String { value(row.figure, row.statistic, row.measure) }

    /// The same of any figure.
    public func value(
        _ figure: PublishedFigure, _ statistic: Sheet.Statistic, _ measure: Sheet.Measure
    ) -> String {
        switch figure.state {
        case .released:
            figure.estimate.value.map { numbers.text($0, statistic, measure) } ?? texts["state-no-value"]
        case .codedLow: texts["state-coded-low"]
        case .codedHigh: texts["state-coded-high"]
        case .suppressed: texts["state-suppressed"]
        case .noData: texts["state-no-data"]
        }
    }

    public func value(_ figure: PublishedFigure, of parts: Overview.Parts) -> String {
        value(figure, parts.statistic, parts.measure)
    }

    public func limits(_ figure: PublishedFigure, of parts: Overview.Parts) -> String {
        numbers.range(figure.estimate, parts.statistic, parts.measure)
    }

    public func limits(
        _ figure: PublishedFigure, _ statistic: Sheet.Statistic, _ measure: Sheet.Measure
    ) -> String {
        numbers.range(figure.estimate, statistic, measure)
    }

    /// What the control chart takes for usual; `nil` where it doesn't judge the figure.
    public func usual(_ row: Overview.Row) -> String? {
        row.usual.map { texts["usual", numbers.range($0, row)] }
    }

    /// What there would be by chance alone; `nil` where nobody says.
    public func byChance(_ row: Overview.Row) -> String? {
        row.byChance.map { texts["chance-alone", numbers.text($0, row)] }
    }

    public func limits(_ row: Overview.Row) -> String { numbers.range(row.figure.estimate, row) }

    /// What the value is held against, and whether that is its reference or its chart's centre; `nil` where it is nothing.
    public func heldAgainst(_ row: Overview.Row) -> (value: String, name: String)? {
        row.heldAgainst.map { held in
            let value = numbers.text(held.value, row)
            return switch held {
            case .reference: (value, texts["held-reference"])
            case .centre: (value, texts["held-centre"])
            }
        }
    }

    public func elsewhere(_ row: Overview.Row) -> String { numbers.text(row.elsewhere, row) }

    /// What it is to be, and whether it is; `nil` where no target is set.
    public func target(_ row: Overview.Row) -> String? {
        guard let target = words(ofTarget: row.target, of: row), let standing = row.standing else { return nil }
        guard standing != .unclear else { return texts["target-unclear", target] }
        let time =
            switch row.figure.period.kind {
            case .month: texts["time-month"]
            case .quarter: texts["time-quarter"]
            case .year: texts["time-year"]
            case .week: texts["time-week"]
            }
        return texts["target-told", target, word(for: standing), time]
    }

    /// The same for a column.
    public func targetInBrief(_ row: Overview.Row) -> String {
        guard let target = words(ofTarget: row.target, of: row), let standing = row.standing else { return "–" }
        return texts["target-brief", target, word(for: standing)]
    }

    func words(ofTarget target: Double?, of row: Overview.Row) -> String? {
        target.flatMap { numbers.target($0, of: row.sheet) }
    }

    private func word(for standing: TargetStanding) -> String {
        switch standing {
        case .met: texts["met"]
        case .missed: texts["not-met"]
        case .unclear: texts["verdict-cannot-tell"]
        }
    }

    /// A sign that is read without colour.
    public func mark(_ verdict: Verdict?) -> String {
        switch verdict?.meaning {
        case .better: "▲"
        case .worse: "▼"
        case .changed: "◆"
        case nil: ""
        }
    }

    /// In a word or two.
    public func verdict(_ verdict: Verdict?) -> String {
        switch verdict {
        case .moved(let meaning, _, _): texts[meaning.rawValue]
        case .signalled(let signal): texts[signal.meaning.rawValue]
        case .steady: texts["verdict-steady"]
        case .asUsual: texts["verdict-as-usual"]
        case .cannotTell: texts["verdict-cannot-tell"]
        case .tooEarly: texts["verdict-too-early"]
        case nil: texts["verdict-none"]
        }
    }

    /// What has to be known beside it; empty where that is nothing.
    public func reservation(_ verdict: Verdict?) -> String {
        switch verdict {
        case .moved(_, let isEarly, let isSeasonal):
            [isEarly ? texts["verdict-early"] : nil, isSeasonal ? texts["verdict-seasonal"] : nil]
                .compactMap { $0 }.joined(separator: "; ")
        case .signalled(let signal):
            [
                texts[signal.rule == .outside ? "verdict-outside" : "verdict-eight"],
                signal.isProvisional ? texts["verdict-provisional"] : nil,
            ].compactMap { $0 }.joined(separator: "; ")
        case .steady, .asUsual, .cannotTell, .tooEarly, nil: ""
        }
    }
}
