import Domain
import TestValues
import Testing

@Suite("The oracle of control charts in Python, which was written from the words of docs/signals.md")
struct ControlChartOracleTests {
    /// Of one value of a series; `nil` limits where there are none.
    private struct Answer: Decodable {
        let stretch: Int
        let basis: Int?
        let limits: [Double?]
        let rule: String?
        let isAbove: Bool?

        init(from decoder: any Decoder) throws {
            var row = try decoder.unkeyedContainer()
            stretch = try row.decode(Int.self)
            basis = try row.decode(Int?.self)
            limits = [try row.decode(Double?.self), try row.decode(Double?.self), try row.decode(Double?.self)]
            rule = try row.decode(String?.self)
            isAbove = try row.decode(Bool?.self)
        }
    }

    /// With gaps, steps and drifts; every third series in whole numbers, where points lie on limits and centres.
    private static func series(seed: UInt64) -> [Double?] {
        var numbers = SeededNumbers(seed: seed)
        let isWhole = seed.isMultiple(of: 3)
        let gap = Double.random(in: 0...0.4, using: &numbers)
        var level = Double.random(in: -50...50, using: &numbers)
        return (0..<Int.random(in: 0...150, using: &numbers)).map { _ in
            if Int.random(in: 0..<25, using: &numbers) == 0 { level += Double.random(in: -4...4, using: &numbers) }
            if Double.random(in: 0...1, using: &numbers) < gap { return nil }
            let value = level + Double.random(in: -1...1, using: &numbers) + Double.random(in: -1...1, using: &numbers)
            return isWhole ? value.rounded() : value
        }
    }

    @Test("It says the same of random series with gaps: stretches, limits to 1e-9, rules")
    func same() throws {
        let all = (UInt64(1)...180).map(Self.series)
        let answers: [[Answer?]] = try Tool.answers(ofPython: "Oracle/control_chart.py", to: all)
        var rules: [String: Int] = [:]
        for (seed, (series, answers)) in zip(1..., zip(all, answers)) {
            #expect(series.count == answers.count)
            var chart = ControlChart()
            for (period, (value, answer)) in zip(series, answers).enumerated() {
                #expect((value == nil) == (answer == nil))
                guard let value, let answer else { continue }
                let reading = chart.take(ControlChart.Point(from: Self.month(period), value: value))
                let limits = reading.limits.map { [$0.centre, $0.lower, $0.upper] } ?? [nil, nil, nil]
                let agrees =
                    reading.stretchFrom == Self.month(answer.stretch) && reading.limits?.basis == answer.basis
                    && zip(limits, answer.limits).allSatisfy(agree) && reading.rule?.rawValue == answer.rule
                    && (reading.rule == nil || reading.isAbove == answer.isAbove)
                if !agrees { Issue.record("series \(seed), period \(period): oracle \(answer), chart \(reading)") }
                rules["\(answer.rule ?? "none")", default: 0] += 1
            }
        }
        #expect(rules["outside", default: 0] > 100 && rules["eight in a row", default: 0] > 100)
    }

    private static func month(_ number: Int) -> LocalDate { LocalDate(firstOfMonth: 1 + number, year: 2020) }
}
