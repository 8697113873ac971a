import Domain
import Testing

@testable import KPIs

@Suite("The people behind a figure")
struct ContributorsTests {
    private func organization(openHours: [Double]) -> Organization {
        var organization = Organization(from: "2026-01-01", to: "2026-02-01")
        organization.requests = openHours.enumerated().map { index, hours in
            .init(
                requester: "asker \(index)", helper: "helper \(index % 2)", openedAt: at("2026-01-02"),
                resolvedAt: at("2026-01-02", hours: hours))
        }
        return organization
    }

    private func contributors(_ organization: Organization, _ statistic: String = "p50") -> Contributors? {
        organization.figure("time_to_resolve", "first_close_elapsed", statistic)?.contributors
    }

    @Test("are counted in the smaller of the roles that the organization knows")
    func smallerRole() {
        var organization = organization(openHours: [1, 2, 3, 4, 5])
        #expect(contributors(organization)?.people == 2)
        for index in organization.requests.indices { organization.requests[index].helper = nil }
        #expect(contributors(organization)?.people == 5)
        for index in organization.requests.indices { organization.requests[index].requester = nil }
        #expect(contributors(organization)?.people == 0)
    }

    @Test("of a group in which nothing is answered yet are its askers, whoever is named as helper")
    func unanswered() {
        var organization = organization(openHours: [1, 2, 3, 4, 5])
        for index in 1..<5 { organization.requests[index].resolvedAt = nil }
        #expect(organization.figure("backlog", "default", "count")?.contributors.people == 4)
    }

    @Test("of the naive mean are those of the closed requests alone")
    func naiveMean() {
        var organization = organization(openHours: [1, 2, 3, 4, 5])
        for index in 1..<5 { organization.requests[index].resolvedAt = nil }
        // Who is named as the helper of an open request hasn't helped yet.
        #expect(contributors(organization)?.people == 1)
        #expect(contributors(organization, "naive_mean")?.people == 1)
    }

    @Test("show in the digest when one person's record changes, and only as one person")
    func digest() throws {
        let before = try #require(contributors(organization(openHours: [1, 2, 3, 4, 5])))
        let after = try #require(contributors(organization(openHours: [1, 2, 3, 4, 6])))
        #expect(before.digest.differences(from: after.digest) == 1)
        #expect(before.digest.differences(from: before.digest) == 0)
    }
}
