import Domain

/// The published table as RFC 4180 wants it: UTF-8 without a byte order mark, a header, CRLF at every line's end.
///
/// Dates are ISO 8601, `to` excluded; numbers are the shortest decimals that read back as the same number, with a
/// point; unknown is empty. A text that a spreadsheet would run (its first character that is no apostrophe being one
/// of `=`, `+`, `-`, `@`, their full-width forms, tab, CR, LF) gets one apostrophe in front, and so does such a part of it
/// behind a comma, semicolon, tab, CR or LF, which in other countries begins a cell. Take one apostrophe away in each of
/// these places to have the original back. Numbers are never touched.
///
/// Another dialect has another separator and a byte order mark; labels are columns behind the others.
public struct CSVFormat: ExportFormat {
    public let name = "csv"
    public let fileExtension = "csv"
    public let mediaType = "text/csv; charset=utf-8; header=present"
    public let isText = true

    let dialect: CSVDialect
    let columns: [CSVColumn]

    /// The published table's, in its order.
    public static let columns = [CSVColumn].published.map(\.name)

    /// - Parameter hasLabels: whether titles and names for people stand behind the published table's columns.
    public init(dialect: CSVDialect = .standard, hasLabels: Bool = false) {
        self.dialect = dialect
        columns = .published + (hasLabels ? .labels : [])
    }

    public func begin(
        _ context: ExportContext, to sink: inout some ByteSink
    ) throws(ExportError) -> any FigureWriter {
        try sink.append(dialect.byteOrderMark + CSVText.line(columns.map(\.name), dialect))
        return CSVWriter(context: context, dialect: dialect, columns: columns)
    }
}

/// Keeps nothing: a figure is written as it comes.
private struct CSVWriter: FigureWriter {
    let context: ExportContext
    let dialect: CSVDialect
    let columns: [CSVColumn]

    func add(_ figure: PublishedFigure, to sink: inout some ByteSink) throws(ExportError) {
        let stale = context.staleInputs.names(
            kpi: figure.kpi, organization: figure.organization, periodEnd: figure.periodEnd)
        let row = CSVColumn.Row(figure: figure.shown, stale: stale, context: context)
        try sink.append(CSVText.line(columns.map { text($0.field(row)) }, dialect), as: .row(Topic(figure)))
    }

    private func text(_ field: CSVColumn.Field) -> String {
        switch field {
        case .text(let text): CSVText.field(text, dialect)
        case .plain(let text): text
        }
    }

    func finish(to sink: inout some ByteSink) {}
}
