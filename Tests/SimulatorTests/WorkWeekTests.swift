import Domain
import Testing

@testable import Simulator

@Suite struct WorkWeekTests {
    private let weeks = WorkWeek.all(years: 2026...2026)

    private func time(_ date: String, _ hour: Int, _ minute: Int = 0) throws -> WallTime {
        WallTime(date: try #require(LocalDate(date)), second: hour * 3600 + minute * 60)
    }

    @Test("Office work skips nights, lunch, weekends and holidays")
    func office() throws {
        let office = weeks[WorkWeek.office]
        func after(_ start: WallTime, _ seconds: Int) -> WallTime { office.time(after: start, workingSeconds: seconds) }
        // 2026-03-06 is a Friday; the office is open from 9:00 to 12:30 and from 13:00 to 17:30.
        #expect(try after(time("2026-03-06", 17), 3600) == time("2026-03-09", 9, 30))
        #expect(try after(time("2026-03-06", 7), 60) == time("2026-03-06", 9, 1))
        #expect(try after(time("2026-03-06", 12), 3600) == time("2026-03-06", 13, 30))
        #expect(try after(time("2026-03-06", 19), 0) == time("2026-03-09", 9))
        #expect(try after(time("2026-03-07", 12), 9 * 3600) == time("2026-03-10", 10))
        // The first of May is a Friday.
        #expect(try after(time("2026-04-30", 17, 30), 0) == time("2026-05-04", 9))
        #expect(try !office.contains(time("2026-03-06", 12, 45)) && office.contains(time("2026-03-06", 13)))
        #expect(try !office.contains(time("2026-05-01", 10)))
    }

    @Test("A shift that began the evening before goes on past midnight")
    func overnight() throws {
        let night = try #require(weeks.first { $0.id == "night" })
        // Nights from Sunday to Thursday, 22:00 to 6:00: the last of the week ends on Friday morning.
        #expect(try night.contains(time("2026-03-06", 5, 59)) && !night.contains(time("2026-03-06", 6)))
        #expect(try !night.contains(time("2026-03-06", 23)) && night.contains(time("2026-03-08", 22)))
        #expect(try night.time(after: time("2026-03-05", 1), workingSeconds: 6 * 3600) == time("2026-03-05", 23))
    }

    @Test("At every moment at which the shift team works, exactly one of its shifts does")
    func shifts() throws {
        let monday = try #require(LocalDate("2026-03-02"))
        for hour in 0..<7 * 24 {
            let time = WallTime(date: monday.advanced(byDays: hour / 24), second: hour % 24 * 3600 + 1800)
            let working = weeks[WorkWeek.ownShifts].count { $0.contains(time) }
            #expect(working == (weeks[WorkWeek.roundTheClock].contains(time) ? 1 : 0))
        }
    }

    @Test("A moment of work lies inside it, and a day without work has none")
    func moments() throws {
        var generator = SeededGenerator(seed: 5)
        let friday = try time("2026-03-06", 0).date
        for week in weeks {
            for _ in 0..<200 {
                guard let moment = week.moment(on: friday, using: &generator) else { continue }
                #expect(week.contains(moment))
            }
        }
        #expect(weeks[WorkWeek.office].moment(on: friday.advanced(byDays: 1), using: &generator) == nil)
    }
}
