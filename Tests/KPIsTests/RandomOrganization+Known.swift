import Domain
import TestValues

extension Organization {
    /// In which it is known who nearly everybody is, so that what asks for that has a value: people of teams with departments, under
    /// a chain of managers, who ask, help and are away; with some strangers, moves, circles of managers, and help that was given
    /// before.
    static func randomOfKnown(seed: UInt64) -> Organization {
        var generator = SeededNumbers(seed: seed)
        var organization = Organization(from: "2025-04-01", to: generator.pick(["2025-05-01", "2025-07-01"]))
        organization.zone = generator.pick(["UTC", "Europe/Berlin", "America/New_York"])
        organization.settings["response_target_minutes"] = generator.pick(["60", "480"])
        let departments = Array(["north", "south", "west"].prefix(generator.pick([1, 2, 3])))
        let teams = (0..<Int.random(in: 7...10, using: &generator)).map { "team \($0)" }
        for team in teams { organization.teams[team] = [Stretch(department: generator.pick(departments))] }
        let members = teams.map { team in
            (0..<Int.random(in: 2...5, using: &generator)).map { "\(team) \($0)" }
        }
        let isCircle = generator.chance(0.2)
        for (team, names) in zip(teams, members) {
            for name in names {
                let lead = team == teams[0] ? (isCircle ? members[1][0] : nil) : members[0][0]
                organization.employ(name, of: team, under: name == names[0] ? lead : names[0], among: teams, &generator)
            }
        }
        let everybody = members.flatMap { $0 }
        for name in everybody {
            organization.addPieces(by: name, to: everybody, &generator)
            organization.addRequests(by: name, to: everybody, teams: teams, &generator)
            organization.addDaysAway(of: name, &generator)
        }
        return organization
    }

    /// So many days after the window's first, at a quarter of an hour in UTC.
    private func instant(_ days: ClosedRange<Int>, _ generator: inout SeededNumbers) -> Instant {
        let day = date(from).advanced(byDays: Int.random(in: days, using: &generator))
        return at(day.description, hours: Double(Int.random(in: 0..<96, using: &generator)) / 4)
    }

    private mutating func employ(
        _ name: String, of team: String, under manager: String?, among teams: [String],
        _ generator: inout SeededNumbers
    ) {
        guard !generator.chance(0.02) else { return }
        let joined = generator.chance(0.95) ? "2024-01-01" : "2025-04-10"
        var spells = [Spell(team: team, manager: manager, joinedOn: joined, from: joined)]
        if generator.chance(0.1) {
            spells[0].to = "2025-04-16"
            spells.append(
                Spell(team: generator.pick(teams), manager: manager, joinedOn: joined, from: "2025-04-16"))
        } else if generator.chance(0.05) {
            spells[0].to = "2025-04-20"
        }
        people[name] = spells
    }

    private mutating func addPieces(by name: String, to everybody: [String], _ generator: inout SeededNumbers) {
        for _ in 0..<generator.pick([0, 2, 6, 12]) {
            var piece = Contribution(helper: name, startedAt: instant(-95...(windowDays + 1), &generator))
            if generator.chance(0.95) { piece.recipient = generator.pick(everybody.filter { $0 != name }) }
            if generator.chance(0.9) { piece.minutes = Double(15 * Int.random(in: 0...12, using: &generator)) }
            contributions.append(piece)
        }
    }

    private mutating func addRequests(
        by name: String, to everybody: [String], teams: [String], _ generator: inout SeededNumbers
    ) {
        for number in 0..<generator.pick([0, 5, 15]) {
            let opened = instant((generator.chance(0.2) ? -95 : -1)...windowDays, &generator)
            var request = Request(
                id: "\(name), \(number)", requester: name, helper: generator.pick(everybody),
                team: generator.chance(0.95) ? generator.pick(teams) : nil, openedAt: opened)
            func later(_ minutes: [Int64]) -> Instant {
                opened + generator.pick(minutes) * 60 * Instant.microsecondsPerSecond
            }
            if generator.chance(0.9) { request.firstResponseAt = later([0, 10, 59, 60, 300, 480, 3_000]) }
            if generator.chance(0.9) { request.resolvedAt = later([30, 600, 5_000]) }
            if request.resolvedAt == nil, generator.chance(0.3) { request.withdrawnAt = later([45, 900]) }
            if generator.chance(0.9) { request.effortMinutes = Double(generator.pick([5, 30, 90])) }
            requests.append(request)
        }
    }

    private mutating func addDaysAway(of name: String, _ generator: inout SeededNumbers) {
        guard generator.chance(0.85) else { return }
        let first = date(from).advanced(byDays: Int.random(in: -5...windowDays, using: &generator))
        let after = first.advanced(byDays: generator.pick([2, 6, 13, 20]))
        leave[name] = [Leave(from: first.description, to: generator.chance(0.1) ? nil : after.description)]
    }
}
