import Domain
import Foundation
import KPIs
import TestValues
import Testing

@testable import Disclosure

/// Simulated companies in which nothing ever changes: whatever a family of figures says did, is false.
@Suite("Companies in which nothing changes")
struct NullCompaniesTests {
    /// `MUTUALITY_COMPANIES=400` for the figures in docs/signals.md.
    private static let companies =
        ProcessInfo.processInfo.environment["MUTUALITY_COMPANIES"].flatMap { Int($0) } ?? 60
    private static let kpis = 43
    /// Standard deviation of what a period is like by itself, on the scale of logarithms or logits.
    private static let periodEffect = 0.2
    /// Requests of one helper are alike: limits know half of that in half of the figures.
    private static let designEffect = 2.0

    /// Figures of one kind of scope, up to the period that is judged.
    private static func family(
        _ scopes: Int, n: ClosedRange<Int>, earlier: Int, perYear: Int, _ generator: inout SeededNumbers
    ) -> [VerdictFamily.Member] {
        (0..<kpis).flatMap { kpi -> [VerdictFamily.Member] in
            let isShare = kpi % 2 == 0
            let level = isShare ? Double.random(in: -1.5...1.5, using: &generator) : log(3600)
            let wave = kpi % 4 < 2 ? 0.2 : 0
            let phase = Double.random(in: 0...6.28, using: &generator)
            let knowsClusters = kpi % 3 == 0
            return (0..<scopes).map { _ in
                let records = Double(Int.random(in: n, using: &generator))
                let points = (0...earlier).map { period -> PastComparison.Point in
                    let season = wave * sin(phase + 6.2832 * Double(period) / Double(perYear))
                    let truth = level + season + periodEffect * normal(&generator)
                    // On the scale of truth: of a logit of a share of about a half, or of the median of a spread of 1.
                    let error = (isShare ? 2 : 1.25) / records.squareRoot()
                    let seen = truth + error * designEffect.squareRoot() * normal(&generator)
                    let arm = 1.96 * error * (knowsClusters ? designEffect.squareRoot() : 1)
                    func value(_ position: Double) -> Double {
                        isShare ? 1 / (1 + exp(-position)) : exp(position)
                    }
                    let step = isShare ? (records < 150 ? 0.05 : 0.01) : 100
                    func onGrid(_ number: Double, _ rule: FloatingPointRoundingRule) -> Double {
                        (number / step).rounded(rule) * step
                    }
                    return PastComparison.Point(
                        from: LocalDate(firstOfMonth: 1 + period * 12 / perYear, year: 2020), version: 1, settings: 0,
                        state: .released,
                        estimate: Estimate(
                            onGrid(value(seen), .toNearestOrEven), lower: onGrid(value(seen - arm), .down),
                            upper: onGrid(value(seen + arm), .up)),
                        coverage: 1, signal: nil, step: step)
                }
                let matters: Sheet.Matters = isShare ? .fivePoints : .aFifth
                let kind = perYear == 12 ? PeriodKind.month : .quarter
                let all = PastComparison.all(of: points, kind, matters: matters, since: points[earlier].from)
                return VerdictFamily.Member(
                    kpi: "kpi\(kpi)", comparison: all[0], matters: matters, direction: .lowerIsBetter)
            }
        }
    }

    /// Box and Muller.
    private static func normal(_ generator: inout SeededNumbers) -> Double {
        let (u, v) = (Double.random(in: 0..<1, using: &generator), Double.random(in: 0..<1, using: &generator))
        return (-2 * log(1 - u)).squareRoot() * cos(2 * Double.pi * v)
    }

    @Test(
        "hold a false verdict in a family in at most 12 of 100, with ranges of a figure's own and of others'",
        arguments: [
            ("organization", 1, 100...1000, 8, 12), ("organization", 1, 100...1000, 11, 12),
            ("departments", 6, 50...300, 4, 12), ("departments", 6, 50...300, 8, 12), ("teams", 20, 15...80, 3, 4),
            ("teams", 20, 15...80, 7, 4),
        ])
    func falseVerdicts(
        family: String, scopes: Int, n: ClosedRange<Int>, earlier: Int, perYear: Int
    ) throws {
        var (wrong, told) = (0, 0)
        for company in 1...Self.companies {
            var generator = SeededNumbers(seed: UInt64(company * 100 + earlier))
            let verdicts = VerdictFamily.verdicts(
                of: Self.family(scopes, n: n, earlier: earlier, perYear: perYear, &generator))
            if verdicts.contains(where: { $0?.meaning != nil }) { wrong += 1 }
            told += verdicts.count { $0 == .steady || $0 == .cannotTell }
        }
        print("\(family), \(earlier) earlier: \(wrong) of \(Self.companies)")
        #expect(Double(wrong) <= 0.12 * Double(Self.companies), "\(wrong) of \(Self.companies)")
        // Something was said of nearly all.
        #expect(Double(told) > 0.9 * Double(Self.companies * scopes * Self.kpis))
    }
}
