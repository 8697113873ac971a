import Domain

/// The hours of help that people agreed to give in stretches of consecutive dates.
///
/// Of d dates w are working days by the person's calendar, or Monday to Friday without one. The capacity is d/7 weeks
/// times the mean, over the working days, of the hours per week agreed on that day, 0 on days of leave and on days on
/// which the person isn't employed. Who isn't in `people` counts as employed.
struct Capacity {
    private let view: PeriodView
    private let first: LocalDate
    private let count: Int
    private var workingDays: CalendarDays<Bool>

    private static let lastWorkingDay = 5

    /// For questions about `count` dates from `first` on.
    init(view: PeriodView, calendars: Calendars, first: LocalDate, count: Int) {
        self.view = view
        self.first = first
        self.count = count
        workingDays = CalendarDays(first: first, count: count, facts: view.facts, calendars: calendars) {
            calendar, date in calendar?.hasWork(on: date) ?? (date.isoWeekday <= Self.lastWorkingDay)
        }
    }

    /// One person's working days, and the hours agreed on each.
    struct OfPerson {
        private let isWorkingDay: [Bool]
        /// By date: hours per week; 0 where it is no working day, or the person isn't there.
        private let agreed: [Double]

        fileprivate init(isWorkingDay: [Bool], agreed: [Double]) {
            self.isWorkingDay = isWorkingDay
            self.agreed = agreed
        }

        /// Hours; `nil` rather than 0. Days are counted from the first one.
        func hours(on days: Range<Int>) -> Double? {
            let workingDays = isWorkingDay[days].count { $0 }
            let sum = agreed[days].reduce(0, +)
            guard workingDays > 0, sum > 0 else { return nil }
            return Double(days.count) / 7 / Double(workingDays) * sum
        }
    }

    /// `nil` for who agreed to nothing on any of the dates.
    mutating func of(_ person: Person) -> OfPerson? {
        let agreements = (view.facts.agreements.stretches[person] ?? []).map {
            (hours: $0.hoursPerWeek, days: first.days(from: $0.from, to: $0.to, count: count))
        }.filter { !$0.days.isEmpty }
        guard !agreements.isEmpty else { return nil }
        var agreed = [Double](repeating: 0, count: count)
        // In order, so that several add up to the same bits whatever order the facts have.
        for agreement in agreements.sorted(by: { $0.hours < $1.hours }) {
            for day in agreement.days { agreed[day] += agreement.hours }
        }
        let isWorkingDay = workingDays.values(of: person)
        let isThere = isThere(person)
        for day in 0..<count where !isWorkingDay[day] || !isThere[day] { agreed[day] = 0 }
        return OfPerson(isWorkingDay: isWorkingDay, agreed: agreed)
    }

    /// By date: whether the person is employed and not on leave.
    private func isThere(_ person: Person) -> [Bool] {
        var isThere = [Bool](repeating: !view.isInPeople[person.index], count: count)
        for spell in view.facts.roster.spells(of: person) {
            for day in first.days(from: spell.joinedOn, to: spell.employedUntil, count: count) { isThere[day] = true }
        }
        for span in view.facts.leave.byPerson[person] ?? [] {
            for day in first.days(from: span.from, to: span.to, count: count) { isThere[day] = false }
        }
        return isThere
    }
}
