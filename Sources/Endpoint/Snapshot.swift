import Domain
import Export
import Report

/// One release, rendered in every format that is a text, with what was known then of the datasets behind it, and wanted of
/// its figures.
struct Snapshot: Sendable {
    let release: Release
    let freshness: [Freshness]
    let targets: [Target]
    let renderedAt: Instant
    /// By the format's name.
    let documents: [String: Document]
    /// The page for leaders, of the newest period; `nil` where there is no figure yet.
    let report: Document?
    /// The page at `/`.
    let landingPage: Document

    init(
        release: Release, figures: [PublishedFigure], revisions: [Revision], unmatched: [Unmatched],
        context: ExportContext, at now: Instant
    ) throws {
        self.release = release
        freshness = context.freshness
        targets = context.targets
        renderedAt = now
        var documents: [String: Document] = [:]
        for format in ExportFormats.all where format.isText {
            var text = IndexedText()
            try format.write(figures, context: context, to: &text)
            documents[format.name] = try Document(text, mediaType: format.mediaType)
        }
        self.documents = documents
        let overview = Overview(
            of: figures, sheets: context.sheets, targets: context.targets, names: context.names)
        landingPage = try Self.document(LandingPage.html(overview))
        report = try overview.map { overview in
            let page = ReportPage(
                overview, figures: figures, freshness: context.freshness, revisions: revisions,
                unmatched: unmatched, release: release.releasedAt, texts: .english)
            return try Self.document(page.html)
        }
    }

    private static func document(_ html: String) throws -> Document {
        var text = IndexedText()
        text.append(html, as: .heading)
        return try Document(text, mediaType: "text/html; charset=utf-8")
    }
}
