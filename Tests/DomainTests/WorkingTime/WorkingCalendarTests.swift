import Domain
import TestValues
import Testing

/// 2026-03-02 is a Monday.
@Suite("A working calendar")
struct WorkingCalendarTests {
    private static let hour: Int64 = 3_600_000_000

    private func calendar(
        _ shifts: [(days: ClosedRange<Int>, from: Double, to: Double)], holidays: [String] = [], zone: String = "UTC"
    ) throws -> WorkingCalendar {
        let shifts = shifts.flatMap { shift in
            shift.days.map {
                WeeklyHours.Shift(
                    weekday: $0, starts: Int64(shift.from * Double(Self.hour)),
                    ends: Int64(shift.to * Double(Self.hour)))
            }
        }
        let holidays = Set(holidays.map(day))
        return WorkingCalendar(
            WeeklyHours(shifts: shifts, holidays: holidays), zone: try #require(Zone(zone)))
    }

    /// A date and hours after its midnight in UTC.
    private func utc(_ date: String, _ hours: Double = 0) -> Instant {
        Zone.utc.start(of: day(date)) + Int64(hours * Double(Self.hour))
    }

    private func hours(_ calendar: WorkingCalendar, _ from: Instant, _ to: Instant) -> Double {
        Double(calendar.workingTime(from: from, to: to)) / Double(Self.hour)
    }

    @Test("Several stretches a day: nothing at noon, at night and at the week's end")
    func severalStretches() throws {
        let office = try calendar([(1...5, 9, 12), (1...5, 13, 17)])
        #expect(hours(office, utc("2026-03-02"), utc("2026-03-09")) == 35)
        #expect(hours(office, utc("2026-03-02", 11), utc("2026-03-02", 14)) == 2)
        #expect(hours(office, utc("2026-03-02", 12), utc("2026-03-02", 13)) == 0)
        #expect(hours(office, utc("2026-03-06", 16), utc("2026-03-09", 10)) == 2)
        #expect(hours(office, utc("2026-03-06", 10), utc("2026-03-06", 9)) == 0)
        // 2024 began on a Monday and has 366 days: 262 working days of 7 hours.
        #expect(hours(office, utc("2024-01-01"), utc("2025-01-01")) == 262 * 7)
        // 1000 years from Saturday 1 January 2000 on are 365 243 days: 52 177 weeks, a Saturday, Sunday, Monday, Tuesday.
        #expect(hours(office, utc("2000-01-01"), utc("3000-01-01")) == Double((52_177 * 5 + 2) * 7))
    }

    @Test("An overnight shift belongs to the day on which it starts, and Sunday's runs into Monday")
    func overnight() throws {
        let night = try calendar([(7...7, 22, 6)])
        #expect(hours(night, utc("2026-03-01"), utc("2026-03-02")) == 2)
        #expect(hours(night, utc("2026-03-02"), utc("2026-03-03")) == 6)
        #expect(night.hasWork(on: day("2026-03-01")) && !night.hasWork(on: day("2026-03-02")))
        #expect(
            night.spans(startingOn: day("2026-03-01")) == [
                .init(from: utc("2026-03-01", 22), to: utc("2026-03-02", 6))
            ])
        #expect(night.isWorking(at: utc("2026-03-01", 22)) && night.isWorking(at: utc("2026-03-02", 6) - 1))
        #expect(!night.isWorking(at: utc("2026-03-01", 22) - 1) && !night.isWorking(at: utc("2026-03-02", 6)))
    }

