import TestValues
import Testing

@testable import Domain

@Suite struct TeamsNamedTests {
    @Test("Every team that is named is looked for in teams, once a dataset, but for those that answers to surveys name")
    func teams() {
        var facts = Facts()
        let (known, unknown, none) = (
            facts.symbols.intern("known"), facts.symbols.intern("unknown"), facts.symbols.intern("")
        )
        for team in [known, unknown, unknown, .unknown] {
            facts[table: "help_requests"].append(HelpRequests.team(team))
        }
        facts[table: "satisfaction"].append(Satisfaction.team(unknown))
        // Of people without a team.
        facts[table: "survey_invitations"].append(SurveyInvitations.team(none))
        facts[table: "rituals"].append(Rituals.team(known))
        facts.people = [70]
        let spell = Roster.Spell(
            team: unknown, department: .unknown, level: .unknown, joinedOn: .distantPast, from: .distantPast,
            to: .distantFuture)
        facts.roster = Roster(spellsByPerson: [[spell]])
        facts.teams = TeamHistory(
            stretches: [known: [.init(department: .unknown, from: .distantPast, to: .distantFuture)]])
        #expect(
            facts.teamsNamed == [
                "help_requests": TeamsNamed(all: ["known", "unknown"], inTeams: ["known"]),
                "rituals": TeamsNamed(all: ["known"], inTeams: ["known"]),
                "people": TeamsNamed(all: ["unknown"], inTeams: []),
            ])
    }
}
