import Domain

/// A wall clock reading of the organization, to the second. People act by the clock on the wall; instants follow.
struct WallTime: Hashable, Comparable {
    var date: LocalDate
    /// Seconds since midnight.
    var second: Int

    static func < (a: WallTime, b: WallTime) -> Bool { (a.date, a.second) < (b.date, b.second) }

    /// The same reading where `second` has run past midnight.
    var normalized: WallTime {
        WallTime(date: date.advanced(byDays: second / 86_400), second: second % 86_400)
    }
}

/// Writes wall times as ISO 8601 with the offset in force, asking the zone database once a day and not once a time.
struct WallClock {
    private let zone: Zone
    private var texts: [LocalDate: DayText] = [:]

    private struct DayText {
        let date: String
        /// `nil` on a day on which the clocks change.
        let offset: String?
    }

    init(zone: Zone) { self.zone = zone }

    mutating func text(of time: WallTime) -> String {
        let day = dayText(of: time.date)
        if let offset = day.offset { return day.date + "T" + clockText(time.second) + offset }
        let instant = zone.instant(
            date: time.date, microsecondsOfDay: Int64(time.second) * Instant.microsecondsPerSecond)
        return text(of: instant)
    }

    /// A wall time that a gap swallows is written as the instant that the zone makes of it.
    private func text(of instant: Instant) -> String {
        let offset = zone.offset(at: instant)
        let local = instant.microseconds / Instant.microsecondsPerSecond + offset
        let (day, second) = local.flooredDivision(by: 86_400)
        return "\(LocalDate(daysSinceEpoch: Int32(day)))T\(clockText(Int(second)))\(offsetText(offset))"
    }

    private mutating func dayText(of date: LocalDate) -> DayText {
        if let known = texts[date] { return known }
        let morning = zone.offset(at: zone.start(of: date))
        let evening = zone.offset(at: zone.start(of: date.advanced(byDays: 1)))
        let text = DayText(date: date.description, offset: morning == evening ? offsetText(morning) : nil)
        texts[date] = text
        return text
    }
}

private func clockText(_ second: Int) -> String {
    "\(pad(second / 3600, 2)):\(pad(second / 60 % 60, 2)):\(pad(second % 60, 2))"
}

/// `+01:00`; offsets of the years in question are whole minutes.
private func offsetText(_ seconds: Int64) -> String {
    let minutes = Int(seconds.magnitude) / 60
    return "\(seconds < 0 ? "-" : "+")\(pad(minutes / 60, 2)):\(pad(minutes % 60, 2))"
}
