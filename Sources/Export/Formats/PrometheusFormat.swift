import Domain

/// Text for Prometheus: a family per KPI, measure and unit, with its limits and its n beside it, all gauges.
///
/// Figures that their control charts name stand in the family `mutuality_signal` too, with what it says as labels; what is
/// said of figures against their past stands in `mutuality_verdict`. What a figure is to be stands beside it where a target
/// is in force.
///
/// Only the newest period of each kind and organization is written (whatever the state of its figures), without
/// timestamps, and of it only released figures that have a value. Families and series are in the order of their
/// bytes, so equal figures give equal text whatever order they come in. Should a cell come twice, the newest version
/// of its definition is written.
///
/// Behind the figures come how fresh each dataset is, and whether the newest figures of each KPI rest on stale inputs.
public struct PrometheusFormat: ExportFormat {
    public let name = "prometheus"
    public let fileExtension = "prom"
    public let mediaType = ExpositionText.mediaType
    public let isText = true

    static let periodEndName = MetricFamily.prefix + "period_end_timestamp_seconds"
    static let signalName = MetricFamily.prefix + "signal"
    static let verdictName = MetricFamily.prefix + "verdict"
    fileprivate static let staleName = MetricFamily.prefix + "kpi_stale"
    fileprivate static let lastDataName = MetricFamily.prefix + "dataset_last_data_timestamp_seconds"
    fileprivate static let lastSuccessName = MetricFamily.prefix + "dataset_last_success_timestamp_seconds"
    static let expectedByName = MetricFamily.prefix + "dataset_expected_by_timestamp_seconds"

    /// Names that no KPI's figures may have.
    static let ownNames = [
        periodEndName, signalName, verdictName, staleName, lastDataName, lastSuccessName, expectedByName,
    ]

    public init() {}

    public func begin(
        _ context: ExportContext, to sink: inout some ByteSink
    ) throws(ExportError) -> any FigureWriter {
        PrometheusWriter(context: context)
    }
}

/// Keeps the figures of the newest periods, and writes at the end: families are told apart by their names alone.
private struct PrometheusWriter: FigureWriter {
    let context: ExportContext
    private var newest: [Newest] = []
    private var positions: [Place: Int] = [:]

    init(context: ExportContext) { self.context = context }

    private struct Newest {
        var organization: String
        var period: Period
        var end: Instant
        /// Of all figures, hidden ones too.
        var kpis: Set<String> = []
        /// Released, with a value.
        var figures: [PublishedFigure] = []

        init(_ figure: PublishedFigure) {
            organization = figure.organization
            period = figure.period
            end = figure.periodEnd
        }
    }

    /// Bytes name an organization: Swift holds texts for equal that Prometheus tells apart.
    private struct Place: Hashable {
        let organization: [UInt8]
        let kind: PeriodKind
    }

    mutating func add(_ figure: PublishedFigure, to sink: inout some ByteSink) {
        let place = Place(organization: Array(figure.organization.utf8), kind: figure.period.kind)
        let position = positions[place] ?? newest.count
        if position == newest.count {
            positions[place] = position
            newest.append(Newest(figure))
        }
        guard figure.period.to >= newest[position].period.to else { return }
        if figure.period.to > newest[position].period.to { newest[position] = Newest(figure) }
        newest[position].kpis.insert(figure.kpi)
        let shown = figure.shown
        if shown.estimate.value != nil { newest[position].figures.append(shown) }
    }

    func finish(to sink: inout some ByteSink) throws(ExportError) {
        let measures = Dictionary(grouping: newest.flatMap(\.figures)) { MeasureKey($0.kpi, $0.cell.measure) }
        var signals: [Line] = []
        var verdicts: [Line] = []
        for key in measures.keys.sorted() {
            let family = MetricFamily(kpi: key.kpi, measure: key.measure)
            let series = series(of: measures[key] ?? [])
            try write(family, series, context, to: &sink)
            signals += series.compactMap(signalLine)
            verdicts += series.compactMap(verdictLine)
        }
        try writePeriodEnds(newest, to: &sink)
        try write(
            PrometheusFormat.signalName,
            "1 for each figure that is not as usual by its control chart; the others are missing.", signals, to: &sink)
        try write(
            PrometheusFormat.verdictName, "1 for what is said of a figure against its own past.", verdicts, to: &sink)
        try writeStaleness(of: newest, context, to: &sink)
        try writeFreshness(context.freshness, to: &sink)
    }

