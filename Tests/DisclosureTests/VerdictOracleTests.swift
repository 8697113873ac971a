import Domain
import KPIs
import TestValues
import Testing

@testable import Disclosure

@Suite("The oracle of verdicts in Python, which was written from the words of the rule alone")
struct VerdictOracleTests {
    /// A cell with its series, as the oracle reads it.
    private struct Series: Encodable {
        struct Point: Encodable {
            let from: String
            let state: String
            let value: Double?
            let lower: Double?
            let upper: Double?
            let coverage: Double?
            let version: Int
            let settings: String
            let step: Double
            let signal: String?
            let response: Double?
        }

        let kpi: String
        var measure = "default"
        var statistic = "ratio"
        let scope: String
        let scale: String
        let matters: Double?
        let direction: String
        let isStock: Bool
        let points: [Point]
    }

    private struct Question: Encodable {
        let kind: String
        let cells: [Series]
    }

    private struct Answer: Decodable {
        let verdict: String
        let reference: Double?
    }

    /// A cell with its series, as the rule reads it.
    private struct Cell {
        let kpi: String
        let scope: ScopeKind
        let matters: Sheet.Matters?
        let direction: Sheet.Direction
        let points: [PastComparison.Point]

        var series: Series {
            Series(
                kpi: kpi, scope: scope.rawValue, scale: matters?.scale == .logarithmic ? "log" : "linear",
                matters: matters?.amount, direction: direction.rawValue, isStock: false,
                points: points.map { point in
                    Series.Point(
                        from: point.from.description, state: point.state.rawValue, value: point.estimate.value,
                        lower: point.estimate.lower, upper: point.estimate.upper, coverage: point.coverage,
                        version: point.version, settings: "\(point.settings)", step: point.step,
                        signal: point.signal?.rawValue, response: point.response)
                })
        }
    }

    private static let count = 400

    private static func verdicts(_ cells: [Cell], _ kind: PeriodKind) -> [[(verdict: Verdict?, reference: Double?)]] {
        let comparisons = cells.map {
            PastComparison.all(of: $0.points, kind, matters: $0.matters, since: .distantPast)
        }
        var said: [[(Verdict?, Double?)]] = comparisons.map { $0.map { (nil, $0.reference) } }
        let places = cells.indices.flatMap { cell in comparisons[cell].indices.map { (cell, $0) } }
        let families = Dictionary(grouping: places) { cell, point in
            "\(cells[cell].scope) \(comparisons[cell][point].from)"
        }
        for family in families.values {
            let verdicts = VerdictFamily.verdicts(
                of: family.map { cell, point in
                    .init(
                        kpi: cells[cell].kpi, comparison: comparisons[cell][point], matters: cells[cell].matters,
                        direction: cells[cell].direction)
                })
            for ((cell, point), verdict) in zip(family, verdicts) { said[cell][point].0 = verdict }
        }
        return said
    }

