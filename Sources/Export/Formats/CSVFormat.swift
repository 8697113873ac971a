import Domain

/// The published table as RFC 4180 wants it: UTF-8 without a byte order mark, a header, CRLF at every line's end.
///
/// Dates are ISO 8601, `to` excluded; numbers are the shortest decimals that read back as the same number, with a
/// point; unknown is empty. A text that a spreadsheet would run (its first character that is no apostrophe being one
/// of `=`, `+`, `-`, `@`, their full-width forms, tab, CR, LF) gets one apostrophe in front. Take one apostrophe away
/// from such a text to have the original back. Numbers are never touched.
public struct CSVFormat: ExportFormat {
    public let name = "csv"
    public let fileExtension = "csv"
    public let mediaType = "text/csv; charset=utf-8; header=present"

    /// The published table's, in its order.
    public static let columns = CSVWriter.columns.map(\.name)

    public init() {}

    public func begin(
        _ context: ExportContext, to sink: inout some ByteSink
    ) throws(ExportError) -> any FigureWriter {
        try sink.append(CSVText.line(Self.columns))
        return CSVWriter(staleInputs: context.staleInputs)
    }
}

/// Keeps nothing: a figure is written as it comes.
private struct CSVWriter: FigureWriter {
    let staleInputs: StaleInputs

    func add(_ figure: PublishedFigure, to sink: inout some ByteSink) throws(ExportError) {
        let stale = staleInputs.names(
            kpi: figure.kpi, organization: figure.organization, periodEnd: figure.periodEnd)
        let shown = figure.shown
        try sink.append(CSVText.line(Self.columns.map { $0.field(shown, stale) }), as: .row(Topic(figure)))
    }

    func finish(to sink: inout some ByteSink) {}

    /// A column and what stands in it, given the figure as it is shown and its stale inputs.
    typealias Column = (name: String, field: @Sendable (PublishedFigure, _ stale: [String]) -> String)

    static let columns: [Column] = [
        ("organization", { figure, _ in CSVText.field(figure.organization) }),
        ("kpi", { figure, _ in CSVText.field(figure.kpi) }),
        ("version", { figure, _ in String(figure.version) }),
        ("measure", { figure, _ in CSVText.field(figure.cell.measure) }),
        ("scope", { figure, _ in figure.cell.scope.kind.rawValue }),
        ("scope_id", { figure, _ in CSVText.field(figure.cell.scope.id) }),
        ("breakdown", { figure, _ in CSVText.field(figure.cell.breakdown.name) }),
        ("breakdown_value", { figure, _ in CSVText.field(figure.cell.breakdown.value) }),
        ("period", { figure, _ in figure.period.kind.rawValue }),
        ("from", { figure, _ in figure.period.from.description }),
        ("to", { figure, _ in figure.period.to.description }),
        ("statistic", { figure, _ in CSVText.field(figure.cell.statistic) }),
        ("value", { figure, _ in CSVText.field(figure.estimate.value) }),
        ("unit", { figure, _ in figure.unit.rawValue }),
        ("lower", { figure, _ in CSVText.field(figure.estimate.lower) }),
        ("upper", { figure, _ in CSVText.field(figure.estimate.upper) }),
        ("n", { figure, _ in CSVText.field(figure.n) }),
        ("censored", { figure, _ in CSVText.field(figure.censored) }),
        ("coverage", { figure, _ in CSVText.field(figure.coverage) }),
        ("as_of", { figure, _ in figure.asOf.description }),
        ("state", { figure, _ in figure.state.rawValue }),
        ("signal", { figure, _ in CSVText.field(figure.signal?.rawValue ?? "") }),
        ("stale", { _, stale in stale.joined(separator: "|") }),
        ("reference", { figure, _ in CSVText.field(figure.reference) }),
        ("verdict", { figure, _ in CSVText.field(figure.verdict?.rawValue ?? "") }),
    ]
}
