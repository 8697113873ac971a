/// When work goes on by a calendar, as instants, and how much of it lies between two of them.
///
/// A shift begins and ends at wall times of the zone: one in a gap is the gap's end, one in an overlap the first of
/// the two. Time that two shifts share counts once. A question takes O(log n) in the number of holidays and of the
/// zone's changes, whatever the stretch of time; instants are real ones, not `never`.
///
/// Each date is worth what its weekday is worth, except the few dates of which a holiday or a change of the zone's
/// offset makes something else; these are listed with what they differ by.
///
/// A class, for each request is handed one.
public final class WorkingCalendar: Sendable {
    /// The zone of its hours.
    public let zone: Zone

    private let shifts: Shifts
    /// By weekday: of the shifts, what those of the day before don't hold already; in order, none touching another.
    private let ownShifts: [[Interval]]
    /// By weekday: the working time of the days of the week before it; at 7 that of the week.
    private let weekBefore: [Int64]
    /// Dates that may differ from their weekdays, in order, and by position by how much those before it differ.
    private let unusualDates: [LocalDate]
    private let differencesBefore: [Int64]

    /// `zone` counts where `hours` name none.
    public init(_ hours: WeeklyHours, zone: Zone) {
        let zone = hours.zone ?? zone
        let shifts = Shifts(hours, zone.table)
        let ownShifts = shifts.own
        let weekBefore = ownShifts.reduce(into: [0]) { $0.append($0[$0.count - 1] + Shifts.length(of: $1)) }
        unusualDates = weekBefore[7] > 0 ? shifts.unusualDates : []
        differencesBefore = unusualDates.reduce(into: [0]) { differences, date in
            let usual = Shifts.length(of: ownShifts[date.weekday])
            let length = Shifts.length(of: shifts.ownSpans(startingOn: date))
            differences.append(differences[differences.count - 1] + length - usual)
        }
        self.zone = zone
        self.shifts = shifts
        self.ownShifts = ownShifts
        self.weekBefore = weekBefore
    }

    /// Whether a shift starts on a date that isn't a holiday.
    public func hasWork(on date: LocalDate) -> Bool { shifts.hasWork(on: date) }

    /// The shifts that start on a date, in order; those that touch stay apart, those that a gap swallows are left out.
    public func spans(startingOn date: LocalDate) -> [Interval] { shifts.spans(startingOn: date) }

    public func isWorking(at instant: Instant) -> Bool { workingTime(from: instant, to: instant + 1) > 0 }

    /// Microseconds; 0 unless `to` is after `from`.
    public func workingTime(from: Instant, to: Instant) -> Int64 {
        to > from ? workingTime(before: to) - workingTime(before: from) : 0
    }

    /// The first instant at which so much working time has passed since `start`: `start` itself where it is 0 or less,
    /// `nil` where it never comes.
    public func instant(after start: Instant, workingTime: Int64) -> Instant? {
        guard workingTime > 0 else { return start }
        guard weekBefore[7] > 0 else { return nil }
        let (target, isTooFar) = self.workingTime(before: start).addingReportingOverflow(workingTime)
        guard !isTooFar else { return nil }
        var first = zone.date(at: start).advanced(byDays: -2)
        var days = 8
        while self.workingTime(ofDatesBefore: first.advanced(byDays: days)) < target {
            days *= 2
            guard days < Self.mostDays else { return nil }
        }
        // The last date before which less than that has passed.
        while days > 1 {
            let middle = first.advanced(byDays: days / 2)
            if self.workingTime(ofDatesBefore: middle) < target {
                first = middle
                days -= days / 2
            } else {
                days /= 2
            }
        }
        var remaining = target - self.workingTime(ofDatesBefore: first)
        for span in ownSpans(startingOn: first) {
            if remaining <= span.length { return span.from + remaining }
            remaining -= span.length
        }
        return nil
    }

    /// A hundred thousand years: more than any record spans, and well within what counts of microseconds hold.
    private static let mostDays = 36_525_000
}

extension WorkingCalendar {
    /// Working time of all dates before one, counted from 1970 on.
    private func workingTime(ofDatesBefore date: LocalDate) -> Int64 {
        regularTime(ofDatesBefore: date) + differencesBefore[unusualDates.firstPosition { $0 >= date }]
    }

    private func regularTime(ofDatesBefore date: LocalDate) -> Int64 {
        // 1970-01-01 was a Thursday.
        let (week, weekday) = (Int64(date.daysSinceEpoch) + 3).flooredDivision(by: 7)
        return week * weekBefore[7] + weekBefore[Int(weekday)]
    }

