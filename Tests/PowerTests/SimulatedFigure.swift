import Domain
import Foundation
import KPIs
import TestValues

@testable import Disclosure

/// The figure of one cell over some periods in which nothing happens; its newest value can be moved.
struct SimulatedFigure {
    /// What the figures of one KPI have in common.
    struct Nature {
        /// A share, or else a time.
        let isShare: Bool
        /// Whether limits know that requests of one helper are alike.
        let knowsClusters: Bool
        /// Where it lies in the long run, on the scale of logits or logarithms.
        private let level: Double
        private let wave: Double
        private let phase: Double

        /// Every second KPI has shares, in every second pair it has seasons, and every third knows clusters.
        init(_ kpi: Int, _ generator: inout SeededNumbers) {
            isShare = kpi % 2 == 0
            knowsClusters = kpi % 3 == 0
            level = isShare ? Double.random(in: -1.5...1.5, using: &generator) : log(3600)
            wave = kpi % 4 < 2 ? 0.2 : 0
            phase = Double.random(in: 0...(2 * Double.pi), using: &generator)
        }

        /// `years`: since the first period.
        func usual(after years: Double) -> Double { level + wave * sin(phase + 2 * Double.pi * years) }
    }

    /// Standard deviation of what a period is like by itself, on the scale of logarithms or logits.
    private static let periodEffect = 0.2
    /// Requests of one helper are alike: limits know half of that in a third of the figures.
    private static let designEffect = 2.0

    let kpi: Int
    private let nature: Nature
    private let kind: PeriodKind
    private let records: Int
    /// What was measured in each period, on the scale; the newest is the last.
    private var measured: [Double] = []
    private let arm: Double

    /// - earlier: periods before the newest one.
    /// - unlike: how unlike cells vary, as the standard deviation of the logarithm of their period effects' one.
    init(
        kpi: Int, _ nature: Nature, records: Int, _ kind: PeriodKind, earlier: Int, unlike: Double,
        _ generator: inout SeededNumbers
    ) {
        (self.kpi, self.nature, self.records, self.kind) = (kpi, nature, records, kind)
        // Of the logit of a share of about a half, or of the median of a spread of 1.
        let error = (nature.isShare ? 2 : 1.25) / Double(records).squareRoot()
        arm = ConfidenceLevel.z * error * (nature.knowsClusters ? Self.designEffect.squareRoot() : 1)
        let effect = Self.periodEffect * (unlike > 0 ? exp(unlike * generator.normal()) : 1)
        for period in 0...earlier {
            let truth = nature.usual(after: Double(period * kind.months) / 12) + effect * generator.normal()
            measured.append(truth + error * Self.designEffect.squareRoot() * generator.normal())
        }
    }

    /// `change`: of the newest value, on the scale.
    func member(changedBy change: Double = 0) -> VerdictFamily.Member {
        let matters: Sheet.Matters = nature.isShare ? .fivePoints : .aFifth
        var chart = ControlChart()
        let points = measured.indices.map { period in
            point(period, at: measured[period] + (period == measured.count - 1 ? change : 0), &chart)
        }
        let newest = PastComparison.all(of: points, kind, matters: matters, since: points[points.count - 1].from)[0]
        return VerdictFamily.Member(kpi: "kpi\(kpi)", comparison: newest, matters: matters, direction: .none)
    }

    private func point(_ period: Int, at position: Double, _ chart: inout ControlChart) -> PastComparison.Point {
        let rounding: Sheet.Rounding = nature.isShare ? .share : .twoDigits
        func value(_ position: Double) -> Double { nature.isShare ? 1 / (1 + exp(-position)) : exp(position) }
        let from = LocalDate(firstOfMonth: 1 + period * kind.months, year: 2020)
        let published = rounding.published(value(position), n: records)
        let step = rounding.step(at: published, n: records)
        let signal = chart.take(ControlChart.Point(from: from, value: published, step: step)).signal(.none)
        return PastComparison.Point(
            from: from, version: 1, settings: 0, state: .released,
            estimate: Estimate(
                published, lower: rounding.down(value(position - arm), n: records),
                upper: rounding.up(value(position + arm), n: records)),
            coverage: 1, signal: signal, step: step, response: nil)
    }
}

extension PeriodKind {
    /// Of the two that are simulated.
    var months: Int { self == .month ? 1 : 3 }
}

extension SeededNumbers {
    /// Of mean 0 and variance 1, by Box and Muller.
    mutating func normal() -> Double {
        let (u, v) = (Double.random(in: 0..<1, using: &self), Double.random(in: 0..<1, using: &self))
        return (-2 * log(1 - u)).squareRoot() * cos(2 * Double.pi * v)
    }
}