    // MARK: Families

    private struct MeasureKey: Hashable, Comparable {
        let kpi: String
        let measure: String

        init(_ kpi: String, _ measure: String) {
            self.kpi = kpi
            self.measure = measure
        }

        static func < (a: MeasureKey, b: MeasureKey) -> Bool { (a.kpi, a.measure) < (b.kpi, b.measure) }
    }

    private struct Series {
        let labels: String
        let figure: PublishedFigure
    }

    /// A sample as it is written.
    private struct Line {
        let text: String
        let topic: Topic
    }

    private func series(of figures: [PublishedFigure]) -> [Series] {
        let all = figures.map { Series(labels: labels(of: $0), figure: $0) }.sorted { a, b in
            if a.labels.utf8.elementsEqual(b.labels.utf8) { return a.figure.version > b.figure.version }
            return a.labels.utf8.lexicographicallyPrecedes(b.labels.utf8)
        }
        return all.indices.filter { $0 == 0 || !all[$0].labels.utf8.elementsEqual(all[$0 - 1].labels.utf8) }
            .map { all[$0] }
    }

    private func labels(of figure: PublishedFigure) -> String {
        ExpositionText.labels([
            "organization": figure.organization,
            "scope": figure.cell.scope.kind.rawValue,
            "scope_id": figure.cell.scope.id,
            "breakdown": figure.cell.breakdown.name,
            "breakdown_value": figure.cell.breakdown.value,
            "period": figure.period.kind.rawValue,
            "statistic": figure.cell.statistic,
        ])
    }

    // MARK: What is said of figures

    /// A state that holds is a series with the value 1, as in other exporters; one that doesn't has no series.
    private func signalLine(_ series: Series) -> Line? {
        guard let signal = series.figure.signal else { return nil }
        return line(
            PrometheusFormat.signalName, of: series.figure,
            [
                "signal": signal.meaning.rawValue,
                "rule": signal.rule.rawValue,
                "limits": signal.isProvisional ? "provisional" : "firm",
            ])
    }

    private func verdictLine(_ series: Series) -> Line? {
        series.figure.verdict.map {
            line(PrometheusFormat.verdictName, of: series.figure, ["verdict": $0.rawValue])
        }
    }

    private func line(_ name: String, of figure: PublishedFigure, _ said: KeyValuePairs<String, String>) -> Line {
        let labels: KeyValuePairs = [
            "organization": figure.organization,
            "kpi": figure.kpi,
            "measure": figure.cell.measure,
            "scope": figure.cell.scope.kind.rawValue,
            "scope_id": figure.cell.scope.id,
            "breakdown": figure.cell.breakdown.name,
            "breakdown_value": figure.cell.breakdown.value,
            "period": figure.period.kind.rawValue,
            "statistic": figure.cell.statistic,
        ]
        let text = ExpositionText.sample(name, ExpositionText.labels(labels, said), 1)
        return Line(text: text, topic: Topic(figure))
    }

    private func write(
        _ family: MetricFamily, _ series: [Series], _ context: ExportContext, to sink: inout some ByteSink
    ) throws(ExportError) {
        // Figures may outlive the sheet that named them, so the names are checked here too.
        for name in family.names(units: Set(series.map(\.figure.unit))) { try MetricFamily.check(name) }
        for unit in FigureUnit.allCases {
            let ofUnit = series.filter { $0.figure.unit == unit }
            let name = family.value(unit)
            let help = help(family, statistics: Set(ofUnit.map(\.figure.cell.statistic)), context)
            try write(name, help, ofUnit, to: &sink) { $0.estimate.value }
            let lower = "Lower 95 % limit of \(name)."
            try write(family.lower(unit), lower, ofUnit, to: &sink) { $0.estimate.lower }
            let upper = "Upper 95 % limit of \(name)."
            try write(family.upper(unit), upper, ofUnit, to: &sink) { $0.estimate.upper }
            let reference = "Mean of the earlier values that \(name) is held against."
            try write(family.reference(unit), reference, ofUnit, to: &sink) { $0.reference }
            let target = "What \(name) is to be for the whole organization."
            try write(family.target(unit), target, ofUnit, to: &sink) { context.targets.value(for: $0) }
        }
        let help = "People or records behind each figure of \(family.kpi), measure \(family.measure)."
        try write(family.n, help, series, to: &sink) { $0.n.map(Double.init) }
    }

