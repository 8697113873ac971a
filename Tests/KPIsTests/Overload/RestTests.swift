import Domain
import Testing

@testable import KPIs

@Suite("Rest between stretches of work")
struct RestTests {
    private func span(_ day: String, _ from: Double, _ to: Double) -> Interval {
        Interval(from: at(day, hours: from), to: at(day, hours: to))
    }

    /// Five dates of run-up, then 14 from Monday, 2 February 2026 on.
    private let dates = DateGrid(first: date("2026-01-28"), count: Rest.longestRun + 14, zone: .utc)

    private func lacks(_ work: [Interval], help: [Int] = []) -> Int { parts(work, help: help).total }

    private func parts(_ work: [Interval], help: [Int] = []) -> Rest.Lacks {
        var isHelpDate = [Bool](repeating: false, count: dates.count)
        for day in help { isHelpDate[day + Rest.longestRun] = true }
        return Rest.lacks(beginnings: Rest.beginnings(of: work), isHelpDate: isHelpDate, dates: dates)
    }

    /// A shift every day from the first on, which leaves so many hours free.
    private func days(_ count: Int, free: Double) -> [Interval] {
        (0..<count).map { day in
            span(date("2026-02-02").advanced(byDays: day).description, 0, 24 - free)
        }
    }

    @Test("Spans that touch or overlap are one; points end a free stretch")
    func merging() {
        let day = "2026-02-02"
        let work = [span(day, 12, 13), span(day, 9, 12), span(day, 10, 11), span(day, 20, 20), span(day, 20, 20)]
        #expect(
            Rest.beginnings(of: work) == [
                .init(at: at(day, hours: 9), free: .max), .init(at: at(day, hours: 20), free: 7 * 3_600_000_000),
            ])
        #expect(Rest.beginnings(of: []).isEmpty)
    }

    @Test("A point right after the end of work is part of it; one a moment later is not")
    func points() {
        let day = "2026-02-02"
        let end = at(day, hours: 17)
        #expect(Rest.beginnings(of: [span(day, 9, 17), Interval(from: end, to: end)]).count == 1)
        #expect(Rest.beginnings(of: [span(day, 9, 17), Interval(from: end + 1, to: end + 1)]).count == 2)
    }

    @Test("Eleven hours are enough, a microsecond less is not")
    func daily() {
        // 14 days without 35 h are two blocks; on the first day all rest went before.
        #expect(lacks(days(14, free: 11)) == 1)
        #expect(lacks(days(14, free: 10.9)) == 13 + 1)
        var work = days(14, free: 11)
        work[3] = Interval(from: work[3].from, to: work[3].to + 1)
        #expect(lacks(work) == 1 + 1)
    }

    @Test("One stretch of 11 h that ends on a day is enough for the day")
    func severalOnADay() {
        #expect(lacks([span("2026-02-02", 9, 10), span("2026-02-02", 12, 13)]) == 0)
        #expect(lacks([span("2026-02-02", 9, 23), span("2026-02-03", 8, 9), span("2026-02-03", 10, 11)]) == 1)
    }

    @Test("A free stretch that began before counts in full")
    func begunEarlier() {
        #expect(lacks([span("2026-02-01", 0, 1), span("2026-02-02", 12, 13)]) == 0)
        #expect(lacks([span("2026-02-01", 0, 1), span("2026-02-02", 11, 12)]) == 1)
    }

    @Test("35 h once in seven days are enough; seven days without work lack nothing")
    func weekly() {
        let short = [span("2026-02-02", 0, 12), span("2026-02-03", 0, 1), span("2026-02-04", 0, 1)]
        // What went before the first day is free.
        #expect(lacks(short) == 0)
        let before = span("2026-02-01", 10, 11)
        #expect(lacks([before] + short) == 1)
        #expect(lacks([before] + short + [span("2026-02-05", 12, 13)]) == 0)
        #expect(lacks([before] + short + [span("2026-02-05", 11.9, 12)]) == 1)
    }

    @Test("Only what begins on the dates lacks rest")
    func outside() {
        #expect(lacks([span("2026-01-31", 0, 20), span("2026-01-31", 23, 24), span("2026-02-16", 0, 1)]) == 0)
    }

    @Test("Dates of help count from the sixth in a row; a row may have begun earlier")
    func runs() {
        #expect(lacks([], help: [0, 1, 2, 3, 4]) == 0)
        #expect(lacks([], help: [0, 1, 2, 3, 4, 5]) == 1 && lacks([], help: [0, 1, 2, 3, 4, 5, 6, 7]) == 3)
        #expect(lacks([], help: [0, 1, 2, 3, 4, 6, 7, 8]) == 0)
        #expect(lacks([], help: [-5, -4, -3, -2, -1, 0]) == 1 && lacks([], help: [-4, -3, -2, -1, 0]) == 0)
    }

    @Test("Short days, short blocks and long rows are told apart")
    func parts() {
        #expect(
            parts(days(14, free: 10.9), help: Array(0...6)) == Rest.Lacks(shortDays: 13, shortBlocks: 1, longRuns: 2))
    }

    @Test("Where the clock jumps, hours are hours: a night of eleven by the clock is one of ten, or of twelve")
    func daylightSaving() throws {
        let berlin = try #require(Zone("Europe/Berlin"))
        func lacks(_ sunday: String) -> Int {
            let first = date(sunday).advanced(byDays: -6 - Rest.longestRun)
            let dates = DateGrid(first: first, count: Rest.longestRun + 7, zone: berlin)
            let calendar = WorkingCalendar(
                WeeklyHours(
                    shifts: (1...7).map { .init(weekday: $0, starts: 10 * 3_600_000_000, ends: 23 * 3_600_000_000) }),
                zone: berlin)
            let work = (0..<dates.count).flatMap { calendar.spans(startingOn: first.advanced(byDays: $0)) }
            return Rest.lacks(
                beginnings: Rest.beginnings(of: work), isHelpDate: Array(repeating: false, count: dates.count),
                dates: dates
            ).total
        }
        // One for the block without 35 h; the night before 29 March 2026 lost an hour, that before 25 October won one.
        #expect(lacks("2026-03-29") == 2 && lacks("2026-10-25") == 1 && lacks("2026-11-08") == 1)
    }
}
