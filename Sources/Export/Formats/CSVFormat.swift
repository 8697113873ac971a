public import Domain

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
        "signal",
    ]

    public init() {}

    public func write(
        _ figures: some Sequence<PublishedFigure>, context: ExportContext, to sink: inout some ByteSink
    ) throws(ExportError) {
        try sink.append(Self.columns.joined(separator: ",") + "\r\n")
        for figure in figures {
            try sink.append(fields(figure.shown).joined(separator: ",") + "\r\n")
        }
    }

    /// In the order of `columns`.
    private func fields(_ figure: PublishedFigure) -> [String] {
        let cell = figure.cell
        return [
            text(figure.organization), text(figure.kpi), String(figure.version), text(cell.measure),
            cell.scope.kind.rawValue, text(cell.scope.id), text(cell.breakdown.name), text(cell.breakdown.value),
            figure.period.kind.rawValue, figure.period.from.description, figure.period.to.description,
            text(cell.statistic), number(figure.estimate.value), figure.unit.rawValue,
            number(figure.estimate.lower), number(figure.estimate.upper),
            figure.n.map(String.init) ?? "", figure.censored.map(String.init) ?? "", number(figure.coverage),
            figure.asOf.description, figure.state.rawValue, text(figure.signal ?? ""),
        ]
    }

    private func number(_ value: Double?) -> String { value?.shortestText ?? "" }

    private func text(_ text: String) -> String {
        let safe = isRunBySpreadsheets(text) ? "'" + text : text
        guard safe.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0D || $0 == 0x0A }) else { return safe }
        // By scalars: in a string's own view CR LF and a quote with a combining mark are other characters.
        let doubled = safe.unicodeScalars.flatMap { $0 == "\"" ? [$0, $0] : [$0] }
        return "\"" + String(String.UnicodeScalarView(doubled)) + "\""
    }

    private func isRunBySpreadsheets(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first(where: { $0 != "'" }) else { return false }
        return Self.running.contains(first)
    }

    private static let running: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
    ]
}
