import Domain
import Testing

@testable import KPIs

@Suite("Answers of a survey that goes on after a period")
struct LateAnswersTests {
    private static let amber = Scope(.team, "amber")
    private static let birch = Scope(.team, "birch")

    /// So many of each team answered in August and in September, all of them alike.
    private func exposed(_ scope: Scope, amber: (Int, Int), birch: (Int, Int)) throws -> Figure {
        var organization = Organization(from: "2026-09-01", to: "2026-10-01")
        organization.teams = ["amber": [.init(department: "north")], "birch": [.init(department: "north")]]
        organization.answers = [("amber", amber), ("birch", birch)].flatMap { team, counts in
            (0..<counts.0 + counts.1).map { number in
                .init(
                    survey: "summer", token: "\(team)\(number)", instrument: "enps", item: "recommend", score: 9,
                    scaleMin: 0, scaleMax: 10, submittedAt: at(number < counts.0 ? "2026-08-20" : "2026-09-09"),
                    team: team)
            }
        }
        return try #require(
            organization.figure("employee_net_promoter_score", "default", "score", scope: scope))
    }

    @Test("are a second role: who answered in the period, where five or more had answered before")
    func roles() throws {
        #expect(try exposed(Self.amber, amber: (8, 1), birch: (0, 6)).contributors.roles == RoleCounts(9, 1))
        #expect(try exposed(Self.amber, amber: (4, 1), birch: (0, 6)).contributors.roles == RoleCounts(5, 5))
        #expect(try exposed(Self.amber, amber: (8, 0), birch: (0, 6)).contributors.roles == RoleCounts(8, 8))
    }

    @Test("are no role where all answered in the period")
    func inTime() throws {
        #expect(try exposed(Self.amber, amber: (0, 9), birch: (0, 6)).contributors.roles == RoleCounts(9))
    }

    @Test("count outside a team, too: taken from its department it leaves the others' late ones")
    func outside() throws {
        let amber = try exposed(Self.amber, amber: (0, 30), birch: (8, 1))
        #expect(amber.exposure.outside.department == RoleCounts(9, 1))
        // Before, birch had too few for a figure.
        let other = try exposed(Self.amber, amber: (9, 6), birch: (4, 3))
        #expect(other.exposure.outside.department == RoleCounts(7, 7))
    }

    @Test("are no matter of sides, which are of all who answered")
    func sides() throws {
        let amber = try exposed(Self.amber, amber: (6, 3), birch: (0, 6))
        let late = try exposed(Self.amber, amber: (0, 9), birch: (0, 6))
        #expect(amber.exposure.sides == late.exposure.sides)
    }
}