    /// Working time before an instant, counted from 1970 on. A shift that starts on another date than the one of
    /// the instant, the day before or the day after it, has ended by then or not begun.
    private func workingTime(before instant: Instant) -> Int64 {
        let wall = zone.table.wall(at: instant.microseconds)
        let date = LocalDate(daysSinceEpoch: Int32(wall.flooredDivision(by: Instant.microsecondsPerDay).quotient))
        let first = date.advanced(byDays: -1)
        let position = unusualDates.firstPosition { $0 >= first }
        var time = regularTime(ofDatesBefore: first) + differencesBefore[position]
        let isUsual = position == unusualDates.count || unusualDates[position] > date.advanced(byDays: 1)
        for days in 0...2 {
            let date = first.advanced(byDays: days)
            if isUsual {
                let timeOfDay = Instant(microseconds: wall - date.midnight)
                for shift in ownShifts[date.weekday] { time += shift.length(before: timeOfDay) }
            } else {
                for span in ownSpans(startingOn: date) { time += span.length(before: instant) }
            }
        }
        return time
    }

    /// The work that starts on a date and doesn't go on already since the day before.
    private func ownSpans(startingOn date: LocalDate) -> [Interval] {
        let position = unusualDates.firstPosition { $0 >= date }
        if position < unusualDates.count, unusualDates[position] == date { return shifts.ownSpans(startingOn: date) }
        let midnight = zone.table.instant(wall: date.midnight)
        return ownShifts[date.weekday].map { Interval(from: $0.from + midnight, to: $0.to + midnight) }
    }

    /// The shifts of a zone, and on which dates there are none.
    private struct Shifts {
        /// So far around a change of offset a shift can be touched by it: one begun the day before may last 24 h.
        private static let daysAroundChange = -2...2

        private let table: ZoneTable
        private let holidays: Set<LocalDate>
        /// By weekday: in order, by wall times, as if 1970 began with the date.
        private let byWeekday: [[Interval]]

        init(_ hours: WeeklyHours, _ table: ZoneTable) {
            self.table = table
            holidays = hours.holidays
            let day = Instant.microsecondsPerDay
            byWeekday = (1...7).map { weekday in
                hours.shifts.filter { $0.weekday == weekday }.sorted { ($0.starts, $0.ends) < ($1.starts, $1.ends) }
                    .map {
                        Interval(
                            from: Instant(microseconds: $0.starts),
                            to: Instant(microseconds: $0.ends > $0.starts ? $0.ends : $0.ends + day))
                    }
            }
        }

        /// By weekday: what those of the day before don't hold already.
        var own: [[Interval]] {
            let day = Instant.microsecondsPerDay
            return (0..<7).map { weekday in
                let before = byWeekday[(weekday + 6) % 7].map { Interval(from: $0.from - day, to: $0.to - day) }
                return Self.union(of: byWeekday[weekday], without: before)
            }
        }

        /// In order.
        var unusualDates: [LocalDate] {
            var dates: Set<LocalDate> = []
            for holiday in holidays { dates.formUnion([holiday, holiday.advanced(byDays: 1)]) }
            for change in table.changes {
                let date = table.date(at: change)
                dates.formUnion(Self.daysAroundChange.map { date.advanced(byDays: $0) })
            }
            return dates.sorted()
        }

        func hasWork(on date: LocalDate) -> Bool { !byWeekday[date.weekday].isEmpty && !holidays.contains(date) }

        func spans(startingOn date: LocalDate) -> [Interval] {
            guard hasWork(on: date) else { return [] }
            let midnight = date.midnight
            return byWeekday[date.weekday].map {
                Interval(
                    from: instant(wall: midnight + $0.from.microseconds),
                    to: instant(wall: midnight + $0.to.microseconds))
            }.filter { $0.length > 0 }
        }

        /// The work that starts on a date and doesn't go on already since the day before; in order, none touching another.
        func ownSpans(startingOn date: LocalDate) -> [Interval] {
            Self.union(of: spans(startingOn: date), without: spans(startingOn: date.advanced(byDays: -1)))
        }

        private func instant(wall: Int64) -> Instant { Instant(microseconds: table.instant(wall: wall)) }

        static func length(of spans: [Interval]) -> Int64 { spans.reduce(0) { $0 + $1.length } }

        /// The time that lies in any of some spans, and in none of others; all in order of their beginning.
        private static func union(of spans: [Interval], without others: [Interval]) -> [Interval] {
            var result: [Interval] = []
            for span in spans {
                // Others begin on an earlier day, so that they can only take away from a span's beginning.
                let from = others.reduce(span.from) { max($0, $1.to) }
                guard from < span.to else { continue }
                if let last = result.last, from <= last.to {
                    result[result.count - 1] = Interval(from: last.from, to: max(last.to, span.to))
                } else {
                    result.append(Interval(from: from, to: span.to))
                }
            }
            return result
        }
    }
}

extension LocalDate {
    /// Of the wall, in microseconds.
    fileprivate var midnight: Int64 { Int64(daysSinceEpoch) * Instant.microsecondsPerDay }

    /// 0 is Monday.
    fileprivate var weekday: Int { isoWeekday - 1 }
}

extension Interval {
    /// What of it lies before an instant.
    fileprivate func length(before instant: Instant) -> Int64 { max(0, min(to, instant) - from) }
}
