import Domain

/// On which of consecutive dates people work: those on which a shift of their calendar begins, Monday to Friday without
/// one.
struct WorkingDays {
    private let facts: Facts
    private let isInPeople: [Bool]
    private let first: LocalDate
    private let count: Int
    private var byCalendar: CalendarDays<Bool>

    private static let lastWorkingDay = 5

    init(view: PeriodView, calendars: Calendars, first: LocalDate, count: Int) {
        (facts, isInPeople) = (view.facts, view.isInPeople)
        (self.first, self.count) = (first, count)
        byCalendar = CalendarDays(first: first, count: count, facts: view.facts, calendars: calendars) {
            calendar, date in calendar?.hasWork(on: date) ?? (date.isoWeekday <= Self.lastWorkingDay)
        }
    }

    /// By date, whether the person is employed or not.
    mutating func days(of person: Person) -> [Bool] { byCalendar.values(of: person) }

    /// By date: whether the person is employed. Who isn't in `people` is all the time.
    func areEmployed(_ person: Person) -> [Bool] {
        var isEmployed = [Bool](repeating: !isInPeople[person.index], count: count)
        for spell in facts.roster.spells(of: person) {
            for day in first.days(from: spell.joinedOn, to: spell.employedUntil, count: count) {
                isEmployed[day] = true
            }
        }
        return isEmployed
    }

    /// How many of them somebody is employed on.
    mutating func countEmployed(_ person: Person) -> Int {
        zip(days(of: person), areEmployed(person)).count { $0 && $1 }
    }
}