    /// Nothing at all, not even a HELP line, where no series has the value.
    private func write(
        _ name: String, _ help: String, _ series: [Series], to sink: inout some ByteSink,
        value: (PublishedFigure) -> Double?
    ) throws(ExportError) {
        var isOpen = false
        for one in series {
            guard let number = value(one.figure) else { continue }
            if !isOpen { try sink.append(ExpositionText.family(name, .gauge, help: help), as: .heading) }
            isOpen = true
            try sink.append(ExpositionText.sample(name, one.labels, number), as: .row(Topic(one.figure)))
        }
    }

    private func help(_ family: MetricFamily, statistics: Set<String>, _ context: ExportContext) -> String {
        guard let (sheet, measure) = context.titles(kpi: family.kpi, measure: family.measure) else {
            return "\(family.kpi), measure \(family.measure)."
        }
        let meanings = measure.statistics.filter { statistics.contains($0.id) }.map { "\($0.id): \($0.title)" }
        return "\(sheet.title), \(measure.title). \(meanings.joined(separator: "; "))."
    }

    private func writePeriodEnds(_ newest: [Newest], to sink: inout some ByteSink) throws(ExportError) {
        try write(
            PrometheusFormat.periodEndName,
            "When the newest closed period ended, in the organization's zone; its figures are the ones shown.",
            newest.map { entry in
                let labels = ExpositionText.labels([
                    "organization": entry.organization, "period": entry.period.kind.rawValue,
                ])
                return (labels, entry.end.seconds, Topic(period: entry.period))
            }, to: &sink)
    }

    /// Only of organizations whose loads are known.
    private func writeStaleness(
        of newest: [Newest], _ context: ExportContext, to sink: inout some ByteSink
    ) throws(ExportError) {
        let known = Set(context.freshness.map { Array($0.organization.utf8) })
        let samples = newest.filter { known.contains(Array($0.organization.utf8)) }.flatMap { entry in
            entry.kpis.map { kpi in
                let labels = ExpositionText.labels([
                    "organization": entry.organization, "kpi": kpi, "period": entry.period.kind.rawValue,
                ])
                let stale = context.staleInputs.names(
                    kpi: kpi, organization: entry.organization, periodEnd: entry.end)
                return (labels, stale.isEmpty ? 0.0 : 1.0, Topic(kpi: kpi, period: entry.period))
            }
        }
        try write(
            PrometheusFormat.staleName,
            "1 if the newest figures rest on a dataset that was not loaded since their period ended, else 0.", samples,
            to: &sink)
    }

    private func writeFreshness(_ freshness: [Freshness], to sink: inout some ByteSink) throws(ExportError) {
        let labeled = freshness.map { entry in
            (ExpositionText.labels(["organization": entry.organization, "dataset": entry.dataset]), entry)
        }
        try write(
            PrometheusFormat.lastDataName,
            "Beginning of the newest day, or month, that the dataset's rows speak of, in UTC.",
            labeled.compactMap { labels, entry in
                entry.lastData.map { (labels, Zone.utc.start(of: $0).seconds, .none) }
            }, to: &sink)
        try write(
            PrometheusFormat.lastSuccessName, "When a file was last loaded, or found to say nothing new.",
            labeled.map { ($0, $1.lastSuccess.seconds, .none) }, to: &sink)
        try write(
            PrometheusFormat.expectedByName, "By when the next load is expected.",
            labeled.compactMap { labels, entry in entry.expectedBy.map { (labels, $0.seconds, .none) } }, to: &sink)
    }

    private func write(
        _ name: String, _ help: String, _ samples: [(labels: String, value: Double, topic: Topic)],
        to sink: inout some ByteSink
    ) throws(ExportError) {
        let lines = samples.map { Line(text: ExpositionText.sample(name, $0.labels, $0.value), topic: $0.topic) }
        try write(name, help, lines, to: &sink)
    }

    /// A family of samples in the order of their bytes; nothing at all without any.
    private func write(
        _ name: String, _ help: String, _ lines: [Line], to sink: inout some ByteSink
    ) throws(ExportError) {
        if lines.isEmpty { return }
        try sink.append(ExpositionText.family(name, .gauge, help: help), as: .heading)
        for line in lines.sorted(by: { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }) {
            try sink.append(line.text, as: .row(line.topic))
        }
    }
}

extension Instant {
    fileprivate var seconds: Double { Double(microseconds) / Double(Instant.microsecondsPerSecond) }
}