    @Test("24:00 ends a day; a shift that ends when it starts lasts until the next day")
    func wholeDays() throws {
        let late = try calendar([(1...1, 16, 24)])
        #expect(
            late.spans(startingOn: day("2026-03-02")) == [
                .init(from: utc("2026-03-02", 16), to: utc("2026-03-03"))
            ])
        let always = try calendar([(1...7, 0, 24)])
        #expect(hours(always, utc("2026-01-01"), utc("2027-01-01")) == 8760)
        let alwaysFromEight = try calendar([(1...7, 8, 8)])
        #expect(hours(alwaysFromEight, utc("2026-01-01"), utc("2027-01-01")) == 8760)
    }

    @Test("A holiday removes the shifts that start on it, to their end, and no other")
    func holidays() throws {
        let nights = try calendar([(1...7, 22, 6)], holidays: ["2026-03-03"])
        // The night to Tuesday runs to its end, that to Wednesday is free.
        #expect(hours(nights, utc("2026-03-02", 12), utc("2026-03-03", 12)) == 8)
        #expect(hours(nights, utc("2026-03-03", 12), utc("2026-03-04", 12)) == 0)
        #expect(hours(nights, utc("2026-03-01", 12), utc("2026-03-08", 12)) == 48)
        #expect(!nights.hasWork(on: day("2026-03-03")) && nights.spans(startingOn: day("2026-03-03")).isEmpty)
    }

    /// Clocks of Berlin go from 02:00 to 03:00 on 29 March 2026 (01:00Z), from 03:00 to 02:00 on 25 October (01:00Z).
    @Test("The nights of Berlin's changes of clock last 7 and 9 hours; a gap swallows, an overlap counts in full")
    func berlin() throws {
        let night = try calendar([(6...6, 22, 6)], zone: "Europe/Berlin")
        #expect(hours(night, utc("2026-03-28", 12), utc("2026-03-29", 12)) == 7)
        #expect(hours(night, utc("2026-10-24", 12), utc("2026-10-25", 12)) == 9)
        // The last five hours of February's last night, three nights, and the short one.
        #expect(hours(night, utc("2026-03-01"), utc("2026-04-01")) == 5 + 8 * 3 + 7)

        let inGap = try calendar([(7...7, 2.25, 2.75)], zone: "Europe/Berlin")
        #expect(inGap.spans(startingOn: day("2026-03-29")).isEmpty)
        #expect(hours(inGap, utc("2026-03-29"), utc("2026-03-30")) == 0)
        let intoGap = try calendar([(7...7, 1, 2.5)], zone: "Europe/Berlin")
        #expect(
            intoGap.spans(startingOn: day("2026-03-29")) == [
                .init(from: utc("2026-03-29"), to: utc("2026-03-29", 1))
            ])
        let intoOverlap = try calendar([(7...7, 1, 2.5)], zone: "Europe/Berlin")
        #expect(
            intoOverlap.spans(startingOn: day("2026-10-25")) == [
                .init(from: utc("2026-10-24", 23), to: utc("2026-10-25", 0.5))
            ])
        let fromOverlap = try calendar([(7...7, 2.5, 4)], zone: "Europe/Berlin")
        #expect(
            fromOverlap.spans(startingOn: day("2026-10-25")) == [
                .init(from: utc("2026-10-25", 0.5), to: utc("2026-10-25", 3))
            ])
    }

    /// Its clocks go back from 02:00 (+11:00) to 01:30 on 5 April 2026, and forth from 02:00 (+10:30) to 02:30 on
    /// 4 October.
    @Test("Lord Howe's clocks change by half an hour")
    func lordHowe() throws {
        let night = try calendar([(6...6, 22, 6)], zone: "Australia/Lord_Howe")
        #expect(hours(night, utc("2026-04-04"), utc("2026-04-05")) == 8.5)
        #expect(hours(night, utc("2026-10-03"), utc("2026-10-04")) == 7.5)
        #expect(
            night.spans(startingOn: day("2026-04-04")) == [
                .init(from: utc("2026-04-04", 11), to: utc("2026-04-04", 19.5))
            ])
    }

    @Test("Kolkata is five hours and a half ahead; a calendar's own zone comes before the one given")
    func kolkata() throws {
        let zone = try #require(Zone("Asia/Kolkata"))
        let hours = WeeklyHours(
            shifts: [.init(weekday: 1, starts: 9 * Self.hour, ends: 18 * Self.hour)], zone: zone)
        let days = try calendar([(1...1, 9, 18)], zone: "Asia/Kolkata")
        for calendar in [days, WorkingCalendar(hours, zone: .utc)] {
            #expect(calendar.zone == zone)
            #expect(
                calendar.spans(startingOn: day("2026-03-02")) == [
                    .init(from: utc("2026-03-02", 3.5), to: utc("2026-03-02", 12.5))
                ])
        }
    }

    @Test("The clock reads a time first at the end of a shift, not at the beginning of the next")
    func instants() throws {
        let office = try calendar([(1...5, 9, 17)], holidays: ["2026-03-09"])
        let friday = utc("2026-03-06", 16)
        #expect(office.instant(after: friday, workingTime: Self.hour) == utc("2026-03-06", 17))
        #expect(office.instant(after: friday, workingTime: Self.hour + 1) == utc("2026-03-10", 9) + 1)
        #expect(office.instant(after: friday, workingTime: 2 * Self.hour) == utc("2026-03-10", 10))
        #expect(office.instant(after: friday, workingTime: 0) == friday)
        #expect(office.instant(after: friday, workingTime: -1) == friday)
        // 2000 hours are 250 days of work: 50 weeks, of which one lacks its Monday, from Monday 5 January 2026 on.
        let monday = utc("2026-01-05")
        #expect(office.instant(after: monday, workingTime: 2000 * Self.hour) == utc("2026-12-21", 17))
    }

    @Test("Without shifts, or in shifts that a gap of every year swallows, no working time ever comes")
    func never() throws {
        let idle = try calendar([])
        let start = utc("1970-01-01")
        #expect(idle.instant(after: start, workingTime: 1) == nil)
        #expect(hours(idle, start, utc("2026-01-01")) == 0)
        #expect(idle.instant(after: start, workingTime: 0) == start)
        #expect(try calendar([(1...1, 9, 10)]).instant(after: start, workingTime: .max) == nil)
    }

    @Test("Time that two shifts share counts once, also over midnight and beside a holiday")
    func overlaps() throws {
        let double = try calendar([(1...1, 9, 17), (1...1, 12, 20), (1...1, 22, 6), (2...2, 5, 13)])
        #expect(hours(double, utc("2026-03-02"), utc("2026-03-04")) == 11 + 8 + 7)
        let holiday = try calendar([(1...1, 22, 6), (2...2, 5, 13)], holidays: ["2026-03-02"])
        #expect(hours(holiday, utc("2026-03-02"), utc("2026-03-04")) == 8)
        #expect(double.instant(after: utc("2026-03-02"), workingTime: 20 * Self.hour) == utc("2026-03-03", 7))
    }
}
