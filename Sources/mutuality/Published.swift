import Domain
import Export
import KPIs
import Warehouse

/// What an organization publishes, and all that a format has to know to write it.
struct Published: Sendable {
    let figures: [PublishedFigure]
    let context: ExportContext

    /// - Parameters:
    ///   - instant: what stood then; without it, what stands.
    ///   - now: up to when loads count where nothing else is asked for.
    init(of organization: String, in warehouse: Warehouse, asKnownAt instant: Instant? = nil, now: Instant) async throws
    {
        figures = try await warehouse.publishedFigures(of: organization, asKnownAt: instant)
        context = try ExportContext(
            sheets: Catalog.all.map { $0.sheet },
            freshness: await warehouse.freshness(of: organization, now: instant ?? now))
    }
}
