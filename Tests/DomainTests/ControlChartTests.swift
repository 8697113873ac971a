import TestValues
import Testing

@testable import Domain

@Suite struct ControlChartTests {
    private static func months(_ values: [Double]) -> [ControlChart.Point] {
        values.enumerated().map { ControlChart.Point(from: LocalDate(firstOfMonth: 1 + $0, year: 2024), value: $1) }
    }

    private static func read(_ values: [Double]) -> [ControlChart.Reading] {
        var chart = ControlChart()
        return months(values).map { chart.take($0) }
    }

    private func signals(_ values: [Double], _ direction: Sheet.Direction = .lowerIsBetter) -> [Int: String] {
        let said = Self.read(values).enumerated().compactMap { index, reading in
            reading.signal(direction).map { (index + 1, $0.rawValue) }
        }
        return Dictionary(uniqueKeysWithValues: said)
    }

    /// 10, 12, 10 …: the centre of an even number of them is 11, the mean moving range 2, so the limits are 11 ± 5.32.
    private func even(_ count: Int) -> [Double] { (0..<count).map { $0.isMultiple(of: 2) ? 10 : 12 } }

    @Test("Limits of the flow rates in NIST's handbook, 6.3.2.2")
    func nist() {
        let limits = ControlChart.Limits(Self.months([49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]))
        #expect(abs(limits.centre - 50.81) < 1e-9)
        #expect(abs(limits.meanMovingRange - 1.8778) < 5e-5)
        // NIST divides by d2 = 1.128, so its factor is 2.6596 and not 2.66.
        #expect(abs(limits.upper - 55.8041) < 1e-3 && abs(limits.lower - 45.8159) < 1e-3)
    }

    @Test("Twelve points before it give a point provisional limits, twenty-four firm ones, and eleven none")
    func basis() {
        let readings = Self.read(even(40))
        #expect(readings[..<12].allSatisfy { $0.limits == nil })
        for index in 12..<24 {
            #expect(readings[index].limits?.basis == index && readings[index].limits?.isProvisional == true)
        }
        for reading in readings[24...] {
            #expect(reading.limits?.basis == 24 && reading.limits?.isProvisional == false)
            #expect(reading.limits?.centre == 11 && reading.limits?.lower == 5.68 && reading.limits?.upper == 16.32)
        }
        #expect(readings.allSatisfy { $0.rule == nil && $0.stretchFrom == LocalDate(firstOfMonth: 1, year: 2024) })
    }

    @Test("A point beyond a limit is outside, one on it is not, and what it means goes by the direction")
    func outside() {
        #expect(signals(even(24) + [16.32]) == [:])
        #expect(signals(even(24) + [16.33]) == [25: "worse: outside"])
        #expect(signals(even(24) + [5.67]) == [25: "better: outside"])
        #expect(signals(even(24) + [16.33], .higherIsBetter) == [25: "better: outside"])
        #expect(signals(even(24) + [5.67], .none) == [25: "changed: outside"])
        #expect(signals(even(12) + [16.33]) == [13: "worse: outside (provisional)"])
        #expect(signals(even(11) + [100]) == [:])
    }

    @Test("A point does not widen the limits that it is held against, and what came later changes nothing")
    func causal() {
        let values = even(13) + [30] + even(20) + [0, 40, 3]
        let readings = Self.read(values)
        for count in values.indices { #expect(Self.read(Array(values[..<count])) == Array(readings[..<count])) }
        #expect(readings[13].rule == .outside)
        #expect(readings[14].limits?.upper ?? 0 > 20)
    }

    @Test("The eighth point on one side is a signal, and a new stretch begins with the first of the eight")
    func eight() {
        let readings = Self.read(even(24) + even(22).map { $0 + 4 })
        // The run begins with the 24th point, a 12.
        #expect(readings.enumerated().filter { $1.rule != nil }.map(\.offset) == [30])
        #expect(readings[30].rule == .eightInARow && readings[30].isAbove)
        #expect(readings[30].stretchFrom == LocalDate(firstOfMonth: 1, year: 2024) && !readings[30].isAfterRun)
        let later = readings[31...]
        #expect(later.allSatisfy { $0.stretchFrom == LocalDate(firstOfMonth: 24, year: 2024) && $0.isAfterRun })
        // Eight points of the run and four more must be there before the next has limits.
        #expect(later.map { $0.limits?.basis } == [nil, nil, nil, nil] + (12...22).map { $0 })
        // (12 + 6 · 14 + 5 · 16) / 12, and all moves are 2.
        #expect(abs((readings[35].limits?.centre ?? 0) - 176.0 / 12) < 1e-12)
        #expect(readings[35].limits?.meanMovingRange == 2)
    }

    @Test("Seven on one side are none, and a point on the centre breaks a run")
    func centre() {
        let seven = Array(repeating: 13.0, count: 6)
        // The 24th point, 12, is the first above.
        #expect(signals(even(24) + seven) == [:])
        #expect(signals(even(24) + seven + [13]) == [31: "worse: eight in a row"])
        #expect(signals(even(24) + seven + [11] + seven + [13]) == [:])
        #expect(signals(even(24) + seven + [11 + 1e-10] + seven + [13]) == [:])
        #expect(signals(even(24) + seven + [11] + seven + [13, 13]) == [39: "worse: eight in a row"])
    }

    @Test("Where a point is outside and the eighth of a run, the run is named")
    func both() {
        #expect(signals(even(24) + Array(repeating: 13, count: 6) + [99]) == [31: "worse: eight in a row"])
    }

    @Test("Runs may begin among the points that fix the limits")
    func runInBasis() {
        let values: [Double] = [9, 11, 9, 11, 9, 11, 13, 15, 13, 15, 13, 15, 13, 15]
        // Before the 13th the centre is 144 / 12 = 12, points 7 to 13 are above; before the 14th it is 157 / 13 = 12.08.
        #expect(signals(values) == [14: "worse: eight in a row (provisional)"])
    }

    @Test("A series that never varied has limits without width")
    func constant() {
        #expect(signals(Array(repeating: 3, count: 24) + [3, 3 + 1e-10, 3.001]) == [27: "worse: outside"])
    }

    @Test("A chart goes on from its stored properties as from itself")
    func stored() {
        var numbers = SeededNumbers(seed: 5)
        var chart = ControlChart()
        for point in Self.months((0..<200).map { _ in Double.random(in: 0...1, using: &numbers) }) {
            var copy = ControlChart(
                stretchFrom: chart.stretchFrom, isAfterRun: chart.isAfterRun,
                firmLimits: chart.firmLimits.map {
                    ControlChart.Limits(firmCentre: $0.centre, meanMovingRange: $0.meanMovingRange)
                }, points: chart.points)
            let reading = chart.take(point)
            #expect(copy.take(point) == reading && copy == chart)
            #expect(chart.points.count < ControlChart.firmBasis && chart.last == point.from)
        }
    }

    @Test("Every signal is read back from its words, and there are twelve of them")
    func words() {
        #expect(Set(Signal.all.map(\.rawValue)).count == 12)
        for signal in Signal.all { #expect(Signal(rawValue: signal.rawValue) == signal) }
        #expect(Signal(rawValue: "worse") == nil && Signal(rawValue: "") == nil)
        #expect(Signal(.changed, .eightInARow, isProvisional: true).rawValue == "changed: eight in a row (provisional)")
    }
}
