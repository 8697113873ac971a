import Domain
import Testing

@testable import KPIs

@Suite("What disclosure asks of agreements")
struct AgreementCoverageTests {
    private var organization: Organization {
        var organization = Organization(from: "2026-02-01", to: "2026-03-01")
        for name in ["ana", "bo", "cy", "di", "ed"] {
            organization.people[name] = Organization.Spell.employed(from: "2025-01-01", team: "amber")
        }
        organization.agreements = [
            .init("ana", hoursPerWeek: 4, from: "2025-01-01"), .init("bo", hoursPerWeek: 1, from: "2025-01-01"),
            .init("bo", hoursPerWeek: 2, from: "2025-01-01"),
        ]
        return organization
    }

    @Test("A share of those present has on its sides who holds an agreement and who doesn't")
    func sides() throws {
        let share = try #require(organization.figure("agreement_coverage", "default", "ratio"))
        #expect(share.exposure.sides == .init(before: 2, after: 3))
    }

    @Test("The time agreed is a sum of what each gives")
    func sum() throws {
        let agreed = try #require(organization.figure("capacity_use", "agreed", "per_week"))
        #expect(agreed.exposure.sum == .init(total: 7 * hour, largest: 4 * hour, secondLargest: 3 * hour))
    }

    @Test("Somebody's digest changes with the hours agreed, and nobody else's")
    func digest() throws {
        var later = organization
        later.agreements[0].hours[0].hoursPerWeek = 5
        let before = try #require(organization.figure("capacity_use", "agreed", "per_week")).contributors.digest
        let after = try #require(later.figure("capacity_use", "agreed", "per_week")).contributors.digest
        #expect(before.differences(from: after) == 1)
    }
}
