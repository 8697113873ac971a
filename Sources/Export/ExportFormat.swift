public import Domain

/// One way to write the published table. A format costs one file in Formats/ and one line in `ExportFormats.all`.
public protocol ExportFormat: Sendable {
    /// What the command line calls it.
    var name: String { get }
    /// Without the point.
    var fileExtension: String { get }
    /// The `Content-Type` of an HTTP answer.
    var mediaType: String { get }
    /// Whether it says of each piece what it is, so that a filter can act on its text. One that does not is handed those
    /// figures alone that a filter takes, and is not served.
    var isText: Bool { get }

    /// Begins a text, of which the writer that it returns writes the rest.
    func begin(_ context: ExportContext, to sink: inout some ByteSink) throws(ExportError) -> any FigureWriter
}

/// Writes figures of any number of organizations as they come, in the caller's order unless the format needs its own.
///
/// A figure that isn't `released` loses its numbers and its signal here, even if it was handed some. A text is whole
/// when `finish` has returned.
public protocol FigureWriter: Sendable {
    mutating func add(_ figure: PublishedFigure, to sink: inout some ByteSink) throws(ExportError)
    func finish(to sink: inout some ByteSink) throws(ExportError)
}

extension ExportFormat {
    public func write(
        _ figures: some Sequence<PublishedFigure>, context: ExportContext, to sink: inout some ByteSink
    ) throws(ExportError) {
        var writer = try begin(context, to: &sink)
        for figure in figures { try writer.add(figure, to: &sink) }
        try writer.finish(to: &sink)
    }

    public func bytes(_ figures: some Sequence<PublishedFigure>, context: ExportContext) throws(ExportError) -> [UInt8]
    {
        var sink = MemorySink()
        try write(figures, context: context, to: &sink)
        return sink.bytes
    }
}

public enum ExportFormats {
    public static let all: [any ExportFormat] = [CSVFormat(), PrometheusFormat(), SpreadsheetFormat()]

    public static func named(_ name: String) throws(ExportError) -> any ExportFormat {
        guard let format = all.first(where: { $0.name == name }) else {
            let names = all.map(\.name).joined(separator: ", ")
            throw ExportError(.unknownFormat, "There is no format \"\(name)\"", mend: "Choose one of \(names)")
        }
        return format
    }
}

/// What a format may know beyond the figures: the sheets, for titles, help and units, how fresh the datasets are that the
/// figures come from, what the figures are to be, and what teams are called.
public struct ExportContext: Sendable {
    public let sheets: [Sheet]
    /// Of all organizations that there are figures of.
    public let freshness: [Freshness]
    /// Likewise.
    public let targets: [Target]
    /// Likewise. For people: ids stay ids.
    public let names: TeamNames
    let staleInputs: StaleInputs

    /// - Throws: `metricName` where the sheets would yield a name that Prometheus' tools refuse, or one name twice.
    public init(
        sheets: [Sheet], freshness: [Freshness] = [], targets: [Target] = [], names: TeamNames = .none
    ) throws(ExportError) {
        self.sheets = sheets
        self.freshness = freshness
        self.targets = targets
        self.names = names
        staleInputs = StaleInputs(sheets: sheets, freshness: freshness)
        var taken: Set<String> = Set(PrometheusFormat.ownNames)
        for sheet in sheets {
            for measure in sheet.measures {
                let family = MetricFamily(kpi: sheet.id, measure: measure.id)
                for name in family.names(units: Set(measure.statistics.map(\.unit))) {
                    try MetricFamily.check(name)
                    guard taken.insert(name).inserted else {
                        throw ExportError(
                            .metricName, "Two measures would both be called \(name)",
                            mend: "Rename the measure \(measure.id) of the KPI \(sheet.id)")
                    }
                }
            }
        }
    }

    private init(accepted sheets: [Sheet], _ freshness: [Freshness], _ targets: [Target], _ names: TeamNames) {
        self.sheets = sheets
        self.freshness = freshness
        self.targets = targets
        self.names = names
        staleInputs = StaleInputs(sheets: sheets, freshness: freshness)
    }

    /// The same sheets, when datasets have another freshness, figures other targets, or teams other names.
    public func with(_ freshness: [Freshness], _ targets: [Target], names: TeamNames) -> ExportContext {
        ExportContext(accepted: sheets, freshness, targets, names)
    }

    func sheet(of kpi: String) -> Sheet? { sheets.first { $0.id == kpi } }

    func titles(kpi: String, measure: String) -> (sheet: Sheet, measure: Sheet.Measure)? {
        guard let sheet = sheet(of: kpi) else { return nil }
        return sheet.measures.first { $0.id == measure }.map { (sheet, $0) }
    }
}
