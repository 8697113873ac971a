import Domain
import TestSupport
import TestValues
import Testing
import Warehouse

@testable import Disclosure

/// 10, 12, 10 …: the centre is 11, the mean moving range 2, so the limits are 11 ± 5.32.
private func even(_ count: Int) -> [Double?] { (0..<count).map { $0.isMultiple(of: 2) ? 10 : 12 } }

/// From 0, January 2023.
private func month(_ ordinal: Int) -> Period { Period(.month, year: 2023 + ordinal / 12, ordinal: ordinal % 12) }

/// Later than every month of these tests is due.
private let late = "2030-01-01"

extension MigratedDatabase {
    /// Enters a value a month for a cell, from January 2023 on; `nil` is a group of four. `round`: who is behind it
    /// contributed something else in another round.
    fileprivate func enter(
        _ values: [Double?], in cell: Cell = cell(), from first: Int = 0, round: UInt64 = 0, version: Int = 1
    ) async throws {
        for (ordinal, value) in values.enumerated() {
            let people = onePersonABucket.prefix(value == nil ? 4 : 9)
            let contributions = Dictionary(uniqueKeysWithValues: people.map { ($0, 1 + round) })
            try await enter(
                [figure(cell, value: value, contributions)], version: version, period: month(first + ordinal))
        }
    }

    /// What stands, by the number of the month; only what says something.
    fileprivate func signals(_ cell: Cell = cell()) async throws -> [Int: String] {
        let figures = try await warehouse.publishedFigures(of: "acme").filter { $0.cell == cell && $0.signal != nil }
        return Dictionary(
            uniqueKeysWithValues: figures.map { figure in
                let (year, month, _) = figure.period.from.civil
                return (12 * (year - 2023) + month, figure.signal?.rawValue ?? "")
            })
    }
}

@Suite struct SignalTests {
    private static let worse = "worse: outside"

    @Test("A planted shift is named at its first month and at the eighth, and then is the new normal")
    func shift() async throws {
        try await MigratedDatabase.with { database in
            try await database.enter(even(24) + (0..<22).map { $0.isMultiple(of: 2) ? 17 : 19 })
            let outcome = try await database.release(now: late, direction: .lowerIsBetter)
            // Outside from the 25th on; the 24th, 12, is the first of eight above the centre, the 31st the last.
            let expected = Dictionary(uniqueKeysWithValues: (25...30).map { ($0, Self.worse) })
                .merging([31: "worse: eight in a row"]) { $1 }
            #expect(try await database.signals() == expected)
            #expect(outcome.signals.signals == 7)
            // 13 to 31 had limits, and so had 36 to 46: the run began with the 24th, twelve more make limits.
            #expect(outcome.signals.points == 19 + 11)
            // By the lowest and the highest of the stated rates.
            #expect(30 * 0.0115...30 * 0.076 ~= outcome.signals.expectedFalseAlarms)
            #expect(try await database.failuresOfSQLTests() == [])
        }
    }

    @Test("Released month by month, all at once or after the charts were lost, the signals are the same")
    func oneByOne() async throws {
        let shifted = (0..<9).map { 13 + Double($0 % 2) }
        let values = even(14) + [nil, nil] + even(12) + [30, nil, 12, 3] + even(3) + shifted
        let atOnce = try await MigratedDatabase.with { database in
            try await database.enter(values)
            try await database.release(now: late)
            return try await database.signals()
        }
        #expect(atOnce.count >= 3)
        try await MigratedDatabase.with { database in
            for (ordinal, value) in values.enumerated() {
                try await database.enter([value], from: ordinal)
                #expect(try await database.release(now: late).release == Int64(ordinal + 1))
                if ordinal == 20 { try await database.run("DELETE FROM mutuality.chart_page") }
            }
            #expect(try await database.signals() == atOnce)
            let closed = "SELECT count(*) FROM kpi.figure_history WHERE last_release IS NOT NULL"
            #expect(try await database.number(closed) == 0)
            #expect(try await database.failuresOfSQLTests() == [])
        }
    }

    @Test("Hidden months are left out of the series, and say nothing")
    func hidden() async throws {
        try await MigratedDatabase.with { database in
            try await database.enter(even(6) + [nil] + even(6) + [nil, 17])
            try await database.release(now: late, direction: .lowerIsBetter)
            #expect(try await database.signals() == [15: "worse: outside (provisional)"])
        }
    }

    @Test("A restated month changes the signals of later months, whose values stay; what was known stays known")
    func restated() async throws {
        try await MigratedDatabase.with { database in
            try await database.enter(even(12) + [17] + even(4))
            try await database.release(now: "2029-01-01", direction: .lowerIsBetter)
            #expect(try await database.signals() == [13: "worse: outside (provisional)"])
            let before = try await database.warehouse.publishedFigures(of: "acme")

            // Moves of 36 and 36 in place of 2 and 2: the limits of the 13th are now 14.17 ± 21.76.
            try await database.enter([48], from: 2, round: 1)
            let outcome = try await database.release(now: late, direction: .lowerIsBetter)
            // The third month's row, and the 13th's.
            #expect(outcome.rows == 2)
            #expect(outcome.signals.signals == 0 && outcome.signals.points == 1)
            #expect(try await database.signals() == [:])
            let after = try await database.warehouse.publishedFigures(of: "acme")
            #expect(before.count == after.count)
            for (former, row) in zip(before, after) where former != row {
                var same = row
                if row.period != month(2) { same.signal = former.signal } else { same.estimate = former.estimate }
                #expect(same == former)
            }
            #expect(zip(before, after).count { $0 != $1 } == 2)
            let known = try await database.warehouse.publishedFigures(of: "acme", asKnownAt: at("2029-06-01"))
            #expect(known == before)

            try await database.enter([10], from: 2, round: 0)
            try await database.release(now: late, direction: .lowerIsBetter)
            #expect(try await database.signals() == [13: "worse: outside (provisional)"])
            #expect(try await database.failuresOfSQLTests() == [])
        }
    }

