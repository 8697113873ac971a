import Domain
import Foundation
import KPIs

/// The figures of a KPI in a period. What its KPIs ask of a period's records is worked out once for all of them.
struct PeriodFigures: Sendable {
    /// What is to be computed of a period.
    struct Work: Sendable {
        let period: Period
        let settings: Settings
        let kpis: [any KPI.Type]
        /// What counts as given under the settings.
        let present: Set<String>
        /// Where some KPI asks for them.
        var earlierTies: EarlierTies?

        var window: Window { Window(period, zone: settings.zone) }
        /// Of those that there are figures of.
        var sheets: [Sheet] { kpis.map { $0.sheet }.filter { $0.isServed(by: present) } }

        /// From the facts of the whole unit.
        fileprivate func view(of facts: Facts) -> PeriodView {
            let reach = sheets.map { $0.reachOfPeriod(given: present) }.max() ?? 0
            var slice = facts.slice(from: window.beginning(reach: reach), to: window.to)
            slice.present = present
            return PeriodView(
                facts: slice, window: window, settings: settings,
                scopes: Set(kpis.flatMap { $0.sheet.scopes(of: period.kind) }), earlierTies: earlierTies)
        }
    }

    let sheet: Sheet
    let work: Work
    let figures: [Figure]

    /// A period whose KPIs are computed one after the other.
    private struct Lane: Sendable {
        let work: Work
        var rest: [any KPI.Type]
        /// From the first KPI on.
        var view: PeriodView?

        init(_ work: Work) {
            self.work = work
            rest = work.kpis
        }

        /// The one that comes next: a finely divided one first, if there may be one; `nil` where none is left that may be.
        mutating func popNext(isFineAllowed: Bool) -> (any KPI.Type)? {
            let fine = rest.firstIndex { $0.sheet.isFinelyDivided }
            let next = isFineAllowed ? fine ?? rest.indices.first : rest.firstIndex { !$0.sheet.isFinelyDivided }
            return next.map { rest.remove(at: $0) }
        }

        mutating func figures(of kpi: any KPI.Type, in facts: Facts) -> PeriodFigures {
            let view = view ?? work.view(of: facts)
            // After the last one it goes at once, before what is free is given back.
            self.view = rest.isEmpty ? nil : view
            return PeriodFigures(sheet: kpi.sheet, work: work, figures: kpi.figures(in: view))
        }
    }

    /// Days of the periods that are computed at once: a year with a week beside it. Months look far back, too.
    private static let mostDays = 366 + 7

    /// Computes each, several periods at once, in their order as there is room, and hands figures over as they are done.
    /// `store` is called for one at a time.
    ///
    /// Memory: the slices of periods of `mostDays` together, the figures of a KPI of each, and once what a finely divided
    /// KPI takes: until its figures are stored, no other one is begun.
    static func each(
        of works: consuming [Work], in facts: Facts, store: (PeriodFigures) async throws -> Void
    ) async throws {
        // Each is let go once it is done.
        var left = consume works
        left.removeAll { $0.kpis.isEmpty }
        try await withThrowingTaskGroup(of: (done: PeriodFigures, lane: Lane).self) { group in
            var waiting: [Lane] = []
            var isFineAllowed = true
            var (lanes, days) = (0, 0)
            /// The next period that there is room for; before its turn only what will have room beside the one that waits.
            func enter() -> Lane? {
                let head = left.first?.period.dayCount ?? 0
                let next = left.indices.first { index in
                    let own = left[index].period.dayCount
                    let hasRoom = days == 0 || days + own <= mostDays
                    return hasRoom && (index == left.startIndex || own + head <= mostDays)
                }
                guard let work = next.map({ left.remove(at: $0) }) else { return nil }
                lanes += 1
                days += work.period.dayCount
                return Lane(work)
            }
            func leave(_ lane: Lane) {
                lanes -= 1
                days -= lane.work.period.dayCount
                FreeMemory.giveBack()
            }
            func begin(_ lane: Lane) {
                var lane = lane
                guard let kpi = lane.popNext(isFineAllowed: isFineAllowed) else {
                    waiting.append(lane)
                    return
                }
                if kpi.sheet.isFinelyDivided { isFineAllowed = false }
                group.addTask { [lane] in
                    try Task.checkCancellation()
                    var lane = lane
                    return (lane.figures(of: kpi, in: facts), lane)
                }
            }
            /// Those that have something left, and as many more as there are cores for.
            func goOn(_ former: [Lane]) {
                for lane in former { if lane.rest.isEmpty { leave(lane) } else { begin(lane) } }
                while lanes < max(1, ProcessInfo.processInfo.activeProcessorCount), let lane = enter() { begin(lane) }
            }
            goOn([])
            while let (done, lane) = try await group.next() {
                if done.sheet.isFinelyDivided {
                    try await store(done)
                    isFineAllowed = true
                    let lanes = waiting + [lane]
                    waiting = []
                    goOn(lanes)
                } else {
                    goOn([lane])
                    try await store(done)
                }
            }
        }
    }
}

extension Sheet {
    /// Whether it has many times the cells of others.
    fileprivate var isFinelyDivided: Bool { breakdowns.count > 2 }
}
