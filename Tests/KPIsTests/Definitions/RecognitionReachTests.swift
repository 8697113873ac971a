import Domain
import TestValues
import Testing

@testable import KPIs

@Suite("Reach of recognition")
struct RecognitionReachTests {
    /// Ann thanks six others, whom she leads; of what for, tags by name.
    private func organization(_ tags: [String: String]) -> Organization {
        var organization = Organization(from: "2026-01-01", to: "2026-02-01")
        for name in ["Ann", "Ben", "Cem", "Dan", "Eve", "Fay", "Gil"] {
            organization.people[name] = Organization.Spell.employed(from: "2025-01-01", team: "amber")
            if name != "Ann" { organization.people[name]?[0].manager = "Ann" }
        }
        organization.recognitions = ["Ben", "Cem", "Dan", "Eve", "Fay"].map {
            .init(giver: "Ann", receiver: $0, givenAt: at("2026-01-02"), valueTags: tags[$0] ?? "care")
        }
        return organization
    }

    private func figure(
        _ organization: Organization, _ measure: String, _ statistic: String = "ratio", tag: String? = nil
    ) -> Figure? {
        organization.figure(
            "recognition_reach", measure, statistic, breakdown: tag.map { Breakdown("value_tag", $0) } ?? .none)
    }

    @Test("A value that one more thank-you names changes that value's figure by a person, and the others' not at all")
    func digests() throws {
        let (before, after) = (organization(["Ben": "trust"]), organization(["Ben": "trust", "Cem": "trust|care"]))
        func digest(_ organization: Organization, _ tag: String) throws -> Contributors.Digest {
            try #require(figure(organization, "value_tags", tag: tag)).contributors.digest
        }
        #expect(try digest(before, "trust").differences(from: digest(after, "trust")) == 1)
        #expect(try digest(before, "care") == digest(after, "care"))
    }

    @Test("Behind a share of thank-yous stand those who got them and those who gave them, whoever are fewer")
    func roles() throws {
        let care = try #require(figure(organization([:]), "value_tags", tag: "care"))
        #expect(care.contributors.roles == RoleCounts(5, 1))
        #expect(care.exposure.outside == .init())
    }

    @Test("Of a value the few who gave or got a thank-you that names it are a side, and so are the others")
    func sidesOfValues() throws {
        let organization = organization(["Ben": "trust"])
        for tag in ["trust", "care"] {
            #expect(
                try #require(figure(organization, "value_tags", tag: tag)).exposure.sides == .init(before: 1, after: 1))
        }
        let minimum = RecognitionReach.sheet.measures.first { $0.id == "value_tags" }?.statistics[0].minimum
        #expect(minimum == .bothSides)
    }

    @Test("Who was thanked and who wasn't are two sides, and so are managers who thank and others")
    func sides() throws {
        let organization = organization([:])
        #expect(try #require(figure(organization, "default")).exposure.sides == .init(before: 5, after: 2))
        #expect(try #require(figure(organization, "default", "gini")).exposure.sides == nil)
        #expect(try #require(figure(organization, "managers")).exposure.sides == .init(before: 1, after: 0))
    }
}
