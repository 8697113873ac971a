import Domain

/// How much help somebody agreed to give, and when none.
struct SimulatedAgreement {
    struct Term {
        let hours: Double
        let from: LocalDate
        /// First day after it; `nil` lasts on.
        var to: LocalDate?
        let reviewed: LocalDate?
    }

    /// A window without help; without `span` it is the whole day, without `weekday` every day.
    struct Window {
        let weekday: Int?
        let span: Range<Int>?
    }

    /// One after the other.
    var terms: [Term]
    let kinds: String
    let windows: [Window]

    func hours(on day: LocalDate) -> Double? {
        terms.last { $0.from <= day && day < ($0.to ?? .distantFuture) }?.hours
    }
}

extension SimulatedAgreement {
    /// What somebody may have agreed to; `nil` where nothing was.
    ///
    /// - Parameters:
    ///   - isCertain: whoever is to exceed an agreement, or to break its windows, has one.
    ///   - keepsOfficeHours: evenings are no free time for people who work in shifts.
    init?(
        of person: SimulatedOrganization.Person, isCertain: Bool, keepsOfficeHours: Bool, from: LocalDate,
        until: LocalDate, using generator: inout SeededGenerator
    ) {
        guard generator.chance(Habits.shareWithAgreement) || isCertain else { return nil }
        let begins = max(person.joinedOn, from.advanced(byDays: -180)).advanced(byDays: generator.whole(3...40))
        let last = min(person.leftOn ?? until, until)
        guard begins < last else { return nil }
        let usual = (person.helping * Habits.agreedHoursPerHelping / Habits.agreedHoursStep).rounded()
        let hours = max(1, usual) * Habits.agreedHoursStep
        let length = Int(last.daysSinceEpoch - begins.daysSinceEpoch)
        func reviewed(_ from: LocalDate, _ days: Int) -> LocalDate? {
            guard days > 0, generator.chance(Habits.shareReviewed) else { return nil }
            return from.advanced(byDays: generator.below(days))
        }
        if length > 1, generator.chance(Habits.shareRenegotiated) {
            let days = generator.whole(1...length - 1)
            let change = begins.advanced(byDays: days)
            let more = generator.chance(0.5) || hours <= Habits.agreedHoursStep
            terms = [
                Term(hours: hours, from: begins, to: change, reviewed: reviewed(begins, days)),
                Term(
                    hours: hours + (more ? Habits.agreedHoursStep : -Habits.agreedHoursStep), from: change,
                    to: person.leftOn, reviewed: reviewed(change, length - days)),
            ]
        } else {
            terms = [Term(hours: hours, from: begins, to: person.leftOn, reviewed: reviewed(begins, length))]
        }
        kinds = generator.pick(Habits.agreedKinds)
        guard isCertain || generator.chance(Habits.shareWithWindows) else {
            windows = []
            return
        }
        let focus = Window(weekday: generator.whole(1...5), span: Habits.focus)
        guard keepsOfficeHours, isCertain || generator.chance(0.6) else {
            windows = [focus]
            return
        }
        windows = [
            Window(weekday: nil, span: Habits.evening), Window(weekday: 6, span: nil), Window(weekday: 7, span: nil),
        ]
    }
}
