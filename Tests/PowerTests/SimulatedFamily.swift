import Domain
import TestValues

@testable import Disclosure

/// The figures of one kind of scope in one company, up to the period that is judged, in which nothing happens.
struct SimulatedFamily {
    /// About as many as there are.
    static let kpis = 43

    let figures: [SimulatedFigure]
    /// As nothing happened.
    let members: [VerdictFamily.Member]

    /// `records`: behind the figure of each cell, by KPI; cells without are not shown.
    init(
        _ kind: PeriodKind, earlier: Int, unlike: Double = 0, _ generator: inout SeededNumbers,
        records: (_ kpi: Int, inout SeededNumbers) -> [Int]
    ) {
        var figures: [SimulatedFigure] = []
        for kpi in 0..<Self.kpis {
            let nature = SimulatedFigure.Nature(kpi, &generator)
            figures += records(kpi, &generator).map {
                SimulatedFigure(
                    kpi: kpi, nature, records: $0, kind, earlier: earlier, unlike: unlike, &generator)
            }
        }
        self.figures = figures
        members = figures.map { $0.member() }
    }
}
