import Domain
import Testing

@testable import KPIs

@Suite("A figure of several months' surveys")
struct PooledSurveysTests {
    private static let amber = Scope(.team, "amber")
    private static let north = Scope(.department, "north")

    /// By month of 2026: so many answered in amber, and in birch, its department's other team.
    private func figure(_ scope: Scope, from: String = "2026-01-01", _ counts: [String: (Int, Int)]) throws -> Figure {
        var organization = Organization(from: from, to: "2027-01-01")
        organization.teams = ["amber": [.init(department: "north")], "birch": [.init(department: "north")]]
        for (month, (amber, birch)) in counts {
            for number in 0..<amber + birch {
                organization.answers.append(
                    .init(
                        survey: month, token: "\(number)", instrument: "enps", item: "recommend", score: 9, scaleMin: 0,
                        scaleMax: 10, submittedAt: at("2026-\(month)-10"), team: number < amber ? "amber" : "birch"))
            }
        }
        return try #require(organization.figure("employee_net_promoter_score", "default", "score", scope: scope))
    }

    @Test("has those of the month with the fewest as a second role, whom the others' figures leave")
    func months() throws {
        #expect(try figure(Self.north, ["10": (3, 1), "11": (7, 2)]).contributors.roles == RoleCounts(9, 4))
        #expect(
            try figure(.organization, ["10": (6, 0), "11": (7, 0), "12": (5, 0)]).contributors.roles == RoleCounts(7, 5)
        )
    }

    @Test("has those of the quarter with the fewest if it is a team's, which has no figures of months")
    func quarters() throws {
        #expect(try figure(Self.amber, ["10": (3, 0), "11": (7, 0)]).contributors.roles == RoleCounts(7))
        #expect(
            try figure(Self.amber, ["05": (6, 0), "10": (3, 0), "11": (7, 0)]).contributors.roles == RoleCounts(7, 6))
    }

    @Test("counts no month in which nobody answered, or only others did")
    func empty() throws {
        #expect(try figure(Self.north, ["10": (6, 1)]).contributors.roles == RoleCounts(7))
        #expect(try figure(Self.amber, ["05": (0, 3), "10": (6, 1)]).contributors.roles == RoleCounts(6))
    }

    @Test("counts no month before it")
    func before() throws {
        #expect(
            try figure(Self.north, from: "2026-10-01", ["05": (3, 1), "11": (7, 2)]).contributors.roles == RoleCounts(9)
        )
    }

    @Test("leaves outside of it all others, whatever the month")
    func outside() throws {
        let pooled = try figure(Self.amber, ["05": (6, 4), "11": (7, 8)])
        #expect(pooled.exposure.outside.department == RoleCounts(8))
    }

    @Test("of who was invited has a second role, too, of the months in which somebody was")
    func invited() throws {
        var organization = Organization(from: "2026-01-01", to: "2027-01-01")
        organization.answers = ["03", "06", "09"].map { month in
            .init(
                survey: month, token: "t", instrument: "pulse", item: "mood", score: 3, scaleMin: 1, scaleMax: 5,
                submittedAt: at("2026-\(month)-10"), team: "amber")
        }
        organization.others["survey_invitations"] = [("03", "8"), ("09", "4")].map { survey, invited in
            ["survey_id": survey, "team_id": "amber", "invited": invited]
        }
        let response = try #require(organization.figure("survey_quality", "response", "ratio", scope: Self.amber))
        #expect(response.contributors.roles == RoleCounts(8, 4))
    }

    /// What amber answered to an item on a scale, by month of 2026.
    private func organization(
        of months: [String: [Double]], to item: String, on scale: ClosedRange<Double>, until: String
    ) -> Organization {
        var organization = Organization(from: "2026-01-01", to: until)
        organization.teams = ["amber": [.init(department: "north")]]
        let parts = item.split(separator: "/").map(String.init)
        for (month, scores) in months {
            organization.answers += scores.enumerated().map { number, score in
                .init(
                    survey: month, token: "\(number)", instrument: parts[0], item: parts[1], score: score,
                    scaleMin: scale.lowerBound, scaleMax: scale.upperBound, submittedAt: at("2026-\(month)-10"),
                    team: "amber")
            }
        }
        return organization
    }

    @Test("is near an end where without two answers of each month it is: they may be the same two people's")
    func ends() throws {
        let year = organization(
            of: ["01": [1, 1, 10, 10, 10], "08": [1, 1, 9, 10, 10]], to: SurveyItems.comfortAsking,
            on: SurveyItems.comfortScale, until: "2027-01-01")
        let mean = try #require(year.figure("comfort_asking", "default", "mean", scope: Self.amber))
        let sum = try #require(mean.exposure.sum)
        #expect(abs(sum.withoutTwoLargest - 1.0 / 9) < 1e-12)
    }

    @Test("says no more of bands beside one on whose side two people are in each month")
    func bands() throws {
        let scores: [Double] = [1, 1] + Array(repeating: 3, count: 6) + Array(repeating: 5, count: 12)
        let quarter = organization(
            of: ["01": scores, "03": scores], to: "pulse/mood", on: 1...5, until: "2026-04-01")
        func sides(_ statistic: String) throws -> Exposure.Sides? {
            try #require(
                quarter.figure(
                    "satisfaction_score", "default", statistic, breakdown: Breakdown("item", "pulse/mood"))
            ).exposure.sides
        }
        #expect(try sides("bottom_two")?.before == 2)
        #expect(try sides("top_two") == nil)
        #expect(try sides("between") == nil)
    }

    @Test(
        "is computed though a scale is longer than any whole number",
        arguments: [
            (SurveyItems.feltSupported, "felt_supported"), ("pulse/mood", "satisfaction_score"),
            (SurveyItems.recommend, "employee_net_promoter_score"),
        ])
    func longScale(item: String, kpi: String) throws {
        let year = organization(
            of: ["05": [1, 2, 3, 4, 5]], to: item, on: -9e18...9e18, until: "2027-01-01")
        #expect(try !#require(Catalog.named(kpi)).figures(in: year.view).isEmpty)
    }
}
