import Domain
import Foundation
import KPIs

/// The figures of a period, all KPIs of it in one look at its records.
struct PeriodFigures: Sendable {
    /// What is to be computed of a period.
    struct Work: Sendable {
        let period: Period
        let settings: Settings
        let kpis: [any KPI.Type]
        /// What counts as given under the settings.
        let present: Set<String>
    }

    let work: Work
    let byKPI: [(sheet: Sheet, figures: [Figure])]

    /// From the facts of the whole unit.
    private init(_ work: Work, in facts: Facts) throws {
        self.work = work
        let window = Window(work.period, zone: work.settings.zone)
        let sheets = work.kpis.map { $0.sheet }.filter { $0.isServed(by: work.present) }
        let reach = sheets.map { $0.reach(given: work.present) }.max() ?? 0
        var slice = facts.slice(from: window.beginning(reach: reach), to: window.to)
        slice.present = work.present
        let view = PeriodView(
            facts: slice, window: window, settings: work.settings,
            scopes: Set(work.kpis.flatMap { $0.sheet.scopes(of: work.period.kind) }))
        byKPI = try work.kpis.map { kpi in
            try Task.checkCancellation()
            return (kpi.sheet, kpi.figures(in: view))
        }
    }

    /// Computes each, several at once, and hands them over as they are done. `store` is called for one at a time.
    static func each(
        of works: [Work], in facts: Facts, store: (PeriodFigures) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: PeriodFigures.self) { group in
            var next = works.makeIterator()
            func begin() {
                guard let work = next.next() else { return }
                group.addTask { try PeriodFigures(work, in: facts) }
            }
            for _ in 0..<max(1, ProcessInfo.processInfo.activeProcessorCount) { begin() }
            while let done = try await group.next() {
                begin()
                try await store(done)
            }
        }
    }
}
