import Domain

/// What people promise one another, and whether they keep it.
extension PracticeFiles {
    mutating func writeCommitments() throws(SimulationError) {
        var file = try CSVFile(of: Datasets.commitments, in: directory)
        var count = 0
        for team in organization.teams.indices {
            for spell in organization.teams[team].spells {
                let last = min(spell.to ?? until, until)
                var day = max(spell.from, from)
                while true {
                    let gap = generator.exponential(mean: HelpGenerator.daysPerMonth / Habits.promisesPerPersonMonth)
                    day = day.advanced(byDays: Int(gap))
                    guard day < last else { break }
                    if let promise = promise(by: spell, on: day) {
                        try file.append([Names.commitment(count)] + promise)
                        count += 1
                    }
                    day = day.advanced(byDays: 1)
                }
            }
        }
        try file.finish()
    }

    /// Everything but its id; `nil` on a day off.
    private mutating func promise(by spell: SimulatedOrganization.Spell, on day: LocalDate) -> CSVFile.Fields? {
        let week = organization.calendars[spell.calendar]
        guard isThere(spell.person, on: day), let promised = week.moment(on: day, using: &generator),
            promised.date < until
        else { return nil }
        let isBroken = organization.plan.brokenPromises.holds(in: spell.team, on: day)
        if isBroken { counts.promises += 1 }
        let whose = team(spell.team, orElsewhere: 1 - Habits.shareOwnTeamPromised)
        let recipient = colleague(of: spell.person, in: whose, on: day)
        let isNamed = !generator.chance(Habits.sharePromisedToNobodyNamed)
        let due = WallTime(
            date: promised.date.advanced(byDays: generator.whole(Habits.daysToKeep)), second: Habits.dueAt)
        let asked = steps(generator.lognormal(median: Habits.minutesAsked, sigma: Habits.effortSigma))
        let agreed = steps(Double(asked) * generator.pick(Habits.sharesAgreed))
        let isAskedKnown = generator.chance(Habits.shareMinutesAskedKnown)
        let isKept = generator.chance(isBroken ? Habits.shareKeptWhereBroken : Habits.shareKept)
        let delivered = delivery(of: promised, due: due, by: spell)
        let minutes = steps(Double(agreed) * generator.pick(Habits.sharesDelivered))
        let at =
            isKept && delivered.date < organization.people[spell.person].leftOn ?? .distantFuture
            ? past(delivered) : nil
        let start = clock.text(of: promised)
        return [
            id(spell.person), isNamed ? recipient.map { id($0) } : nil, start, clock.text(of: due),
            isAskedKnown ? asked : nil, agreed, at, at == nil ? nil : minutes, at ?? start,
        ]
    }

    /// When it is given, if it is: somewhere before it is due, or late.
    private mutating func delivery(
        of promised: WallTime, due: WallTime, by spell: SimulatedOrganization.Spell
    ) -> WallTime {
        let week = organization.calendars[spell.calendar]
        let isLate = generator.chance(Habits.shareLate)
        let lateness = workingSeconds(medianHours: Habits.lateMedianHours)
        let days = Int(due.date.daysSinceEpoch - promised.date.daysSinceEpoch)
        let second = generator.below(Habits.dueAt)
        if isLate { return week.time(after: due, workingSeconds: lateness) }
        // The day after the promise at the earliest.
        return WallTime(date: promised.date.advanced(byDays: 1 + generator.below(days)), second: second)
    }

    private func steps(_ minutes: Double) -> Int {
        max(1, Int((minutes / Double(Habits.stepOfMinutes)).rounded())) * Habits.stepOfMinutes
    }
}
