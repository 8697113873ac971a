import Foundation
import TestValues
import Testing

@testable import Domain

@Suite("Working time of random calendars")
struct WorkingTimePropertyTests {
    private static let zones = [
        "UTC", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata", "America/St_Johns", "Africa/Casablanca",
        "America/Sao_Paulo", "Pacific/Apia",
    ]

    /// Shifts begin and end at whole minutes, overlap now and then, and many lie in the night.
    private func hours(_ generator: inout SeededNumbers, around date: LocalDate) -> WeeklyHours {
        let minute: Int64 = 60_000_000
        let shifts = (0..<Int.random(in: 1...9, using: &generator)).map { _ in
            WeeklyHours.Shift(
                weekday: Int.random(in: 1...7, using: &generator),
                starts: Int64.random(in: 0..<(Bool.random(using: &generator) ? 240 : 1440), using: &generator) * minute,
                ends: Int64.random(in: 0...(Bool.random(using: &generator) ? 240 : 1440), using: &generator) * minute)
        }
        let holidays = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
            date.advanced(byDays: Int.random(in: -20...20, using: &generator))
        }
        return WeeklyHours(shifts: shifts, holidays: Set(holidays))
    }

    /// Days around which clocks change somewhere: Berlin, Lord Howe, St. John's at midnight, Apia's lost day.
    private static let centres = [
        "2026-03-29", "2026-10-25", "2026-04-05", "2026-10-04", "2006-10-29", "2006-04-02", "2011-12-30", "2018-02-18",
    ]

    @Test("It is what counting minutes gives", arguments: zones)
    func minutes(name: String) throws {
        let zone = try #require(Zone(name))
        let day = Instant.microsecondsPerDay
        let minute: Int64 = 60_000_000
        var generator = SeededNumbers(seed: 7)
        for centre in Self.centres {
            let centre = try #require(LocalDate(centre))
            let hours = hours(&generator, around: centre)
            let calendar = WorkingCalendar(hours, zone: zone)
            var shifts: [Interval] = []
            for days in -8...8 {
                let date = centre.advanced(byDays: days)
                for shift in hours.shifts where shift.weekday == date.isoWeekday && !hours.holidays.contains(date) {
                    let ends = shift.ends > shift.starts ? shift.ends : shift.ends + day
                    shifts.append(
                        Interval(
                            from: zone.instant(date: date, microsecondsOfDay: shift.starts),
                            to: zone.instant(date: date, microsecondsOfDay: ends)))
                }
            }
            let first = zone.start(of: centre.advanced(byDays: -5))
            var worked: Int64 = 0
            var differing: [Instant] = []
            for count in 0..<Int64(10 * 24 * 60) {
                let now = first + count * minute
                let isWorking = shifts.contains { $0.contains(now) }
                if calendar.isWorking(at: now) != isWorking || calendar.workingTime(from: first, to: now) != worked {
                    differing.append(now)
                }
                if isWorking { worked += minute }
            }
            #expect(differing.isEmpty, "\(hours)")
        }
    }

    @Test("The first instant at which a time has passed is the inverse of the time passed", arguments: zones)
    func inverse(name: String) throws {
        let zone = try #require(Zone(name))
        var generator = SeededNumbers(seed: 11)
        for _ in 0..<60 {
            let date = LocalDate(daysSinceEpoch: Int32.random(in: 0...22_000, using: &generator))
            let calendar = WorkingCalendar(hours(&generator, around: date), zone: zone)
            for _ in 0..<10 {
                let start =
                    zone.start(of: date)
                    + Int64.random(in: -1_000_000_000_000...1_000_000_000_000, using: &generator)
                let time = Int64.random(in: 1...10_000_000_000_000 as ClosedRange<Int64>, using: &generator)
                let instant = try #require(calendar.instant(after: start, workingTime: time))
                #expect(calendar.workingTime(from: start, to: instant) == time)
                #expect(calendar.workingTime(from: start, to: instant - 1) == time - 1)
            }
        }
    }

    @Test("A zone answers as Foundation's own does, for every zone that the system knows")
    func zoneTables() throws {
        var generator = SeededNumbers(seed: 3)
        var compared = 0
        for name in TimeZone.knownTimeZoneIdentifiers {
            guard let zone = Zone(name) else { continue }
            let rules = try #require(TimeZone(identifier: name))
            // Around each change since 1970, where it matters, and anywhere up to 2100.
            let changes = zone.table.changes.filter { $0 > 0 && $0 < 4_102_444_800_000_000 }.shuffled(using: &generator)
            let near = changes.prefix(20).map {
                $0 + Int64.random(in: -7_200_000_000...7_200_000_000, using: &generator)
            }
            let anywhere = (0..<20).map { _ in Int64.random(in: 0...4_102_444_800_000_000, using: &generator) }
            for instant in near + anywhere {
                #expect(zone.offset(at: Instant(microseconds: instant)) == offset(rules, instant), "\(name) \(instant)")
                let (day, time) = instant.flooredDivision(by: Instant.microsecondsPerDay)
                let found = zone.instant(date: LocalDate(daysSinceEpoch: Int32(day)), microsecondsOfDay: time)
                #expect(found.microseconds == self.instant(rules, wall: instant), "\(name) wall \(instant)")
                compared += 1
            }
        }
        #expect(compared > 10_000)
    }

    private func offset(_ rules: TimeZone, _ instant: Int64) -> Int64 {
        let seconds = instant.flooredDivision(by: Instant.microsecondsPerSecond).quotient
        return Int64(rules.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
    }

    /// By trying the offsets of the day before and the day after.
    private func instant(_ rules: TimeZone, wall: Int64) -> Int64 {
        let offsets = [-1, 1].map { offset(rules, wall + $0 * Instant.microsecondsPerDay) }
        let candidates = offsets.map { wall - $0 * Instant.microsecondsPerSecond }
        let valid = zip(candidates, offsets).filter { offset(rules, $0) == $1 }.map(\.0)
        if let first = valid.min() { return first }
        // In a gap: it ends where the offset changes, between the two.
        let earlier = Double(candidates.min() ?? wall) / Double(Instant.microsecondsPerSecond)
        let end = rules.nextDaylightSavingTimeTransition(after: Date(timeIntervalSince1970: earlier - 1))
        return (end?.timeIntervalSince1970).map { Int64($0.rounded()) * Instant.microsecondsPerSecond } ?? wall
    }
}
