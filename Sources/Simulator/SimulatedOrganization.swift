import Domain

/// Who works where and when, decided before the first request is asked. Positions in the arrays are identities.
struct SimulatedOrganization {
    struct Team {
        let id, name: String
        let department, location: String
        /// Factor on the time to respond and to resolve.
        var pace: Double
        var spells: [Spell] = []

        func present(on day: LocalDate) -> [Int] {
            spells.compactMap { $0.from <= day && day < ($0.to ?? .distantFuture) ? $0.person : nil }
        }
    }

    struct Person {
        let id: String
        let level: Level
        let asking, helping: Double
        let joinedOn: LocalDate
        /// First day gone.
        var leftOn: LocalDate?
        /// Stretches in teams, one after the other.
        var spells: [Spell] = []
    }

    struct Spell {
        let person, team: Int
        let from: LocalDate
        /// First day after it; `nil` lasts on.
        var to: LocalDate?
    }

    private(set) var teams: [Team] = []
    private(set) var people: [Person] = []
    /// The first place of each team; its holder stays throughout and manages the team.
    private(set) var leads: [Int] = []
    let slowTeam: Int
    let overloadedTeam: Int
    private(set) var overloadedPerson = 0
    /// Positions in `teams`, by department.
    private(set) var teamsByDepartment: [String: [Int]] = [:]

    /// `headcount` people work there on the day before `from`; what happens from `until` on is not decided.
    init(headcount: Int, from: LocalDate, until: LocalDate, using generator: inout SeededGenerator) {
        let count = max(1, headcount / Habits.teamSize)
        overloadedTeam = generator.below(count)
        slowTeam = count == 1 ? 0 : (overloadedTeam + 1 + generator.below(count - 1)) % count
        for number in 0..<count {
            var team = Names.team(number)
            team.pace =
                number == slowTeam ? Habits.slowFactor : generator.lognormal(median: 1, sigma: Habits.paceSpread)
            teams.append(team)
            teamsByDepartment[team.department, default: []].append(number)
        }
        for place in 0..<headcount {
            // Most places go round the teams, the rest fall where they may, so that sizes differ.
            let team = place < count * Habits.evenPlaces ? place % count : generator.below(count)
            // A team's first place is its lead's; the second, in one team, is the overloaded helper's.
            let holder: Holder = place < count ? .lead : place == overloadedTeam + count ? .overloaded : .anybody
            fill(by: holder, team: team, from: from, until: until, using: &generator)
        }
        for spell in people.lazy.flatMap(\.spells) { teams[spell.team].spells.append(spell) }
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
        let isLead = holder == .lead
        let stays = holder != .anybody
        let tenure = generator.exponential(mean: Habits.meanTenureYears * 365)
        var joined = from.advanced(byDays: -1 - Int(tenure))
        // Chances look forward only: those who are there on the first day have not left before it.
        var earliest = from
        while joined < until {
            let left = stays ? nil : date(after: max(joined, earliest), yearly: Habits.yearlyExitRate, &generator)
            let end = min(left ?? until, until)
            var person = newPerson(
                isLead: isLead, joined: joined, left: left.flatMap { $0 < until ? $0 : nil }, &generator)
            var spell = Spell(person: people.count, team: team, from: joined, to: nil)
            var moved =
                stays ? until : date(after: max(joined, earliest), yearly: Habits.yearlyTransferRate, &generator)
            while moved < end, teams.count > 1 {
                spell.to = moved
                person.spells.append(spell)
                team = (team + 1 + generator.below(teams.count - 1)) % teams.count
                spell = Spell(person: people.count, team: team, from: moved, to: nil)
                moved = date(after: moved, yearly: Habits.yearlyTransferRate, &generator)
            }
            spell.to = person.leftOn
            person.spells.append(spell)
            switch holder {
            case .lead: leads.append(people.count)
            case .overloaded: overloadedPerson = people.count
            case .anybody: break
            }
            people.append(person)
            guard let left else { return }
            joined = left.advanced(byDays: generator.whole(Habits.vacancyDays))
            earliest = joined
        }
    }

    private func newPerson(
        isLead: Bool, joined: LocalDate, left: LocalDate?, _ generator: inout SeededGenerator
    ) -> Person {
        let level = isLead ? Habits.lead : generator.pick(Habits.levels)
        return Person(
            id: Names.person(people.count), level: level,
            asking: level.asking * generator.lognormal(median: 1, sigma: Habits.askingSpread),
            helping: level.helping * generator.lognormal(median: 1, sigma: Habits.helpingSpread),
            joinedOn: joined, leftOn: left)
    }

    /// A day after `start` that comes with a constant yearly rate.
    private func date(after start: LocalDate, yearly rate: Double, _ generator: inout SeededGenerator) -> LocalDate {
        let days = generator.exponential(mean: 365.25 / rate)
        return start.advanced(byDays: 1 + Int(days))
    }
}
