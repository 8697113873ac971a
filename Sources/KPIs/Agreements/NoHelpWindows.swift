import Domain

/// When people who set themselves bounds give no help.
struct NoHelpWindows {
    private let facts: Facts
    private let calendars: Calendars
    private let zone: Zone

    /// `zone`: the organization's.
    init(facts: Facts, calendars: Calendars, zone: Zone) {
        self.facts = facts
        self.calendars = calendars
        self.zone = zone
    }

    /// Whether an instant lies in one of a person's windows; `nil` for who has none then. Days and times are those of
    /// the person's zone; a window that runs past midnight belongs to the day on which it starts.
    func contain(_ instant: Instant, of person: Person) -> Bool? {
        guard let boundaries = facts.agreements.boundaries[person] else { return nil }
        let zone = calendars.zone(ofPerson: person, on: zone.date(at: instant))
        let date = zone.date(at: instant)
        let isInside = boundaries.contains { boundary in
            [date.advanced(byDays: -1), date].contains { boundary.contains(instant, startingOn: $0, in: zone) }
        }
        return isInside || boundaries.contains { $0.holds(on: date) } ? isInside : nil
    }
}

extension Agreements.Boundary {
    /// Whether it is agreed on that date, whatever its weekday.
    func holds(on date: LocalDate) -> Bool { from <= date && date < to }

    fileprivate func contains(_ instant: Instant, startingOn date: LocalDate, in zone: Zone) -> Bool {
        guard holds(on: date), weekday == nil || weekday == date.isoWeekday else { return false }
        let length = ends > starts ? ends - starts : ends - starts + Instant.microsecondsPerDay
        let begin = zone.instant(date: date, microsecondsOfDay: starts)
        let end = zone.instant(date: date, microsecondsOfDay: starts + length)
        return begin <= instant && instant < end
    }
}
