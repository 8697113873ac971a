import Domain
import Foundation

/// Who works where and when, decided before the first request is asked. Positions in the arrays are identities.
struct SimulatedOrganization {
    struct Team {
        let id, name: String
        let department, location: String
        /// Factor on the time to respond and to resolve.
        var pace = 1.0
        /// Position in `calendars`.
        var calendar = WorkWeek.office
        var spells: [Spell] = []

        func present(on day: LocalDate) -> [Spell] {
            spells.filter { $0.from <= day && day < ($0.to ?? .distantFuture) }
        }
    }

    struct Person {
        let id: String
        let level: Level
        let asking, helping: Double
        /// How content the person is by nature; standard normal.
        let mood: Double
        let joinedOn: LocalDate
        /// First day gone.
        var leftOn: LocalDate?
        /// How the person left, where it happened.
        var separation: Separation?
        /// Stretches in teams, one after the other.
        var spells: [Spell] = []
        /// One after the other.
        var leave: [Leave] = []
        var agreement: SimulatedAgreement?
        /// Whether nobody ever helps the person.
        var isUnsupported = false
        /// Whether the person helps after hours where people are burnt out: one of those who help more than others of
        /// their level, so that help and what follows from it go together as they do elsewhere.
        var isOverworked: Bool { helping > level.helping * Habits.overworkedFrom }

        func isOnLeave(_ day: LocalDate) -> Bool { leave.contains { $0.from <= day && day < $0.to } }
    }

    struct Spell {
        let person, team: Int
        /// Position in `calendars`: the team's, or in a team that works in shifts the person's own.
        let calendar: Int
        let from: LocalDate
        /// First day after it; `nil` lasts on.
        var to: LocalDate?
    }

    struct Leave {
        let kind: String
        /// First day away, first day back.
        let from, to: LocalDate
    }

    let plan: Plan
    let calendars: [WorkWeek]
    private(set) var teams: [Team] = []
    private(set) var people: [Person] = []
    /// The first place of each team; its holder stays throughout and manages the team.
    private(set) var leads: [Int] = []
    private(set) var overloadedPerson: Int?
    /// The planted exit wave: who could have gone with it, who did, and which of the next few does.
    private(set) var wave = (asked: 0, left: 0, turn: 0)
    /// Positions in `teams`, by department.
    private(set) var teamsByDepartment: [String: [Int]] = [:]

    /// There are `headcount` places on the day before `from`, some of them vacant; what happens from `until` on is not
    /// decided.
    init(
        headcount: Int, from: LocalDate, until: LocalDate, without left: Set<PlantedTruth>,
        using generator: inout SeededGenerator
    ) {
        let count = max(1, headcount / Habits.teamSize)
        plan = Plan(
            departments: (0..<count).map { Names.team($0).department }, without: left, from: from, until: until,
            using: &generator)
        calendars = WorkWeek.all(years: from.year...until.year)
        for number in 0..<count {
            var team = Names.team(number)
            team.pace =
                number == plan.slowTeam ? Habits.slowFactor : generator.lognormal(median: 1, sigma: Habits.paceSpread)
            if number == plan.shiftTeam { team.calendar = WorkWeek.roundTheClock }
            teams.append(team)
            teamsByDepartment[team.department, default: []].append(number)
        }
        for place in 0..<headcount {
            // Most places go round the teams, the rest fall where they may, so that sizes differ.
            let team = place < count * Habits.evenPlaces ? place % count : generator.below(count)
            // A team's first place is its lead's; the second, in one team, is the overloaded helper's.
            let holder: Holder =
                place < count ? .lead : place - count == plan.overloadedTeam ? .overloaded : .anybody
            fill(by: holder, team: team, from: from, until: until, using: &generator)
        }
        for spell in people.lazy.flatMap(\.spells) { teams[spell.team].spells.append(spell) }
        for person in people.indices { arrange(person, from: from, until: until, using: &generator) }
    }

    /// Decides whom nobody helps.
    ///
    /// Who left, and when, is known by now; so it is drawn by Bayes' rule who of them and of the others it was: as likely as
    /// if that had been drawn first, and then how long each stays.
    mutating func plantUnsupported(from: LocalDate, until: LocalDate, using generator: inout SeededGenerator) {
        let staying = Set(leads + [overloadedPerson].compactMap { $0 })
        for position in people.indices {
            let chance = generator.uniform()
            guard plan.isSupportKeeping, !staying.contains(position) else { continue }
            let person = people[position]
            let days =
                Int(min(person.leftOn ?? until, until).daysSinceEpoch)
                - Int(max(person.joinedOn, from).daysSinceEpoch)
            guard days >= 0 else { continue }
            func likelihood(_ exits: Double) -> Double {
                let rate = exits * Habits.yearlyExitRate
                return exp(-rate * Double(days) / Self.daysPerYear) * (person.leftOn == nil ? 1 : rate)
            }
            let without = Habits.shareUnsupported * likelihood(Habits.exitsOfUnsupported)
            let with = (1 - Habits.shareUnsupported) * likelihood(Habits.exitsOfSupported)
            people[position].isUnsupported = chance * (without + with) < without
        }
    }

    func manager(of spell: Spell) -> Int? {
        let lead = leads[spell.team]
        if spell.person != lead { return lead }
        // Leads answer to the lead of their department's first team, and those to the first lead of all.
        let head = leads[teamsByDepartment[teams[spell.team].department]?.first ?? 0]
        if lead != head { return head }
        return head == leads[0] ? nil : leads[0]
    }

