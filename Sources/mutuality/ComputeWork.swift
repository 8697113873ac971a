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
    /// Whether somebody said what time it is; otherwise records that ended long ago are computed up to their end.
    var isNowGiven = false
    /// Some KPIs, and no release; `nil` for all.
    var only: Set<String>?
    /// Looks again and again: nothing is waited for, and errors that may pass don't end it.
    var watches = false
    let logger: Logger
    let progress: ProgressLine

    /// Of one organization, or of every one.
    ///
    /// What other processes are at is left for the end, so that they don't go through the organizations in step; while
    /// watching it is left to the next look.
    func report(_ warehouse: Database, organization name: String?, now: Instant) async throws -> ComputeReport {
        let organizations =
            if let name { [try await warehouse.organization(named: name)] } else {
                try await warehouse.organizations()
            }
        var sum = ComputeReport()
        var left: [Organization] = []
        for organization in organizations {
            let part = try await attempt { try await report(warehouse, organization, now: now, waits: false) }
            sum += part
            if part.isPartial { left.append(organization) }
        }
        guard !watches else { return sum }
        // What is to be computed in full is marked by now, unless it is for some KPIs alone.
        var rest = self
        rest.full = full && only != nil
        for organization in left { sum += try await rest.report(warehouse, organization, now: now) }
        return sum
    }

    /// Runs `body`. While watching an error that may pass is said, and that is all.
    func attempt(_ body: () async throws -> ComputeReport) async throws -> ComputeReport {
        do { return try await body() } catch {
            guard watches, ExitStatus.mayPass(error) else { throw error }
            Console.tell(error)
            return ComputeReport()
        }
    }

    func report(
        _ warehouse: Database, _ organization: Organization, now: Instant, waits: Bool = true
    ) async throws -> ComputeReport {
        var report = try await computed(warehouse, organization, now: now, waits: waits)
        // A release is of what all have computed.
        guard only == nil, !report.isPartial else { return report }
        try await release(warehouse, organization, now: now, waits: waits, into: &report)
        return report
    }

    /// What the computation alone did.
    func computed(
        _ warehouse: Database, _ organization: Organization, now: Instant, waits: Bool = true
    ) async throws -> ComputeReport {
        let end = isNowGiven ? nil : try await warehouse.endOfRecords(of: organization, now: now)
        let computed = try await Engine(warehouse: warehouse, logger: logger).compute(
            organization, now: now, until: end, full: full, only: only, waits: waits
        ) { done, all in progress.show("computing \(organization.name): \(done) of \(all) years") }
        progress.clear()
        return ComputeReport(
            computed: computed.computed, ledgerEntries: computed.entries, rowsRead: computed.rowsRead,
            people: computed.people, teams: computed.teams, computedUntil: end, isPartial: computed.left > 0)
    }

    /// Releases, and adds what that did.
    func release(
        _ warehouse: Database, _ organization: Organization, now: Instant, waits: Bool = true,
        into report: inout ComputeReport
    ) async throws {
        let releaser = Releaser(warehouse: warehouse, sheets: Catalog.all.map { $0.sheet })
        let named = Unmatched.all(of: report.people, report.teams)
        let released =
            waits
            ? try await releaser.release(organization, now: now, unmatched: named)
            : try await releaser.releaseUnlessTaken(organization, now: now, unmatched: named)
        guard let released else {
            report.isPartial = true
            return
        }
        report.release = released.release
        report.releasedRows = released.rows
        report.heldBack = released.heldBack
        report.signals = released.signals
        report.names = released.names
    }
}
