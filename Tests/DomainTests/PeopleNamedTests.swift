import TestValues
import Testing

@testable import Domain

@Suite struct PeopleNamedTests {
    @Test("Whoever is named is looked for in people, in each column that names somebody")
    func columns() {
        var facts = Facts()
        facts.people = [70, 71, 72]
        for requester in [0, 1, -1] as [Person] {
            facts[table: "help_requests"].append(HelpRequests.requester(requester))
        }
        facts[table: "recognitions"].append(Recognitions.giver(2), Recognitions.receiver(2))
        facts.leave.byPerson = [1: []]
        let known = Roster.Spell(
            team: 1, department: .unknown, level: .unknown, joinedOn: .distantPast, from: .distantPast,
            to: .distantFuture, manager: 2)
        facts.roster = Roster(spellsByPerson: [[], [known], []])
        let named = facts.peopleNamed
        #expect(
            named == [
                PeopleColumn(Datasets.helpRequests, "requester_id"): PeopleNamed(all: [70, 71], inPeople: [71]),
                PeopleColumn(Datasets.recognitions, "giver_id"): PeopleNamed(all: [72], inPeople: []),
                PeopleColumn(Datasets.recognitions, "receiver_id"): PeopleNamed(all: [72], inPeople: []),
                PeopleColumn(Datasets.leave, "person_id"): PeopleNamed(all: [71], inPeople: [71]),
                PeopleColumn(Datasets.people, "manager_id"): PeopleNamed(all: [72], inPeople: []),
            ])
    }
}