    private enum Holder { case lead, overloaded, anybody }

    /// One place, held by one person after the other; a transfer takes the place along. Leads and the overloaded
    /// helper stay.
    private mutating func fill(
        by holder: Holder, team: Int, from: LocalDate, until: LocalDate, using generator: inout SeededGenerator
    ) {
        var team = team
        let stays = holder != .anybody
        // Who came and went before the first day is told too, or nobody would seem to have left until then.
        var joined = from.advanced(byDays: -1 - generator.below(Habits.daysOfGrowth))
        while joined < until {
            var left = stays ? nil : date(after: joined, yearly: Habits.yearlyExitRate, &generator)
            var stretches = [(team: team, from: joined)]
            if !stays {
                stretches += moves(from: joined, until: min(left ?? until, until), leaving: team, &generator)
            }
            let departure = stays ? nil : departure(inWaveOf: stretches, before: left, &generator)
            if let departure {
                left = departure
                stretches.removeAll { $0.from >= departure }
            }
            var person = newPerson(
                isLead: holder == .lead, joined: joined, left: left.flatMap { $0 < until ? $0 : nil }, &generator)
            if person.leftOn != nil {
                person.separation = departure == nil ? generator.pick(Habits.separations) : .ofWave
            }
            for (position, stretch) in stretches.enumerated() {
                let isLast = position == stretches.count - 1
                person.spells.append(
                    Spell(
                        person: people.count, team: stretch.team,
                        calendar: stretch.team == plan.shiftTeam
                            ? generator.whole(WorkWeek.ownShifts) : teams[stretch.team].calendar,
                        from: stretch.from, to: isLast ? person.leftOn : stretches[position + 1].from))
                team = stretch.team
            }
            switch holder {
            case .lead: leads.append(people.count)
            case .overloaded: overloadedPerson = people.count
            case .anybody: break
            }
            people.append(person)
            guard let left else { return }
            joined = left.advanced(byDays: generator.whole(Habits.vacancyDays))
        }
    }

    /// Transfers to other teams, each with its first day there.
    private func moves(
        from: LocalDate, until: LocalDate, leaving team: Int, _ generator: inout SeededGenerator
    ) -> [(team: Int, from: LocalDate)] {
        guard teams.count > 1 else { return [] }
        var moves: [(team: Int, from: LocalDate)] = []
        var team = team
        var day = date(after: from, yearly: Habits.yearlyTransferRate, &generator)
        while day < until {
            team = (team + 1 + generator.below(teams.count - 1)) % teams.count
            moves.append((team, day))
            day = date(after: day, yearly: Habits.yearlyTransferRate, &generator)
        }
        return moves
    }

    /// The day on which somebody goes with the planted wave: one out of so many whose department it is then.
    private mutating func departure(
        inWaveOf stretches: [(team: Int, from: LocalDate)], before left: LocalDate?,
        _ generator: inout SeededGenerator
    ) -> LocalDate? {
        guard let planted = plan.exitWave else { return nil }
        let day = planted.from.advanced(byDays: generator.whole(1...27))
        guard day < left ?? .distantFuture, let stretch = stretches.last(where: { $0.from < day }),
            teams[stretch.team].department == planted.place
        else { return nil }
        let turn = wave.asked % Habits.waveTakesOneOf
        if turn == 0 { wave.turn = generator.below(Habits.waveTakesOneOf) }
        wave.asked += 1
        guard turn == wave.turn else { return nil }
        wave.left += 1
        return day
    }

    private func newPerson(
        isLead: Bool, joined: LocalDate, left: LocalDate?, _ generator: inout SeededGenerator
    ) -> Person {
        let level = isLead ? Habits.lead : generator.pick(Habits.levels)
        return Person(
            id: Names.person(people.count), level: level,
            asking: level.asking * generator.lognormal(median: 1, sigma: Habits.askingSpread),
            helping: level.helping * generator.lognormal(median: 1, sigma: Habits.helpingSpread),
            mood: generator.normal(), joinedOn: joined, leftOn: left)
    }

    /// What somebody agrees to, and when they are away.
    private mutating func arrange(
        _ person: Int, from: LocalDate, until: LocalDate, using generator: inout SeededGenerator
    ) {
        let spells = people[person].spells
        people[person].agreement = SimulatedAgreement(
            of: people[person],
            isCertain: spells.contains { $0.team == plan.overrun?.place || $0.team == plan.afterHours?.place },
            keepsOfficeHours: spells.allSatisfy { $0.calendar == WorkWeek.office }, from: from, until: until,
            using: &generator)
        // Whoever carries most of a team's help is hardly ever away.
        if person == overloadedPerson { return }
        let last = min(people[person].leftOn ?? until, until)
        var day = max(from, people[person].joinedOn)
        while true {
            day = day.advanced(byDays: 1 + Int(generator.exponential(mean: Habits.meanDaysBetweenLeave)))
            guard day < last else { return }
            let absence = generator.pick(Habits.absences)
            let back = min(day.advanced(byDays: generator.whole(absence.days)), last)
            people[person].leave.append(Leave(kind: absence.kind, from: day, to: back))
            day = back
        }
    }

    private static let daysPerYear = 365.25

    /// A day after `start` that comes with a constant yearly rate.
    private func date(after start: LocalDate, yearly rate: Double, _ generator: inout SeededGenerator) -> LocalDate {
        let days = generator.exponential(mean: Self.daysPerYear / rate)
        return start.advanced(byDays: 1 + Int(days))
    }
}
