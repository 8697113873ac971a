import Domain
import Foundation

/// Help that is noted by itself, and thanks.
extension HelpGenerator {
    /// Some helpers note what they gave to a request; sometimes a colleague joins in.
    mutating func contribute(to request: inout SimulatedRequest, at time: WallTime, askedBy asker: Int) {
        guard generator.chance(Habits.shareOfRequestsWithContribution), let helper = request.helper else { return }
        let known = request.minutes ?? minutes(median: request.kind.minutes, sigma: Habits.effortSigma)
        request.contributions = [
            contribution(of: helper, to: request.requester, at: time, minutes: known, kind: request.kind)
        ]
        guard generator.chance(Habits.shareWithSecondHelper) else { return }
        let colleagues = organization.teams[request.team].present(on: time.date).filter { spell in
            spell.person != helper && spell.person != asker && spell.person != organization.overloadedPerson
                && !organization.people[spell.person].isOnLeave(time.date)
                && organization.calendars[spell.calendar].contains(time)
        }
        guard !colleagues.isEmpty else { return }
        request.contributions.append(
            contribution(
                of: colleagues[generator.below(colleagues.count)].person, to: request.requester, at: time,
                minutes: max(1, known / 2), kind: request.kind))
    }

    private mutating func contribution(
        of helper: Int, to recipient: Int?, at time: WallTime, minutes: Int, kind: Kind
    ) -> SimulatedContribution {
        SimulatedContribution(
            helper: helper, recipient: generator.chance(Habits.shareRecipientNamed) ? recipient : nil, started: time,
            minutes: generator.chance(Habits.shareMinutesKnown) ? minutes : nil,
            kind: generator.chance(Habits.shareKindNamed) ? kind : nil,
            rating: generator.chance(Habits.shareRated) ? generator.pick(Habits.ratings) : nil)
    }

    /// Help that nobody asked for, in the order of its beginning: the usual, and what is planted on top.
    mutating func unasked(on day: LocalDate) -> [SimulatedContribution] {
        var pieces: [SimulatedContribution] = []
        for team in organization.teams.indices {
            for spell in organization.teams[team].present(on: day)
            where !organization.people[spell.person].isOnLeave(day) {
                pieces += usual(by: spell, on: day)
                if organization.plan.overrun.holds(in: team, on: day) {
                    pieces += overrun(by: spell, on: day)
                }
                if organization.plan.afterHours.holds(in: team, on: day),
                    let piece = afterHours(
                        by: spell, on: day, chance: Habits.afterHoursChance, minutes: Habits.afterHoursMinutes,
                        .afterHours)
                {
                    pieces.append(piece)
                }
                if let piece = overworked(spell, on: day) { pieces.append(piece) }
            }
        }
        return pieces.sorted { $0.started < $1.started }
    }

    /// Working days in a month, of a full week.
    private static let workingDaysPerMonth = daysPerMonth * 5 / 7

    private mutating func usual(
        by spell: SimulatedOrganization.Spell, on day: LocalDate
    ) -> [SimulatedContribution] {
        let week = organization.calendars[spell.calendar]
        guard !week.spans(startingOn: day).isEmpty else { return [] }
        let person = organization.people[spell.person]
        let rate = Habits.unaskedPerPersonMonth / Self.workingDaysPerMonth * person.helping
        return (0..<generator.poisson(mean: rate)).compactMap { _ in
            let time =
                spell.calendar == WorkWeek.office && generator.chance(Habits.shareInTheEvening)
                ? time(on: day, in: Habits.eveningHours) : week.moment(on: day, using: &generator)
            return time.flatMap {
                piece(by: spell, at: $0, minutes: minutes(median: Habits.unaskedMinutes, sigma: Habits.effortSigma))
            }
        }
    }

    /// As much as the agreed hours of a working day take, many times over.
    private mutating func overrun(
        by spell: SimulatedOrganization.Spell, on day: LocalDate
    ) -> [SimulatedContribution] {
        let week = organization.calendars[spell.calendar]
        guard let agreed = organization.people[spell.person].agreement?.hours(on: day),
            !week.spans(startingOn: day).isEmpty
        else { return [] }
        let mean = agreed * 60 / 5 * Habits.overrunPerAgreedHour / Habits.overrunPiecesPerWorkingDay
        // The mean of a lognormal is its median times exp(σ²/2).
        let median = mean / exp(Habits.overrunSigma * Habits.overrunSigma / 2)
        return (0..<generator.poisson(mean: Habits.overrunPiecesPerWorkingDay)).compactMap { _ in
            week.moment(on: day, using: &generator).flatMap {
                piece(by: spell, at: $0, minutes: minutes(median: median, sigma: Habits.overrunSigma), .overrun)
            }
        }
    }

