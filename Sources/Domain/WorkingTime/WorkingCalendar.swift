/// When work goes on by a calendar, as instants, and how much of it lies between two of them.
///
/// A shift begins and ends at wall times of the zone: one in a gap is the gap's end, one in an overlap the first of
/// the two. Time that two shifts share counts once. A question takes O(log n) in the number of holidays and of the
/// zone's changes, whatever the stretch of time; instants are real ones, not `never`.
///
/// Each date is worth what its weekday is worth, except the few dates of which a holiday or a change of the zone's
/// offset makes something else; these are listed with what they differ by.
public struct WorkingCalendar: Sendable {
    /// The zone of its hours.
    public let zone: Zone

    private let table: ZoneTable
    private let holidays: Set<LocalDate>
    /// By weekday from 0 for Monday: shifts in order, by wall times, as if 1970 began with the date.
    private let shifts: [[Interval]]
    /// By weekday: of the shifts, what those of the day before don't hold already; in order, none touching another.
    private var ownShifts: [[Interval]]
    /// By weekday: the working time of the days of the week before it; at 7 that of the week.
    private var weekBefore: [Int64]
    /// Dates that may differ from their weekdays, in order, and by position by how much those before it differ.
    private var unusualDates: [LocalDate] = []
    private var differencesBefore: [Int64] = [0]

    /// So far around a change of offset a shift can be touched by it: one begun the day before may last 24 h.
    private static let daysAroundChange = -2...2

    /// `zone` counts where `hours` name none.
    public init(_ hours: WeeklyHours, zone: Zone) {
        self.zone = hours.zone ?? zone
        table = self.zone.table
        holidays = hours.holidays
        let day = Instant.microsecondsPerDay
        let shifts = (1...7).map { weekday in
            hours.shifts.filter { $0.weekday == weekday }.sorted { ($0.starts, $0.ends) < ($1.starts, $1.ends) }.map {
                Interval(
                    from: Instant(microseconds: $0.starts),
                    to: Instant(microseconds: $0.ends > $0.starts ? $0.ends : $0.ends + day))
            }
        }
        self.shifts = shifts
        ownShifts = (0..<7).map { weekday in
            let before = shifts[(weekday + 6) % 7].map { Interval(from: $0.from - day, to: $0.to - day) }
            return Self.union(of: shifts[weekday], without: before)
        }
        weekBefore = [0]
        for spans in ownShifts { weekBefore.append(weekBefore[weekBefore.count - 1] + Self.length(of: spans)) }
        guard weekBefore[7] > 0 else { return }

        var dates: Set<LocalDate> = []
        for holiday in holidays { dates.formUnion([holiday, holiday.advanced(byDays: 1)]) }
        for change in table.changes {
            let date = table.date(at: change)
            dates.formUnion(Self.daysAroundChange.map { date.advanced(byDays: $0) })
        }
        unusualDates = dates.sorted()
        for date in unusualDates {
            let difference = Self.length(of: ownSpans(startingOn: date)) - Self.length(of: ownShifts[weekday(of: date)])
            differencesBefore.append(differencesBefore[differencesBefore.count - 1] + difference)
        }
    }

    /// Whether a shift starts on a date that isn't a holiday.
    public func hasWork(on date: LocalDate) -> Bool {
        !shifts[weekday(of: date)].isEmpty && !holidays.contains(date)
    }

    /// The shifts that start on a date, in order; those that touch stay apart, those that a gap swallows are left out.
    public func spans(startingOn date: LocalDate) -> [Interval] {
        guard hasWork(on: date) else { return [] }
        let midnight = Self.midnight(of: date)
        return shifts[weekday(of: date)].map {
            Interval(
                from: instant(wall: midnight + $0.from.microseconds),
                to: instant(wall: midnight + $0.to.microseconds))
        }.filter { $0.length > 0 }
    }

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
        var first = table.date(at: start.microseconds).advanced(byDays: -2)
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
    private func instant(wall: Int64) -> Instant { Instant(microseconds: table.instant(wall: wall)) }

    private static func midnight(of date: LocalDate) -> Int64 {
        Int64(date.daysSinceEpoch) * Instant.microsecondsPerDay
    }

    /// 0 is Monday.
    private func weekday(of date: LocalDate) -> Int { date.isoWeekday - 1 }

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
        let wall = table.wall(at: instant.microseconds)
        let date = LocalDate(daysSinceEpoch: Int32(wall.flooredDivision(by: Instant.microsecondsPerDay).quotient))
        let first = date.advanced(byDays: -1)
        let position = unusualDates.firstPosition { $0 >= first }
        var time = regularTime(ofDatesBefore: first) + differencesBefore[position]
        let isUsual = position == unusualDates.count || unusualDates[position] > date.advanced(byDays: 1)
        for days in 0...2 {
            let date = first.advanced(byDays: days)
            if isUsual {
                let timeOfDay = Instant(microseconds: wall - Self.midnight(of: date))
                for shift in ownShifts[weekday(of: date)] { time += shift.length(before: timeOfDay) }
            } else {
                for span in ownSpans(startingOn: date) { time += span.length(before: instant) }
            }
        }
        return time
    }

    /// The work that starts on a date and doesn't go on already since the day before; in order, none touching another.
    private func ownSpans(startingOn date: LocalDate) -> [Interval] {
        Self.union(of: spans(startingOn: date), without: spans(startingOn: date.advanced(byDays: -1)))
    }

    private static func length(of spans: [Interval]) -> Int64 { spans.reduce(0) { $0 + $1.length } }

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

extension Interval {
    /// What of it lies before an instant.
    fileprivate func length(before instant: Instant) -> Int64 { max(0, min(to, instant) - from) }
}
