import Domain

/// A working calendar: stretches that come every week, by the clock on the wall, and days on which none starts.
struct WorkWeek {
    struct Shift {
        /// 1 is Monday: the day on which it starts.
        let weekday: Int
        /// Seconds since that day's midnight; past 86,400 it runs into the next day.
        let span: Range<Int>
    }

    let id: String
    let shifts: [Shift]
    let holidays: [LocalDate]
    private let holidaySet: Set<LocalDate>

    init(id: String, shifts: [Shift], holidays: [LocalDate] = []) {
        self.id = id
        self.shifts = shifts
        self.holidays = holidays
        holidaySet = Set(holidays)
    }

    /// The same stretches on several weekdays.
    init(id: String, weekdays: [Int], spans: [Range<Int>], holidays: [LocalDate] = []) {
        self.init(
            id: id, shifts: weekdays.flatMap { day in spans.map { Shift(weekday: day, span: $0) } }, holidays: holidays)
    }

    func spans(startingOn date: LocalDate) -> [Range<Int>] {
        if holidaySet.contains(date) { return [] }
        let weekday = date.isoWeekday
        return shifts.lazy.filter { $0.weekday == weekday }.map(\.span)
    }

    func contains(_ time: WallTime) -> Bool {
        spans(startingOn: time.date).contains { $0.contains(time.second) }
            || spans(startingOn: time.date.advanced(byDays: -1)).contains { $0.contains(time.second + 86_400) }
    }

    /// The reading of the clock after so many seconds of work; never the end of a stretch, rather the next one's
    /// beginning.
    func time(after start: WallTime, workingSeconds: Int) -> WallTime {
        var rest = workingSeconds
        // A shift of the evening before may still be running.
        var day = -1
        while true {
            for span in spans(startingOn: start.date.advanced(byDays: day)) {
                let from = max(span.lowerBound + day * 86_400, start.second)
                let left = span.upperBound + day * 86_400 - from
                guard left > 0 else { continue }
                if rest < left { return WallTime(date: start.date, second: from + rest).normalized }
                rest -= left
            }
            day += 1
        }
    }

    /// Somewhere in the work that starts on a date; `nil` where none does.
    func moment(on date: LocalDate, using generator: inout SeededGenerator) -> WallTime? {
        let spans = spans(startingOn: date)
        guard let span = generator.index(weightedBy: spans.map { Double($0.count) }).map({ spans[$0] }) else {
            return nil
        }
        return WallTime(date: date, second: span.lowerBound + generator.below(span.count)).normalized
    }
}

extension WorkWeek {
    private static let officeSpans = [hours(9, 12.5), hours(13, 17.5)]
    private static let monthsAndDays = [(1, 1), (4, 25), (5, 1), (6, 10), (12, 8), (12, 25)]

    /// The office week comes first, then the week of a team that works in shifts, then those of its people.
    static func all(years: ClosedRange<Int>) -> [WorkWeek] {
        let holidays = years.flatMap { year in
            monthsAndDays.compactMap { LocalDate(year: year, month: $0.0, day: $0.1) }
        }
        let shifts = [
            WorkWeek(id: "early", weekdays: [1, 2, 3, 4, 5], spans: [hours(6, 14)]),
            WorkWeek(id: "late", weekdays: [2, 3, 4, 5, 6], spans: [hours(14, 22)]),
            WorkWeek(id: "night", weekdays: [7, 1, 2, 3, 4], spans: [hours(22, 30)]),
        ]
        return [
            WorkWeek(id: "office", weekdays: [1, 2, 3, 4, 5], spans: officeSpans, holidays: holidays),
            WorkWeek(id: "round-the-clock", shifts: shifts.flatMap(\.shifts)),
        ] + shifts
    }

    static let office = 0
    static let roundTheClock = 1
    static let ownShifts = 2...4

    private static func hours(_ from: Double, _ to: Double) -> Range<Int> { Int(from * 3600)..<Int(to * 3600) }
}
