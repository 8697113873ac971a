import Foundation
import TestValues
import Testing

@testable import Domain

/// With nothing planted.
@Suite struct FalseAlarmTests {
    private struct Tally {
        var points = 0
        var signals = 0
        var expected = 0.0

        mutating func add(_ reading: ControlChart.Reading, _ rate: Double) {
            points += 1
            signals += reading.rule == nil ? 0 : 1
            expected += rate
        }
    }

    /// By whether a run began the stretch, then by the points that fix the limits.
    private static func simulate(
        series: Int, points: Int, seed: UInt64, step: Double = 0
    ) -> [Bool: [Int: Tally]] {
        var numbers = SeededNumbers(seed: seed)
        var tallies: [Bool: [Int: Tally]] = [:]
        for _ in 0..<series {
            var chart = ControlChart()
            for number in 0..<points {
                // Box, Muller 1958.
                let (u, v) = (Double.random(in: 0..<1, using: &numbers), Double.random(in: 0..<1, using: &numbers))
                let normal = (-2 * log(1 - u)).squareRoot() * cos(2 * .pi * v)
                let value = step == 0 ? normal : (normal / step).rounded() * step
                let reading = chart.take(
                    ControlChart.Point(from: LocalDate(daysSinceEpoch: Int32(number)), value: value, step: step))
                guard let rate = reading.falseAlarmRate, let basis = reading.limits?.basis else { continue }
                tallies[reading.isAfterRun, default: [:]][basis, default: Tally()].add(reading, rate)
            }
        }
        return tallies
    }

    @Test("Where nothing changes, signals come as often as the stated rates say, whatever fixes the limits")
    func rates() {
        let tallies = Self.simulate(series: 3000, points: 90, seed: 1)
        for (isAfterRun, byBasis) in tallies {
            #expect(byBasis.count == 13)
            for (basis, tally) in byBasis {
                let expected = tally.expected
                // Firm limits are one draw a series and not one a point, so their counts spread wider than Poisson's.
                let spread = basis == ControlChart.firmBasis ? 2.0 : 1.0
                let error = abs(Double(tally.signals) - expected)
                #expect(
                    error < 4.5 * spread * expected.squareRoot(),
                    "\(isAfterRun) \(basis): \(tally.signals) of \(tally.points), expected \(expected)")
            }
        }
        let all = tallies.values.flatMap(\.values)
        let (signals, expected) = (all.reduce(0) { $0 + $1.signals }, all.reduce(0) { $0 + $1.expected })
        #expect(abs(Double(signals) / expected - 1) < 0.06, "\(signals) signals, expected \(expected)")
    }

    @Test("On a grid, signals come no more often than the stated rates say", arguments: [0.25, 0.5, 1, 2, 3])
    func grid(step: Double) {
        let tallies = Self.simulate(series: 1000, points: 90, seed: 2, step: step).values.flatMap(\.values)
        let (signals, expected) = (
            tallies.reduce(0) { $0 + $1.signals }, tallies.reduce(0) { $0 + $1.expected }
        )
        #expect(expected > 500 && Double(signals) < expected, "\(signals) signals, expected \(expected)")
    }

    @Test("Without limits there is nothing to raise a false alarm")
    func none() {
        var chart = ControlChart()
        #expect(chart.take(ControlChart.Point(from: LocalDate(daysSinceEpoch: 0), value: 1)).falseAlarmRate == nil)
    }
}
