import Analytics
import Disclosure
import Domain
import KPIs
import Logging
import Warehouse

/// Computes what is due, then releases what may be shown.
struct ComputeWork: Sendable {
    /// Everything that is closed, due or not.
    var full = false
    /// Some KPIs, and no release; `nil` for all.
    var only: Set<String>?
    let logger: Logger
    let progress: ProgressLine

    /// Of one organization, or of every one.
    func report(_ warehouse: Warehouse, organization name: String?, now: Instant) async throws -> ComputeReport {
        guard let name else {
            var sum = ComputeReport()
            for organization in try await warehouse.organizations() {
                sum += try await report(warehouse, organization, now: now)
            }
            return sum
        }
        return try await report(warehouse, try await warehouse.organization(named: name), now: now)
    }

    func report(_ warehouse: Warehouse, _ organization: Organization, now: Instant) async throws -> ComputeReport {
        var report = try await computed(warehouse, organization, now: now)
        if only == nil { try await release(warehouse, organization, now: now, into: &report) }
        return report
    }

    /// What the computation alone did.
    func computed(_ warehouse: Warehouse, _ organization: Organization, now: Instant) async throws -> ComputeReport {
        let computed = try await Engine(warehouse: warehouse, logger: logger).compute(
            organization, now: now, full: full, only: only
        ) { done, all in progress.show("computing \(organization.name): \(done) of \(all) years") }
        progress.clear()
        return ComputeReport(
            computed: computed.computed, ledgerEntries: computed.entries, rowsRead: computed.rowsRead)
    }

    /// Releases, and adds what that did.
    func release(
        _ warehouse: Warehouse, _ organization: Organization, now: Instant, into report: inout ComputeReport
    ) async throws {
        let released = try await Releaser(warehouse: warehouse, sheets: Catalog.all.map { $0.sheet })
            .release(organization, now: now)
        report.release = released.release
        report.releasedRows = released.rows
        report.signals = released.signals
    }
}
