import Domain
import TestValues
import Testing

@testable import KPIs

@Suite("Attribution")
struct AttributionTests {
    /// hal moves from amber to birch on 10 January; birch moves from north to south on 20 January.
    private var organization: Organization {
        var organization = Organization(from: "2026-01-01", to: "2026-02-01")
        organization.teams = [
            "amber": [.init(department: "north")],
            "birch": [.init(department: "north", to: "2026-01-20"), .init(department: "south", from: "2026-01-20")],
        ]
        organization.people = [
            "hal": [
                .init(team: "amber", joinedOn: "2025-01-01", from: "2025-01-01", to: "2026-01-10"),
                .init(team: "birch", joinedOn: "2025-01-01", from: "2026-01-10"),
            ],
            "ada": [
                .init(team: "coral", department: "west", level: "junior", joinedOn: "2025-01-01", from: "2025-01-01")
            ],
            "new": [.init(team: "amber", joinedOn: "2026-02-01", from: "2026-02-01")],
            "solo": [.init(department: "east", joinedOn: "2025-01-01", from: "2025-01-01")],
        ]
        return organization
    }

    private func place(_ request: Organization.Request) -> [String?] {
        var organization = organization
        organization.requests = [request]
        let view = organization.view
        let place = view.places(of: [0])[0]
        return [place.team, place.department].map { view.facts.symbols[$0] }
    }

    @Test("The row's own team comes first, with its department at opening")
    func rowTeam() {
        #expect(
            place(
                .init(
                    requester: "ada", helper: "hal", team: "birch", openedAt: at("2026-01-19"),
                    firstResponseAt: at("2026-01-25")))
                == ["birch", "north"])
        #expect(place(.init(team: "unheard of", openedAt: at("2026-01-19"))) == ["unheard of", nil])
    }

    @Test("Else the helper's at the answer, else the asker's at opening")
    func people() {
        let opened = at("2026-01-05")
        #expect(
            place(
                .init(requester: "ada", helper: "hal", openedAt: opened, firstResponseAt: at("2026-01-09", hours: 23.9))
            ) == ["amber", "north"])
        #expect(
            place(.init(requester: "ada", helper: "hal", openedAt: opened, firstResponseAt: at("2026-01-10"))) == [
                "birch", "north",
            ])
        #expect(
            place(.init(requester: "ada", helper: "hal", openedAt: opened, resolvedAt: at("2026-01-21"))) == [
                "birch", "south",
            ])
        #expect(place(.init(requester: "ada", helper: "hal", openedAt: opened)) == ["coral", "west"])
        #expect(
            place(.init(requester: "ada", helper: "stranger", openedAt: opened, firstResponseAt: opened)) == [
                "coral", "west",
            ])
        #expect(place(.init(helper: "hal", openedAt: opened)) == [nil, nil])
        #expect(place(.init(requester: "new", openedAt: opened)) == [nil, nil])
    }

    @Test("Where no team is known, a person's own department counts")
    func departmentWithoutTeam() {
        let opened = at("2026-01-05")
        #expect(place(.init(helper: "solo", openedAt: opened, firstResponseAt: opened)) == [nil, "east"])
        #expect(
            place(.init(requester: "ada", helper: "solo", openedAt: opened, firstResponseAt: opened)) == [
                "coral", "west",
            ])
    }

    @Test("Days are those of the organization's zone")
    func zone() {
        // 09 January 23:30 UTC is the tenth in Berlin.
        var organization = organization
        organization.zone = "Europe/Berlin"
        organization.requests = [
            .init(
                requester: "ada", helper: "hal", openedAt: at("2026-01-05"),
                firstResponseAt: at("2026-01-09", hours: 23.5))
        ]
        let view = organization.view
        #expect(view.facts.symbols[view.places(of: [0])[0].team] == "birch")
        #expect(view.facts.symbols[view.askerLevel[0]] == "junior")
    }
}
