import Domain

/// A workbook for Excel and LibreOffice (Office Open XML): each KPI's headline figure of everybody, departments and teams.
///
/// Its sheets are the newest quarter, the figures of all periods in one for each question of leaders, and what the KPIs
/// mean. Numbers, dates and texts are cells of their types, so that no country's settings read them otherwise and no text
/// is run. The same figures give the same bytes, in whatever order they come.
public struct SpreadsheetFormat: ExportFormat {
    public let name = "xlsx"
    public let fileExtension = "xlsx"
    public let mediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    public let isText = false

    public init() {}

    public func begin(
        _ context: ExportContext, to sink: inout some ByteSink
    ) throws(ExportError) -> any FigureWriter {
        SpreadsheetWriter(context: context)
    }
}

/// Keeps the headline figures, and writes at the end: only then it is known which quarter is the newest.
private struct SpreadsheetWriter: FigureWriter {
    private let sheets: [Sheet]
    private let targets: [Target]
    private let names: TeamNames
    /// By the KPI's id.
    private let headlines: [String: Headline]
    private var figures: [JudgedFigure] = []
    private var responses: [GroupOfPeople: Double] = [:]

    init(context: ExportContext) {
        sheets = context.sheets
        targets = context.targets
        names = context.names
        headlines = Dictionary(
            sheets.enumerated().compactMap { place, sheet in Headline(of: sheet, place: place).map { (sheet.id, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    mutating func add(_ figure: PublishedFigure, to sink: inout some ByteSink) {
        guard let headline = headlines[figure.kpi], headline.sheet.isJudged(figure.cell) else { return }
        let shown = figure.shown
        figures.append(
            JudgedFigure(
                headline: headline, figure: shown, whose: FigureWords.whose(figure, names),
                target: targets.value(for: figure)))
        if headline.sheet.saysResponse, shown.state == .released {
            responses[GroupOfPeople(behind: shown)] = shown.estimate.value
        }
    }

    func finish(to sink: inout some ByteSink) throws(ExportError) {
        let answered = figures.map { figure in
            var figure = figure
            if figure.headline.sheet.isOfSurvey { figure.response = responses[GroupOfPeople(behind: figure.figure)] }
            return figure
        }
        try Workbook(of: answered.sorted(by: JudgedFigure.precedes), sheets: sheets).write(to: &sink)
    }
}

/// Whom a survey asked.
private struct GroupOfPeople: Hashable {
    private let organization: [UInt8]
    private let scope: Scope
    private let period: Period

    init(behind figure: PublishedFigure) {
        organization = Array(figure.organization.utf8)
        scope = figure.cell.scope
        period = figure.period
    }
}
