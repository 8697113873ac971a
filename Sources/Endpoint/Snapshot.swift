import Domain
import Export

/// One release, rendered in every format, with what was known then of the datasets behind it.
struct Snapshot: Sendable {
    let release: Release
    let freshness: [Freshness]
    let renderedAt: Instant
    /// By the format's name.
    let documents: [String: Document]

    init(release: Release, figures: [PublishedFigure], context: ExportContext, at now: Instant) throws {
        self.release = release
        freshness = context.freshness
        renderedAt = now
        var documents: [String: Document] = [:]
        for format in ExportFormats.all {
            var text = IndexedText()
            try format.write(figures, context: context, to: &text)
            documents[format.name] = try Document(text, mediaType: format.mediaType)
        }
        self.documents = documents
    }
}