    @Test("The change of four people changes neither a value nor a signal")
    func fourPeople() async throws {
        try await MigratedDatabase.with { database in
            try await database.enter(even(12) + [17])
            try await database.release(now: late)
            let before = try await database.signals()
            let four = onePersonABucket.prefix(9).enumerated().map { ($1, UInt64($0 < 4 ? 2 : 1)) }
            try await database.enter(
                [figure(cell(), value: 48, Dictionary(uniqueKeysWithValues: four))], period: month(2))
            #expect(try await database.release(now: late).release == nil)
            #expect(try await database.signals() == before && before.count == 1)
        }
    }

    @Test("A new version of the definition begins its series anew")
    func version() async throws {
        try await MigratedDatabase.with { database in
            try await database.enter(even(24) + [17])
            try await database.release(now: late)
            #expect(try await database.signals() == [25: "changed: outside"])
            try await database.enter(even(12) + [17], from: 12, version: 2)
            try await database.release(now: late, version: 2)
            #expect(try await database.signals() == [25: "changed: outside (provisional)"])
            #expect(try await database.number("SELECT count(*) FROM mutuality.chart_page WHERE version <> 2") == 0)
        }
    }

    @Test("A statistic has its own direction where its sheet gives it one")
    func directions() async throws {
        try await MigratedDatabase.with { database in
            let share = cell(.organization, nil, "share")
            try await database.enter(even(12) + [17])
            try await database.enter(even(12) + [17], in: share, from: 20)
            try await database.release(now: late, direction: .higherIsBetter)
            #expect(try await database.signals() == [13: "better: outside (provisional)"])
            #expect(try await database.signals(share) == [33: "changed: outside (provisional)"])
        }
    }

    @Test("The readings of one cell say why: the stretch, the limits, the rule; without a released value nothing")
    func readings() async throws {
        try await MigratedDatabase.with { database in
            try await database.enter(even(24) + [17, nil])
            try await database.release(now: late, direction: .lowerIsBetter)
            func readings(_ period: Period) async throws -> [ControlChart.Reading] {
                try await database.warehouse.chartReadings(
                    of: cell(), kpi: "example", rounding: .twoDigits, upTo: period, organization: "acme")
            }
            let reading = try #require(try await readings(month(24)).last)
            #expect(reading.signal(.lowerIsBetter)?.rawValue == Self.worse)
            #expect(reading.stretchFrom == month(0).from && reading.limits?.basis == 24 && !reading.isAfterRun)
            #expect(reading.limits?.centre == 11 && reading.limits?.upper == 16.82)
            #expect(try await readings(month(5)).map(\.point.value) == even(6))
            #expect(try await readings(month(25)).isEmpty)
            #expect(try await readings(month(40)).isEmpty)
        }
    }

    @Test(
        "Over random ledgers and restatements each row's signal is that of a chart of what stands",
        arguments: 1...6 as ClosedRange<UInt64>)
    func random(seed: UInt64) async throws {
        try await MigratedDatabase.with { database in
            var numbers = SeededNumbers(seed: seed)
            let cells = [cell()] + exampleTeams.map { cell($0) }
            var version = 1
            for round in 0..<40 {
                // Mostly the next month, sometimes one or two from before.
                var periods = [round]
                if numbers.below(3) == 0 { periods += (0...numbers.below(2)).map { _ in numbers.below(round + 1) } }
                if numbers.below(25) == 0 {
                    version += 1
                    periods = Array(0...round)
                }
                for ordinal in Set(periods).sorted() {
                    let figures = cells.map { cell in
                        let people = onePersonABucket.prefix(numbers.below(8) == 0 ? 4 : 9)
                        let contribution = UInt64(numbers.below(1000))
                        let level = numbers.below(20) == 0 ? 30 : 0
                        return figure(
                            cell, value: Double(numbers.below(10) + level),
                            Dictionary(uniqueKeysWithValues: people.map { ($0, contribution) }))
                    }
                    try await database.enter(figures, version: version, period: month(ordinal))
                }
                try await database.release(now: late, version: version)
            }
            let published = try await database.warehouse.publishedFigures(of: "acme")
            var charts: [Cell: ControlChart] = [:]
            var said = 0
            for figure in published.sorted(by: { $0.period < $1.period }) where figure.estimate.value != nil {
                guard figure.version == version, let value = figure.estimate.value else { continue }
                let reading = charts[figure.cell, default: ControlChart()].take(
                    ControlChart.Point(
                        from: figure.period.from, value: value,
                        step: Sheet.Rounding(of: figure.unit).step(at: value, n: figure.n ?? 0)))
                #expect(figure.signal == reading.signal(.none), "\(figure.cell) \(figure.period)")
                said += reading.rule == nil ? 0 : 1
            }
            #expect(said > 0)
            #expect(try await database.failuresOfSQLTests() == [])
        }
    }
}
