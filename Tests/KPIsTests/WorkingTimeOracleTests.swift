import Domain
import TestValues
import Testing

@Suite("The oracle of working time in Python, with Python's own zones")
struct WorkingTimeOracleTests {
    private struct Calendar: Encodable {
        let zone: String
        /// Weekday, start and end in microseconds since midnight.
        let shifts: [[Int64]]
        let holidays: [String]
        /// Instants, from and to.
        let questions: [[Instant]]

        var calendar: WorkingCalendar {
            WorkingCalendar(
                WeeklyHours(
                    shifts: shifts.map { .init(weekday: Int($0[0]), starts: $0[1], ends: $0[2]) },
                    holidays: Set(holidays.compactMap { LocalDate($0) })),
                zone: Zone(zone) ?? .utc)
        }

        static func random(seed: UInt64) -> Calendar {
            var generator = SeededNumbers(seed: seed)
            let first = LocalDate(daysSinceEpoch: Int32.random(in: 3000...21_000, using: &generator))
            let shifts = (0..<Int.random(in: 1...10, using: &generator)).map { _ in
                let quarter: Int64 = 15 * 60_000_000
                return [
                    Int64.random(in: 1...7, using: &generator), Int64.random(in: 0...95, using: &generator) * quarter,
                    Int64.random(in: 0...96, using: &generator) * quarter,
                ]
            }
            let holidays = (0..<Int.random(in: 0...15, using: &generator)).map { _ in
                first.advanced(byDays: Int.random(in: 0...300, using: &generator)).description
            }
            let questions = (0..<12).map { number in
                let from =
                    Zone.utc.start(of: first)
                    + Int64.random(in: 0...300 * Instant.microsecondsPerDay, using: &generator)
                let longest = number == 0 ? 4000 * Instant.microsecondsPerDay : 60 * Instant.microsecondsPerDay
                return [from, from + Int64.random(in: 0...longest, using: &generator)]
            }
            let zone = generator.pick([
                "UTC", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata", "America/New_York", "America/St_Johns",
                "Africa/Casablanca", "Europe/Lisbon",
            ])
            return Calendar(zone: zone, shifts: shifts, holidays: holidays, questions: questions)
        }
    }

    @Test("It counts the same microseconds over random calendars")
    func sameTime() throws {
        let calendars = (UInt64(1)...60).map { Calendar.random(seed: $0) }
        let answers: [[Int64]] = try Tool.answers(ofPython: "Oracle/working_time.py", to: calendars)
        #expect(answers.count == calendars.count)
        for (calendar, answers) in zip(calendars, answers) {
            let own = calendar.calendar
            for (question, answer) in zip(calendar.questions, answers) {
                #expect(own.workingTime(from: question[0], to: question[1]) == answer, "\(calendar)")
            }
        }
        #expect(answers.joined().contains { $0 > 0 })
    }
}
