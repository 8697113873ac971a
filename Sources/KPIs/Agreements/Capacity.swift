import Domain

/// The hours of help that people agreed to give in stretches of consecutive dates.
///
/// Who isn't in `people` counts as employed.
struct Capacity {
    /// What it is, as sheets say it.
    static let definition = """
        Capacity is d/7 weeks, d the days of the period, times the mean over its working days of the hours a week \
        agreed on that day, 0 on days of leave and when not employed; several agreements add up. Working days are \
        those on which a shift of the person's calendar starts, Monday to Friday without a calendar.
        """

    private let view: PeriodView
    private let first: LocalDate
    private let count: Int
    private var workingDays: WorkingDays

    /// For questions about `count` dates from `first` on.
    init(view: PeriodView, calendars: Calendars, first: LocalDate, count: Int) {
        self.view = view
        self.first = first
        self.count = count
        workingDays = WorkingDays(view: view, calendars: calendars, first: first, count: count)
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
        let isWorkingDay = workingDays.days(of: person)
        let isThere = isThere(person)
        for day in 0..<count where !isWorkingDay[day] || !isThere[day] { agreed[day] = 0 }
        return OfPerson(isWorkingDay: isWorkingDay, agreed: agreed)
    }

    /// By date: whether the person is employed and not on leave.
    private func isThere(_ person: Person) -> [Bool] {
        var isThere = workingDays.areEmployed(person)
        for span in view.facts.leave.byPerson[person] ?? [] {
            for day in first.days(from: span.from, to: span.to, count: count) { isThere[day] = false }
        }
        return isThere
    }
}
