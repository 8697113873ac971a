import Domain

/// What people's calendars say of consecutive dates, worked out once for all who share a calendar.
struct CalendarDays<Value> {
    let first: LocalDate
    let count: Int
    private let facts: Facts
    private let calendars: Calendars
    private let value: (WorkingCalendar?, LocalDate) -> Value
    /// By date: of who is in no spell.
    private let withoutSpell: [Value]
    /// Positions in `known`.
    private var shared: [Key: Int] = [:]
    /// By date, as far as somebody asked.
    private var known: [[Value?]] = []

    /// All that the calendar of somebody in a spell depends on, but for the date.
    private struct Key: Hashable {
        let calendar: Symbol
        let zone: Symbol
        let team: Symbol
    }

    /// `value` is what matters of a calendar, or of having none, on a date.
    init(
        first: LocalDate, count: Int, facts: Facts, calendars: Calendars,
        value: @escaping (WorkingCalendar?, LocalDate) -> Value
    ) {
        self.first = first
        self.count = count
        self.facts = facts
        self.calendars = calendars
        self.value = value
        withoutSpell = (0..<count).map { value(nil, first.advanced(byDays: $0)) }
    }

    /// One value for each date.
    mutating func values(of person: Person) -> [Value] {
        var values = withoutSpell
        for spell in facts.roster.spells(of: person) {
            let days = first.days(from: spell.from, to: spell.to, count: count)
            guard !days.isEmpty else { continue }
            let position = position(of: spell)
            for day in days {
                if let known = known[position][day] {
                    values[day] = known
                } else {
                    let date = first.advanced(byDays: day)
                    values[day] = value(calendars.ofPerson(person, on: date), date)
                    known[position][day] = values[day]
                }
            }
        }
        return values
    }

    private mutating func position(of spell: Roster.Spell) -> Int {
        let key = Key(calendar: spell.calendar, zone: spell.zone, team: spell.team)
        if let position = shared[key] { return position }
        shared[key] = known.count
        known.append(Array(repeating: nil, count: count))
        return known.count - 1
    }
}

extension LocalDate {
    /// Which of `count` dates from this one on lie in `[from, to)`, as days from this one.
    func days(from: LocalDate, to: LocalDate, count: Int) -> Range<Int> {
        let begin = min(max(0, Int(from.daysSinceEpoch) - Int(daysSinceEpoch)), count)
        let end = min(max(begin, Int(to.daysSinceEpoch) - Int(daysSinceEpoch)), count)
        return begin..<end
    }
}
