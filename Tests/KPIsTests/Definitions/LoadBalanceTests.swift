import Domain
import Testing

@testable import KPIs

@Suite("What disclosure asks of the balance of load")
struct LoadBalanceTests {
    /// Teams by the hours that each of their people gave of four.
    private func organization(_ teams: [String: [Double]]) -> Organization {
        var organization = Organization(from: "2026-02-01", to: "2026-03-01")
        for (team, hours) in teams {
            for (number, hours) in hours.enumerated() {
                let name = "\(team) \(number)"
                organization.people[name] = Organization.Spell.employed(from: "2025-01-01", team: team)
                organization.agreements.append(.init(name, hoursPerWeek: 1, from: "2025-01-01"))
                organization.contributions.append(
                    .init(helper: name, startedAt: at("2026-02-10"), minutes: hours * 60))
            }
        }
        return organization
    }

    @Test("Behind a median of teams are the people of those that have a coefficient, on its sides those of each")
    func median() throws {
        // Ginis: amber 0, birch 1/2, coral 1; dune is one person alone, and elm gave nothing.
        let organization = organization([
            "amber": [1, 1, 1], "birch": [1, 3], "coral": [0, 4], "dune": [2], "elm": [0, 0],
        ])
        let median = try #require(organization.figure("load_balance", "default", "median_of_teams"))
        #expect(median.estimate.value == 0.5 && median.n == 7 && median.contributors.people == 7)
        #expect(median.exposure.sides == .init(before: 5, after: 2))
    }

    @Test("Of a team those outside are whose loads aren't in it")
    func outside() throws {
        let organization = organization(["amber": [1, 1, 2], "birch": [1, 3]])
        let amber = try #require(
            organization.figure("load_balance", "default", "gini", scope: Scope(.team, "amber")))
        #expect(amber.contributors.people == 3 && amber.exposure.outside.organization == RoleCounts(2))
    }
}
