import Domain
import Report

/// All that is published of some KPIs in the period of an overview, beyond the figures that it has itself.
struct DetailTable: Sendable {
    private let overview: Overview
    private let wording = Wording(.english)
    /// In the order of the sheets; of each headlines first, then as the sheet lists them.
    let figures: [PublishedFigure]
    private let sheets: [String: Sheet]

    /// `figures`: all that is published of the KPIs.
    init(_ figures: [PublishedFigure], sheets: [Sheet], in overview: Overview) {
        self.overview = overview
        self.sheets = Dictionary(uniqueKeysWithValues: sheets.map { ($0.id, $0) })
        let listed = overview.rows + overview.ofLongerPeriods
        let places = Dictionary(uniqueKeysWithValues: sheets.enumerated().map { ($1.id, $0) })
        // Of KPIs without such a period that of the rows that stand for it.
        let longer = Dictionary(
            overview.ofLongerPeriods.map { ($0.sheet.id, $0.figure.period) }, uniquingKeysWith: { first, _ in first })
        let inPeriod = figures.filter { figure in
            figure.period == longer[figure.kpi] ?? overview.period
                && (overview.scope == nil || figure.cell.scope == overview.scope)
        }
        let told = Set(listed.map(\.figure)).union(overview.parts.flatMap(\.figures))
        func key(_ figure: PublishedFigure) -> [Int] {
            guard let sheet = places[figure.kpi].map({ sheets[$0] }),
                let measure = sheet.measures.firstIndex(where: { $0.id == figure.cell.measure }),
                let statistic = sheet.measures[measure].statistics.firstIndex(where: { $0.id == figure.cell.statistic })
            else { return [Int.max] }
            let isHeadline = sheet.measures[measure].headline == figure.cell.statistic
            return [
                places[figure.kpi] ?? Int.max, isHeadline ? 0 : 1, measure, statistic,
                figure.cell.breakdown == .none ? 0 : 1,
                ScopeKind.allCases.firstIndex(of: figure.cell.scope.kind) ?? 0,
            ]
        }
        self.figures = inPeriod.filter { !told.contains($0) }
            .map { (figure: $0, key: key($0)) }
            .sorted { a, b in
                a.key == b.key ? a.figure.cell < b.figure.cell : a.key.lexicographicallyPrecedes(b.key)
            }.map(\.figure)
    }

    var text: String {
        TextTable(
            head: ["all other figures", "which", "whose", "now", "95 % limits", "n"],
            rows: figures.compactMap { figure in
                guard let sheet = sheets[figure.kpi], let measure = sheet.measure(of: figure.cell),
                    let statistic = sheet.statistic(of: figure.cell)
                else { return nil }
                return [
                    sheet.title + (figure.period == overview.period ? "" : ", \(figure.period.name)"),
                    figure.cell.words,
                    figure.cell.scope == .organization ? "everybody" : overview.label(of: figure.cell.scope),
                    figure.state == .suppressed ? "hidden" : wording.value(figure, statistic, measure),
                    wording.limits(figure, statistic, measure), figure.n.map(String.init) ?? "–",
                ]
            }, leftAligned: 3
        ).text
    }
}
