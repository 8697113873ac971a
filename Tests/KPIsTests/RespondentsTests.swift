import Domain
import Testing

@testable import KPIs

@Suite("People behind answers that name nobody")
struct RespondentsTests {
    private static let amber = Scope(.team, "amber")
    private static let birch = Scope(.team, "birch")
    private static let north = Scope(.department, "north")

    /// Amber, of eleven people, and birch, of two, are the north; coral, of three, is the south.
    private var organization: Organization {
        var organization = Organization(from: "2026-03-01", to: "2026-04-01")
        organization.teams = [
            "amber": [.init(department: "north")], "birch": [.init(department: "north")],
            "coral": [.init(department: "south")],
        ]
        for (team, count) in [("amber", 11), ("birch", 2), ("coral", 3)] {
            for number in 0..<count {
                organization.people["\(team) \(number)"] = Organization.Spell.employed(from: "2025-01-01", team: team)
            }
        }
        return organization
    }

    private func answers(_ counts: [String: Int], on day: String = "2026-03-10") -> [Organization.Answer] {
        counts.sorted { $0.key < $1.key }.flatMap { team, count in
            (0..<count).map { number in
                .init(
                    survey: "spring", token: "\(team)\(day)\(number)", instrument: "enps", item: "recommend", score: 9,
                    scaleMin: 0, scaleMax: 10, submittedAt: at(day), team: team)
            }
        }
    }

    private func outside(_ scope: Scope, _ organization: Organization) throws -> Exposure.Outside {
        try #require(organization.figure("employee_net_promoter_score", "default", "score", scope: scope))
            .exposure.outside
    }

    @Test("outside a group are no more than are in what it is a part of and not in it")
    func outside() throws {
        var organization = organization
        organization.answers = answers(["amber": 6, "birch": 9, "coral": 4])
        // Nine answers of birch's two; with coral's, thirteen of five people.
        let amber = try outside(Self.amber, organization)
        #expect(amber == .init(organization: RoleCounts(5), department: RoleCounts(2)))
        // Amber has fewer answers than people. Outside birch ten answers, of fourteen.
        let birch = try outside(Self.birch, organization)
        #expect(birch == .init(organization: RoleCounts(10), department: RoleCounts(6)))
        let north = try outside(Self.north, organization)
        #expect(north == .init(organization: RoleCounts(3)))
    }

    @Test("outside a group are no more late ones than that either")
    func lateOutside() throws {
        var organization = organization
        organization.answers = answers(["birch": 8], on: "2026-02-20") + answers(["amber": 11, "birch": 3])
        #expect(try outside(Self.amber, organization).department == RoleCounts(2, 2))
    }

    @Test("outside a group are as many as answered where nobody says who is there, or in which team")
    func unknown() throws {
        var organization = organization
        organization.answers = answers(["amber": 6, "birch": 9])
        organization.people = [:]
        #expect(try outside(Self.amber, organization).department == RoleCounts(9))
        for number in 0..<7 {
            organization.people["somebody \(number)"] = Organization.Spell.employed(from: "2025-01-01")
        }
        let amber = try outside(Self.amber, organization)
        #expect(amber == .init(organization: RoleCounts(7), department: RoleCounts(9)))
    }
}
