import Domain
import Export
import Foundation
import KPIs
import Report
import Warehouse

/// What an organization publishes, and all that a format has to know to write it.
struct Published: Sendable {
    let context: ExportContext
    private let organization: String
    private let warehouse: Database
    private let instant: Instant?
    private let filter: FigureFilter

    /// - Parameters:
    ///   - instant: what stood then; without it, what stands.
    ///   - filter: what is written of it.
    ///   - now: up to when loads and targets count where nothing else is asked for.
    init(
        of organization: String, in warehouse: Database, asKnownAt instant: Instant? = nil,
        filter: FigureFilter = .everything, now: Instant
    ) async throws {
        context = try ExportContext(
            sheets: Catalog.all.map { $0.sheet },
            freshness: await warehouse.freshness(of: organization, now: instant ?? now),
            targets: await warehouse.targets(of: organization, now: instant ?? now),
            names: TeamNames(await warehouse.teamNames(of: organization, asKnownAt: instant)))
        self.organization = organization
        self.warehouse = warehouse
        self.instant = instant
        self.filter = filter
    }

    /// All of them, in memory.
    func figures() async throws -> [PublishedFigure] {
        try await warehouse.publishedFigures(of: organization, asKnownAt: instant)
    }

    /// Those that a report reads, in memory.
    func figuresOfReport() async throws -> [PublishedFigure] {
        try await warehouse.forEachPublishedFigure(of: organization, asKnownAt: instant, into: []) {
            [readsForReport] figures, figure in
            if readsForReport(figure) { figures.append(figure) }
        }
    }

    /// All of some KPIs, in memory.
    func figures(of kpis: Set<String>) async throws -> [PublishedFigure] {
        try await warehouse.forEachPublishedFigure(of: organization, asKnownAt: instant, into: []) { figures, figure in
            if kpis.contains(figure.kpi) { figures.append(figure) }
        }
    }

    private var readsForReport: @Sendable (PublishedFigure) -> Bool {
        let sheets = Dictionary(uniqueKeysWithValues: context.sheets.map { ($0.id, $0) })
        return { figure in sheets[figure.kpi].map { ReportPage.reads(figure, of: $0) } ?? false }
    }

    /// The page that leaders read. `overview`: of `figures`.
    func report(_ overview: Overview, of figures: [PublishedFigure], in texts: Texts = .english) async throws -> String
    {
        let release = try await warehouse.currentRelease(of: organization)
        let revisions = try await warehouse.revisions(of: organization, judgedBy: context.sheets)
        return try ReportPage(
            overview, figures: figures, freshness: context.freshness, revisions: revisions,
            unmatched: try await warehouse.unmatched(of: organization),
            release: release?.releasedAt, texts: texts
        ).html
    }

    /// Writes the draft of a file in each format, all from one reading, and returns how many rows that were, as the filter
    /// takes them.
    ///
    /// - Parameter page: where the page of the newest period goes, last among the drafts; there is none where nothing is
    ///   published that it could have.
    func drafts(
        _ files: [(format: any ExportFormat, path: String)], page: String? = nil
    ) async throws -> (drafts: [FileDraft], rows: Int) {
        let drafts = try files.map { try FileDraft(of: $0.path) }
        let written = try await write(zip(files, drafts).map { ($0.format, $1.sink) }, keepsForReport: page != nil)
        for (draft, sink) in zip(drafts, written.sinks) { try draft.complete(sink) }
        guard let page,
            let overview = Overview(
                of: written.figures, sheets: context.sheets, targets: context.targets, names: context.names)
        else {
            return (drafts, written.rows)
        }
        let draft = try FileDraft(of: page)
        var sink = draft.sink
        try sink.append(try await report(overview, of: written.figures))
        try draft.complete(sink)
        return (drafts + [draft], written.rows)
    }

    /// To standard output. Returns how many rows that were, as the filter takes them; `nil` where whoever reads it has seen
    /// enough, as head has.
    func print(as format: any ExportFormat) async throws -> Int? {
        do {
            let written = try await write([(format, DescriptorSink(descriptor: 1, name: "standard output"))])
            for var sink in written.sinks { try sink.flush() }
            return written.rows
        } catch let error as ExportError where error.errno == EPIPE { return nil }
    }

    private struct Text: Sendable {
        var writer: any FigureWriter
        var sink: FilteredSink<DescriptorSink>
        /// Whether it is handed every figure, since its sink filters what it writes of them.
        let isFiltered: Bool

        mutating func add(_ figure: PublishedFigure, isTaken: Bool) throws {
            if isTaken || isFiltered { try writer.add(figure, to: &sink) }
        }
    }

    /// No figure is kept but those that a format keeps, or the report needs.
    private func write(
        _ texts: [(format: any ExportFormat, sink: DescriptorSink)], keepsForReport: Bool = false
    ) async throws -> (sinks: [DescriptorSink], rows: Int, figures: [PublishedFigure]) {
        let begun = try texts.map { format, sink in
            var sink = FilteredSink(sink, filter)
            return Text(writer: try format.begin(context, to: &sink), sink: sink, isFiltered: format.isText)
        }
        let kept: [PublishedFigure] = []
        let (written, rows, figures) = try await warehouse.forEachPublishedFigure(
            of: organization, asKnownAt: instant, into: (texts: begun, rows: 0, figures: kept)
        ) { [filter, readsForReport] state, figure in
            let isTaken = filter.takes(Topic(figure))
            for text in state.texts.indices { try state.texts[text].add(figure, isTaken: isTaken) }
            if isTaken { state.rows += 1 }
            if keepsForReport, readsForReport(figure) { state.figures.append(figure) }
        }
        return (
            try written.map { text in
                var sink = text.sink
                try text.writer.finish(to: &sink)
                return sink.base
            }, rows, figures
        )
    }
}
