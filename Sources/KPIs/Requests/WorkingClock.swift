import Domain

/// The clock on which a request's team works on it: it runs while the calendar works and the request doesn't wait for
/// its asker. It reads 0 at the opening; readings are microseconds.
struct WorkingClock {
    let calendar: WorkingCalendar
    let openedAt: Instant
    /// In order, none touching another.
    private let waits: [Interval]

    /// `waits` in order of their beginning; they may overlap, and lie before the opening.
    init(calendar: WorkingCalendar, openedAt: Instant, waits: some Sequence<Interval>) {
        self.calendar = calendar
        self.openedAt = openedAt
        var merged: [Interval] = []
        for wait in waits where wait.to > max(openedAt, wait.from) {
            if let last = merged.last, wait.from <= last.to {
                merged[merged.count - 1] = .init(from: last.from, to: max(last.to, wait.to))
            } else {
                merged.append(.init(from: max(openedAt, wait.from), to: wait.to))
            }
        }
        self.waits = merged
    }

    func reading(at instant: Instant) -> Int64 {
        waits.prefix { $0.from < instant }.reduce(calendar.workingTime(from: openedAt, to: instant)) { time, wait in
            time - calendar.workingTime(from: wait.from, to: min(wait.to, instant))
        }
    }

    /// The first instant at which it reads so much; `nil` where it never does.
    func firstInstant(reading: Int64) -> Instant? {
        var start = openedAt
        var remaining = reading
        for wait in waits {
            let time = calendar.workingTime(from: start, to: wait.from)
            guard time < remaining else { break }
            remaining -= time
            guard wait.to != .never else { return nil }
            start = wait.to
        }
        return calendar.instant(after: start, workingTime: remaining)
    }
}
