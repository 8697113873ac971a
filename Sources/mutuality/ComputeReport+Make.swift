import Analytics
import Disclosure
import Domain
import KPIs
import Logging
import Warehouse

extension ComputeReport {
    /// Computes what is due, then releases what may be shown.
    static func make(
        _ warehouse: Warehouse, organization: Organization, now: Instant, full: Bool, logger: Logger,
        progress: ProgressLine
    ) async throws -> ComputeReport {
        let computed = try await Engine(warehouse: warehouse, logger: logger).compute(
            organization, now: now, full: full
        ) { done, all in progress.show("computing: \(done) of \(all) years") }
        progress.clear()
        let released = try await Releaser(warehouse: warehouse, sheets: Catalog.all.map { $0.sheet })
            .release(organization, now: now)
        return ComputeReport(
            computed: computed.computed, ledgerEntries: computed.entries, release: released.release,
            releasedRows: released.rows)
    }
}
