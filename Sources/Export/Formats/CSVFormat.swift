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

    public static let columns = [
        "organization", "kpi", "version", "measure", "scope", "scope_id", "breakdown", "breakdown_value", "period",
        "from", "to", "statistic", "value", "unit", "lower", "upper", "n", "censored", "coverage", "as_of", "state",
        "signal", "stale",
    ]

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
        try sink.append(CSVText.line(fields(figure.shown, stale: stale)))
    }

    func finish(to sink: inout some ByteSink) {}

    /// In the order of `CSVFormat.columns`.
    private func fields(_ figure: PublishedFigure, stale: [String]) -> [String] {
        let cell = figure.cell
        return [
            CSVText.field(figure.organization), CSVText.field(figure.kpi), String(figure.version),
            CSVText.field(cell.measure),
            cell.scope.kind.rawValue, CSVText.field(cell.scope.id), CSVText.field(cell.breakdown.name),
            CSVText.field(cell.breakdown.value),
            figure.period.kind.rawValue, figure.period.from.description, figure.period.to.description,
            CSVText.field(cell.statistic), CSVText.field(figure.estimate.value), figure.unit.rawValue,
            CSVText.field(figure.estimate.lower), CSVText.field(figure.estimate.upper),
            CSVText.field(figure.n), CSVText.field(figure.censored), CSVText.field(figure.coverage),
            figure.asOf.description, figure.state.rawValue, CSVText.field(figure.signal?.rawValue ?? ""),
            stale.joined(separator: "|"),
        ]
    }
}