    private mutating func overworked(
        _ spell: SimulatedOrganization.Spell, on day: LocalDate
    ) -> SimulatedContribution? {
        let department = organization.teams[spell.team].department
        guard organization.plan.visibleBurnout.holds(in: department, on: day),
            organization.people[spell.person].isOverworked, spell.calendar == WorkWeek.office
        else { return nil }
        return whereBurntOut {
            $0.afterHours(
                by: spell, on: day, chance: Habits.overworkedChance, minutes: Habits.overworkedMinutes, .overworked)
        }
    }

    private mutating func afterHours(
        by spell: SimulatedOrganization.Spell, on day: LocalDate, chance: Double, minutes median: Double,
        _ origin: SimulatedContribution.Origin
    ) -> SimulatedContribution? {
        let hours: Range<Int>
        switch day.isoWeekday {
        case 1...4: hours = Habits.nightHours
        case 6...7: hours = Habits.weekendHours
        default: return nil
        }
        guard generator.chance(chance) else { return nil }
        return piece(
            by: spell, at: time(on: day, in: hours), minutes: minutes(median: median, sigma: Habits.effortSigma),
            origin)
    }

    private mutating func time(on day: LocalDate, in hours: Range<Int>) -> WallTime {
        WallTime(date: day, second: hours.lowerBound * 3600 + generator.below(hours.count * 3600))
    }

    /// `nil` where nobody is there to be helped, or it would be somebody whom nobody helps.
    private mutating func piece(
        by spell: SimulatedOrganization.Spell, at time: WallTime, minutes: Int,
        _ origin: SimulatedContribution.Origin = .usual
    ) -> SimulatedContribution? {
        let people = organization.teams[addressee(of: spell.team, on: time.date)].present(on: time.date)
            .filter { $0.person != spell.person }
        guard !people.isEmpty else { return nil }
        let chosen = generator.below(people.count)
        // Somebody whom nobody helps isn't helped unasked either; what is planted goes to the next who is helped at all.
        let inTurn = origin == .usual ? people[chosen...chosen] : people[chosen...] + people[..<chosen]
        let recipient = inTurn.first { !organization.people[$0.person].isUnsupported }?.person
        var piece = contribution(
            of: spell.person, to: recipient, at: time, minutes: minutes, kind: generator.pick(Habits.kinds))
        // Without a request, nothing else says who was helped.
        piece.recipient = recipient
        piece.origin = origin
        return recipient == nil ? nil : piece
    }

    mutating func thank(for request: inout SimulatedRequest) {
        guard generator.chance(Habits.shareThanked), let resolved = request.resolved, let giver = request.requester,
            let receiver = request.helper
        else { return }
        let given = organization.calendars[WorkWeek.office].time(
            after: resolved,
            workingSeconds: seconds(medianHours: Habits.thanksAfterMedianHours, sigma: Habits.secondSigma))
        guard given.date < organization.people[giver].leftOn ?? .distantFuture else { return }
        request.thanks = recognition(by: giver, of: receiver, at: given, for: "helping")
    }

    /// Thanks that follow no help, in the order in which they are given.
    mutating func otherThanks(on day: LocalDate) -> [SimulatedRecognition] {
        var thanks: [SimulatedRecognition] = []
        for team in organization.teams.indices {
            for spell in organization.teams[team].present(on: day)
            where generator.chance(Habits.otherThanksPerPersonMonth / Self.workingDaysPerMonth) {
                let others = organization.teams[addressee(of: team, on: day)].present(on: day)
                    .filter { $0.person != spell.person }
                guard !others.isEmpty,
                    let time = organization.calendars[spell.calendar].moment(on: day, using: &generator)
                else { continue }
                thanks.append(
                    recognition(
                        by: spell.person, of: others[generator.below(others.count)].person, at: time,
                        for: generator.chance(Habits.shareThankedForAsking) ? "asking" : "own_work"))
            }
        }
        return thanks.sorted { $0.given < $1.given }
    }

    private mutating func recognition(
        by giver: Int, of receiver: Int, at time: WallTime, for reason: String
    ) -> SimulatedRecognition {
        SimulatedRecognition(
            giver: giver, receiver: receiver, given: time, reason: reason,
            valueTags: generator.pick(Habits.valueTags), isPublic: generator.chance(Habits.sharePublic))
    }
}
