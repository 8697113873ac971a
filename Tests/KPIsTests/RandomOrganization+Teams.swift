import Domain
import TestValues

extension Organization {
    /// So many teams that what compares teams has a value: of one to four people, most of whom help and answer, with ties,
    /// people who move, teams that nobody helps or answers for, and helpers of unlike components.
    static func randomOfManyTeams(seed: UInt64) -> Organization {
        var generator = SeededNumbers(seed: seed)
        var organization = Organization(from: "2025-02-01", to: "2025-03-01")
        organization.calendars = ["days": .week("09:00", "17:00"), "late": .week("13:00", "21:00", days: 2...6)]
        let teams = (0..<Int.random(in: 8...18, using: &generator)).map { "team \($0)" }
        for team in teams { organization.teams[team] = [Stretch(calendar: generator.pick(["days", "days", "late"]))] }
        let ways = Ways(
            agreeing: generator.pick([0, 0.1, 0.5, 1]), timing: generator.pick([0, 0.9, 1]),
            naming: generator.pick([0, 0.8]), rating: generator.pick([0, 0.3]))
        for team in teams {
            for member in 0..<Int.random(in: 1...4, using: &generator) {
                organization.addMember("\(team) \(member)", of: team, among: teams, ways, &generator)
            }
        }
        return organization
    }

    /// How often people of an organization agree to hours, and its contributions tell something.
    private struct Ways {
        let agreeing: Double
        let timing: Double
        let naming: Double
        let rating: Double
    }

    private static let newest = "2025-02-01"

    private mutating func addMember(
        _ name: String, of team: String, among teams: [String], _ ways: Ways, _ generator: inout SeededNumbers
    ) {
        var spells = Spell.employed(from: "2024-01-01", team: team)
        if generator.chance(0.1) {
            spells[0].to = "2025-02-10"
            spells.append(Spell(team: generator.pick(teams), joinedOn: "2024-01-01", from: "2025-02-10"))
        }
        if !generator.chance(0.03) { people[name] = spells }
        if generator.chance(ways.agreeing) {
            let hours = Double(Int.random(in: 1...4, using: &generator))
            agreements.append(.init(name, hoursPerWeek: hours, from: "2024-01-01"))
        }
        for _ in 0..<generator.pick([0, 1, 2, 3, 5, 8]) {
            let day = date(Self.newest).advanced(byDays: Int.random(in: 0...27, using: &generator))
            var piece = Contribution(
                helper: name,
                startedAt: at(day.description, hours: Double(Int.random(in: 7...23, using: &generator))))
            if generator.chance(ways.timing) { piece.minutes = Double(15 * Int.random(in: 1...8, using: &generator)) }
            if generator.chance(ways.naming) { piece.recipient = "\(generator.pick(teams)) 0" }
            if piece.recipient == name { piece.recipient = nil }
            if generator.chance(ways.rating) { piece.rating = 5 }
            contributions.append(piece)
        }
        if generator.chance(0.9) { addSheet("token of \(name)", of: generator.chance(0.97) ? team : nil, &generator) }
    }

    private mutating func addSheet(_ token: String, of team: String?, _ generator: inout SeededNumbers) {
        let mood = Int.random(in: 0...4, using: &generator)
        let most: Double = generator.pick([4, 100])
        for item in SurveyItems.burnoutAtWork.items where generator.chance(0.9) {
            let names = item.split(separator: "/").map(String.init)
            let score = min(4, max(0, mood + Int.random(in: -1...1, using: &generator)))
            answers.append(
                Answer(
                    survey: "winter", token: token, instrument: names[0], item: names[1],
                    score: Double(score) * most / 4, scaleMin: 0, scaleMax: most, submittedAt: at("2025-02-20"),
                    team: team))
        }
    }
}
