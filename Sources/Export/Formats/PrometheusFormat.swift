public import Domain

/// Text for Prometheus: a family per KPI, measure and unit, with its limits and its n beside it, all gauges.
///
/// Only the newest period of each kind and organization is written (whatever the state of its figures), without
/// timestamps, and of it only released figures that have a value. Families and series are in the order of their
/// bytes, so equal figures give equal text whatever order they come in. Should a cell come twice, the newest version
/// of its definition is written.
public struct PrometheusFormat: ExportFormat {
    public let name = "prometheus"
    public let fileExtension = "prom"
    public let mediaType = ExpositionText.mediaType

    static let periodEndName = MetricFamily.prefix + "period_end_timestamp_seconds"

    public init() {}

    public func write(
        _ figures: some Sequence<PublishedFigure>, context: ExportContext, to sink: inout some ByteSink
    ) throws(ExportError) {
        let newest = newestPeriods(of: figures)
        let measures = Dictionary(grouping: newest.flatMap(\.figures)) { MeasureKey($0.kpi, $0.cell.measure) }
        for key in measures.keys.sorted() {
            let family = MetricFamily(kpi: key.kpi, measure: key.measure)
            try write(family, series(of: measures[key] ?? []), context, to: &sink)
        }
        try writePeriodEnds(newest, to: &sink)
    }

    // MARK: The newest period

    private struct Newest {
        var organization: String
        var period: Period
        var end: Instant
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

    private func newestPeriods(of figures: some Sequence<PublishedFigure>) -> [Newest] {
        var newest: [Newest] = []
        var positions: [Place: Int] = [:]
        for figure in figures {
            let place = Place(organization: Array(figure.organization.utf8), kind: figure.period.kind)
            let position = positions[place] ?? newest.count
            if position == newest.count {
                positions[place] = position
                newest.append(Newest(figure))
            }
            guard figure.period.to >= newest[position].period.to else { continue }
            if figure.period.to > newest[position].period.to { newest[position] = Newest(figure) }
            let shown = figure.shown
            if shown.estimate.value != nil { newest[position].figures.append(shown) }
        }
        return newest
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
            if !isOpen { try sink.append(ExpositionText.family(name, .gauge, help: help)) }
            isOpen = true
            try sink.append(ExpositionText.sample(name, one.labels, number))
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
        if newest.isEmpty { return }
        let help = "When the newest closed period ended, in the organization's zone; its figures are the ones shown."
        try sink.append(ExpositionText.family(Self.periodEndName, .gauge, help: help))
        let lines = newest.map { entry in
            let labels = ExpositionText.labels([
                "organization": entry.organization, "period": entry.period.kind.rawValue,
            ])
            let seconds = Double(entry.end.microseconds) / Double(Instant.microsecondsPerSecond)
            return ExpositionText.sample(Self.periodEndName, labels, seconds)
        }
        for line in lines.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) { try sink.append(line) }
    }
}