    @Test("It says the same of random organizations, word for word, and every kind of verdict is among them")
    func same() throws {
        var counts: [String: Int] = [:]
        let organizations = (1...Self.count).map { seed -> (kind: PeriodKind, cells: [Cell]) in
            var generator = SeededNumbers(seed: UInt64(seed))
            let kind = generator.pick([PeriodKind.month, .quarter, .year])
            return (kind, Self.random(kind, &generator))
        }
        let answers: [[[Answer]]] = try Tool.answers(
            ofPython: "Oracle/verdict_oracle.py",
            to: organizations.map { Question(kind: $0.kind.rawValue, cells: $0.cells.map(\.series)) })
        for (seed, (organization, expected)) in zip(1..., zip(organizations, answers)) {
            let said = Self.verdicts(organization.cells, organization.kind)
            for (cell, (ours, theirs)) in zip(organization.cells, zip(said, expected)) {
                try #require(ours.count == theirs.count)
                for (point, (our, their)) in zip(cell.points, zip(ours, theirs)) {
                    let isSame =
                        (our.verdict?.rawValue ?? "") == their.verdict
                        && Self.isClose(our.reference, their.reference)
                    #expect(isSame, "seed \(seed), \(cell.kpi) \(cell.scope) \(point): \(our), oracle \(their)")
                    counts[their.verdict, default: 0] += 1
                }
            }
        }
        for verdict in [
            "better", "worse", "changed", "better, early", "worse, early", "changed, early", "steady", "can't tell",
            "too early", "as usual", "worse: outside", "", "better, as a year ago: season?",
        ] { #expect(counts[verdict, default: 0] > 0, "none is \(verdict)") }
    }

    private static func isClose(_ a: Double?, _ b: Double?) -> Bool {
        guard let a, let b else { return a == nil && b == nil }
        return abs(a - b) <= 1e-9 * max(1, abs(b))
    }

    // MARK: Random organizations

    private static func random(_ kind: PeriodKind, _ generator: inout SeededNumbers) -> [Cell] {
        let periods = Int.random(in: 3...(kind == .month ? 22 : 12), using: &generator)
        return (0..<Int.random(in: 1...5, using: &generator)).flatMap { kpi -> [Cell] in
            let matters = generator.pick([Sheet.Matters.aFifth, .fivePoints, .fivePoints, .tenPoints, nil])
            let direction = generator.pick([Sheet.Direction.lowerIsBetter, .higherIsBetter, .none])
            // What varies little changes at once, what varies much never.
            let spread = generator.pick([0.01, 0.05, 0.3])
            let scopes = generator.pick([
                [ScopeKind.organization], [.organization, .team, .team, .team, .team, .team, .team],
                [.department, .department],
            ])
            return scopes.map { scope in
                Cell(
                    kpi: "kpi\(kpi)", scope: scope, matters: matters, direction: direction,
                    points: points(periods, kind, spread, &generator))
            }
        }
    }

    private static func points(
        _ count: Int, _ kind: PeriodKind, _ spread: Double, _ generator: inout SeededNumbers
    ) -> [PastComparison.Point] {
        let isTidy = generator.chance(0.7)
        let level = Double.random(in: 0.2...0.8, using: &generator)
        let shift = generator.chance(0.3) ? Double.random(in: 0.2...0.6, using: &generator) : 0
        let shiftsAt = Int.random(in: 1..<count, using: &generator)
        let isSeason = kind != .year && generator.chance(0.5)
        let months = kind == .month ? 1 : kind == .quarter ? 3 : 12
        // Most are of no survey; where shares lie a tenth apart, a difference can be just as much as is let pass.
        let responses = generator.pick([[nil], [nil], [0.6, 0.7], [nil, 0.5, 0.6, 0.65, 0.8]])
        return (0..<count).compactMap { index -> PastComparison.Point? in
            let from = LocalDate(firstOfMonth: 1, year: 2010).advanced(byMonths: months * index)
            if !isTidy, generator.chance(0.08) { return nil }
            var value = level + spread * Double.random(in: -1...1, using: &generator)
            // For good, or as a year before.
            if isSeason ? index == count - 1 || index == count - 1 - 12 / months : index >= shiftsAt { value += shift }
            value = ((value * 100).rounded() / 100)
            if !isTidy, generator.chance(0.03) { value = 0 }
            let arm = generator.pick([0.02, 0.05, 0.1])
            let lower = isTidy || generator.chance(0.95) ? ((value - arm) * 100).rounded() / 100 : nil
            let upper = isTidy || generator.chance(0.95) ? ((value + arm) * 100).rounded() / 100 : nil
            let state: PublishedFigure.State =
                isTidy || generator.chance(0.95) ? .released : generator.pick([.suppressed, .codedLow, .noData])
            return PastComparison.Point(
                from: from, version: !isTidy && index < count / 3 ? 1 : 2,
                settings: !isTidy && generator.chance(0.05) ? 1 : 0, state: state,
                estimate: state == .released ? Estimate(value, lower: lower, upper: upper) : .none,
                coverage: isTidy ? nil : generator.pick([nil, 1, 0.9, 0.8]),
                signal: state == .released && generator.chance(0.1) ? generator.pick(Signal.all) : nil,
                step: generator.pick([0.01, 0.05]), response: generator.pick(responses))
        }
    }
}
