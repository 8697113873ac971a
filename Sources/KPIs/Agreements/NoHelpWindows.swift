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
        return isInside || boundaries.contains { $0.from <= date && date < $0.to } ? isInside : nil
    }
}

extension Agreements.Boundary {
    fileprivate func contains(_ instant: Instant, startingOn date: LocalDate, in zone: Zone) -> Bool {
        guard from <= date, date < to, weekday == nil || weekday == date.isoWeekday else { return false }
        let length = ends > starts ? ends - starts : ends - starts + Instant.microsecondsPerDay
        let begin = zone.instant(date: date, microsecondsOfDay: starts)
        let end = zone.instant(date: date, microsecondsOfDay: starts + length)
        return begin <= instant && instant < end
    }
}
