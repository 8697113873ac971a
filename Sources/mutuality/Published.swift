import Domain
import Export
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
    ///   - now: up to when loads count where nothing else is asked for.
    init(
        of organization: String, in warehouse: Database, asKnownAt instant: Instant? = nil,
        filter: FigureFilter = .everything, now: Instant
    ) async throws {
        context = try ExportContext(
            sheets: Catalog.all.map { $0.sheet },
            freshness: await warehouse.freshness(of: organization, now: instant ?? now))
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
        let sheets = Dictionary(uniqueKeysWithValues: context.sheets.map { ($0.id, $0) })
        return try await warehouse.forEachPublishedFigure(of: organization, asKnownAt: instant, into: []) {
            figures, figure in
            if let sheet = sheets[figure.kpi], ReportPage.reads(figure, of: sheet) { figures.append(figure) }
        }
    }

    /// The page that leaders read. `overview`: of `figures`.
    func report(_ overview: Overview, of figures: [PublishedFigure], in texts: Texts = .english) async throws -> String
    {
        let release = try await warehouse.currentRelease(of: organization)
        return try ReportPage(
            overview, figures: figures, freshness: context.freshness,
            release: release.map { "\($0.releasedAt)" } ?? "", texts: texts
        ).html
    }

    /// The draft of a file with the page of the newest period; `nil` where there is no figure of which it could be.
    func reportDraft(at path: String) async throws -> FileDraft? {
        let figures = try await figuresOfReport()
        guard let overview = Overview(of: figures, sheets: context.sheets) else { return nil }
        let draft = try FileDraft(of: path)
        var sink = draft.sink
        try sink.append(try await report(overview, of: figures))
        try draft.complete(sink)
        return draft
    }

    /// Writes the draft of a file in each format, all from one reading, and returns how many rows that were, as the filter
    /// takes them.
    func drafts(
        _ files: [(format: any ExportFormat, path: String)]
    ) async throws -> (drafts: [FileDraft], rows: Int) {
        let drafts = try files.map { try FileDraft(of: $0.path) }
        let written = try await write(zip(files, drafts).map { ($0.format, $1.sink) })
        for (draft, sink) in zip(drafts, written.sinks) { try draft.complete(sink) }
        return (drafts, written.rows)
    }

    func print(as format: any ExportFormat) async throws {
        let written = try await write([(format, DescriptorSink(descriptor: 1, name: "standard output"))])
        for var sink in written.sinks { try sink.flush() }
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

    /// No figure is kept but those that a format keeps.
    private func write(
        _ texts: [(format: any ExportFormat, sink: DescriptorSink)]
    ) async throws -> (sinks: [DescriptorSink], rows: Int) {
        let begun = try texts.map { format, sink in
            var sink = FilteredSink(sink, filter)
            return Text(writer: try format.begin(context, to: &sink), sink: sink, isFiltered: format.isText)
        }
        let (written, rows) = try await warehouse.forEachPublishedFigure(
            of: organization, asKnownAt: instant, into: (texts: begun, rows: 0)
        ) { [filter] state, figure in
            let isTaken = filter.takes(Topic(figure))
            for text in state.texts.indices { try state.texts[text].add(figure, isTaken: isTaken) }
            if isTaken { state.rows += 1 }
        }
        return (
            try written.map { text in
                var sink = text.sink
                try text.writer.finish(to: &sink)
                return sink.base
            }, rows
        )
    }
}
