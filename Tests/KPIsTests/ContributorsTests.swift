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

    /// Three people are there; five items, of which two say the same.
    private func feedback(actedOn: [String?]) -> Organization {
        var organization = Organization(from: "2026-01-01", to: "2026-02-01")
        for name in ["Ann", "Ben", "Cem"] {
            organization.people[name] = Organization.Spell.employed(from: "2025-01-01")
        }
        organization.others["feedback"] = actedOn.enumerated().map { number, actedOn in
            var item = [
                "feedback_id": "\(number)", "kind": "start", "submitted_at": "2026-01-0\(max(1, number))T09:00Z",
            ]
            item["acted_on_at"] = actedOn
            return item
        }
        return organization
    }

    private func contributors(ofFeedback organization: Organization, _ measure: String, _ statistic: String)
        -> Contributors?
    {
        organization.figure("feedback_acted_on", measure, statistic)?.contributors
    }

    @Test("of records without a name are as many as there are records, and no more than are there")
    func nameless() throws {
        let acted: [String?] = [nil, nil, "2026-01-20T09:00Z", "2026-01-21T09:00Z", nil]
        let many = feedback(actedOn: acted)
        #expect(contributors(ofFeedback: many, "time_to_action", "p50")?.people == 3)
        let two = feedback(actedOn: Array(acted.suffix(3).dropLast()))
        #expect(contributors(ofFeedback: two, "time_to_action", "p50")?.people == 2)
        // Whoever is there sees what becomes of feedback.
        var due = two
        (due.from, due.to) = ("2026-01-15", "2026-02-15")
        #expect(contributors(ofFeedback: due, "default", "ratio")?.people == 3)
        due.people = [:]
        #expect(contributors(ofFeedback: due, "default", "ratio")?.people == 0)
    }

    @Test("of records without a name show a change in two parts of the digest, and no order in any")
    func digestOfNameless() throws {
        func digest(_ actedOn: [String?], reversed: Bool = false) throws -> Contributors.Digest {
            var organization = feedback(actedOn: actedOn)
            if reversed { organization.others["feedback"]?.reverse() }
            return try #require(contributors(ofFeedback: organization, "time_to_action", "p50")).digest
        }
        let before = try digest([nil, nil, "2026-01-20T09:00Z", nil, nil])
        #expect(try digest([nil, nil, "2026-01-20T09:00Z", nil, nil], reversed: true) == before)
        let after = try digest([nil, "2026-01-05T09:00Z", "2026-01-20T09:00Z", nil, nil])
        #expect((1...2).contains(before.differences(from: after)))
        // Which of two equal ones it was can't be told.
        #expect(try digest(["2026-01-05T09:00Z", nil, "2026-01-20T09:00Z", nil, nil]) == after)
    }

    @Test("of what holds of teams are its people, each with their own part of the digest")
    func coOwners() throws {
        func contributors(testedOn: String) throws -> Contributors {
            var organization = Organization(from: "2026-01-01", to: "2026-02-01")
            organization.teams = ["amber": [.init()], "birch": [.init()]]
            organization.others["emergency_contacts"] = [
                ["team_id": "amber", "person_id": "Ann", "role": "primary", "tested_on": testedOn],
                ["team_id": "amber", "person_id": "Ben", "role": "backup", "tested_on": "2026-01-05"],
                ["team_id": "birch", "person_id": "Ann", "role": "primary", "tested_on": "2026-01-05"],
            ]
            return try #require(organization.figure("emergency_cover", "default", "ratio")).contributors
        }
        let before = try contributors(testedOn: "2026-01-05")
        #expect(before.people == 2)
        #expect(before.digest.differences(from: try contributors(testedOn: "2026-01-06").digest) == 1)
    }
}
