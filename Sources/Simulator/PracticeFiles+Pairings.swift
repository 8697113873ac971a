import Domain

/// Buddies of those who join, mentors, and when they meet.
extension PracticeFiles {
    mutating func writePairings() throws(SimulationError) {
        var pairings = try CSVFile(of: Datasets.pairings, in: directory)
        var meetings = try CSVFile(of: Datasets.pairMeetings, in: directory)
        var count = 0
        for person in organization.people.indices {
            for pair in [buddy(of: person), mentor(of: person)].compactMap({ $0 }) {
                let id = Names.pairing(count)
                count += 1
                try pairings.append([
                    id, self.id(pair.supporter), self.id(person), pair.kind, pair.from, pair.to,
                    midnight(max(pair.from, from)),
                ])
                for planned in pair.planned where planned.date < until {
                    let isHeld = generator.chance(shareHeld(by: pair, on: planned.date))
                    let isThere = [person, pair.supporter].allSatisfy { self.isThere($0, on: planned.date) }
                    let late = generator.whole(Habits.secondsLate)
                    let held = WallTime(date: planned.date, second: planned.second + late)
                    let text = clock.text(of: planned)
                    let heldAt = isHeld && isThere ? clock.text(of: held) : nil
                    try meetings.append([id, text, heldAt, heldAt ?? text])
                }
            }
        }
        try pairings.finish()
        try meetings.finish()
    }

    private struct Pair {
        let supporter: Int
        let kind: String
        let from: LocalDate
        let to: LocalDate
        let planned: [WallTime]
    }

    private func shareHeld(by pair: Pair, on day: LocalDate) -> Double {
        guard pair.kind == Self.buddy else { return Habits.shareOfMeetingsHeld }
        let isAbsent = organization.plan.absentFrom.map { day >= $0 } ?? false
        return isAbsent ? Habits.shareHeldByAbsentBuddies : Habits.shareOfCheckInsHeld
    }

    private static let buddy = "buddy"

    /// Of somebody whose first weeks end within the simulated time.
    private mutating func buddy(of person: Int) -> Pair? {
        let joiner = organization.people[person]
        let firstDays = Int(from.daysSinceEpoch - joiner.joinedOn.daysSinceEpoch)
        guard firstDays < Habits.daysOfCheckIns, let spell = joiner.spells.first,
            generator.chance(Habits.shareWithBuddy)
        else {
            return nil
        }
        let days = generator.pick(Habits.daysUntilBuddy)
        let begins = joiner.joinedOn.advanced(byDays: generator.whole(days))
        guard begins < min(joiner.leftOn ?? until, until),
            let supporter = colleague(of: person, in: spell.team, on: begins)
        else { return nil }
        let office = organization.calendars[WorkWeek.office]
        let firstDay = Int(begins.daysSinceEpoch - joiner.joinedOn.daysSinceEpoch)
        let planned = (firstDay..<Habits.daysOfCheckIns).map { joiner.joinedOn.advanced(byDays: $0) }
            .filter { !office.spans(startingOn: $0).isEmpty }
        let to = end(of: begins.advanced(byDays: Habits.daysWithBuddy), person, supporter)
        return Pair(
            supporter: supporter, kind: Self.buddy, from: begins, to: to,
            planned: planned.filter { $0 < to }.map { WallTime(date: $0, second: Habits.checkInAt) })
    }

    /// A day, or an earlier one on which one of the two has left.
    private func end(of day: LocalDate, _ people: Int...) -> LocalDate {
        people.compactMap { organization.people[$0].leftOn }.reduce(day, min)
    }

    private mutating func mentor(of person: Int) -> Pair? {
        let mentored = organization.people[person]
        guard Habits.mentored.contains(mentored.level.name), generator.chance(Habits.shareWithMentor) else {
            return nil
        }
        let begins = mentored.joinedOn.advanced(byDays: generator.whole(Habits.daysUntilMentor))
        guard begins < min(mentored.leftOn ?? until, until),
            let spell = mentored.spells.last(where: { $0.from <= begins })
        else { return nil }
        let whose = team(spell.team, orElsewhere: Habits.shareOfMentorsFromElsewhere)
        let candidates = organization.teams[whose].present(on: begins).map(\.person).filter {
            $0 != person && Habits.mentors.contains(organization.people[$0].level.name)
        }
        guard !candidates.isEmpty else { return nil }
        let supporter = candidates[generator.below(candidates.count)]
        let to = end(of: begins.advanced(byDays: Habits.daysWithMentor), person, supporter)
        guard to > from else { return nil }
        let days = stride(from: 0, to: Habits.daysWithMentor, by: Habits.daysBetweenMeetings)
        let office = organization.calendars[WorkWeek.office]
        return Pair(
            supporter: supporter, kind: "mentor", from: begins, to: to,
            planned: days.map { begins.advanced(byDays: $0) }
                .filter { $0 >= from && $0 < to && !office.spans(startingOn: $0).isEmpty }
                .map { WallTime(date: $0, second: Habits.meetingAt) })
    }
}
