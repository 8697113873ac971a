import Domain
import Testing

@testable import KPIs

@Suite("Employee net promoter score and satisfaction score")
struct SurveyTests {
    private typealias Answer = Organization.Answer

    private func answer(
        _ token: String, _ score: Double, _ item: String = "enps/recommend", survey: String = "spring",
        scale: ClosedRange<Double> = 0...10, on date: String = "2026-03-10", team: String? = "amber"
    ) -> Answer {
        let parts = item.split(separator: "/").map(String.init)
        return Answer(
            survey: survey, token: token, instrument: parts[0], item: parts[1], score: score,
            scaleMin: scale.lowerBound, scaleMax: scale.upperBound, submittedAt: at(date), team: team)
    }

    private func organization(_ answers: [Answer]) -> Organization {
        var organization = Organization(from: "2026-03-01", to: "2026-04-01")
        organization.teams = ["amber": [.init(department: "north")]]
        organization.answers = answers
        return organization
    }

    private func score(_ answers: [Answer], _ scope: Scope = .organization) -> Figure? {
        organization(answers).figure("employee_net_promoter_score", "default", "score", scope: scope)
    }

    @Test("Nines and tens less zeros to sixes, of a hundred")
    func netScore() {
        let scores: [Double] = [10, 10, 9, 9, 9, 8, 7, 6, 0]
        let figure = score(scores.enumerated().map { answer("t\($0)", $1) })
        // 5 promoters and 2 detractors of 9; the limits are worked in LimitsOfCountsTests.
        #expect(agree(figure?.estimate, AdjustedWald.netScore(promoters: 5, detractors: 2, of: 9)))
        #expect(agree(figure?.estimate.value, 100.0 / 3))
        #expect(figure?.n == 9 && figure?.contributors.people == 9 && figure?.coverage == 1)
    }

    @Test("A token's last answer to the item counts, and the team that its last answer names")
    func lastAnswer() {
        let answers = [
            answer("a", 0), answer("a", 10, on: "2026-03-12"),
            answer("a", 3, "pulse/mood", on: "2026-03-13", team: "birch"),
        ]
        #expect(score(answers)?.estimate.value == 100 && score(answers)?.n == 1)
        #expect(score(answers, Scope(.team, "birch"))?.n == 1 && score(answers, Scope(.team, "amber")) == nil)
        #expect(score(answers)?.coverage == 1)
    }

    @Test("A survey is dated by its last answer, to whatever item and though it comes after the period")
    func dates() {
        let late = answer("b", 3, "pulse/mood", on: "2026-04-01")
        #expect(score([answer("a", 10), late]) == nil)
        #expect(score([answer("a", 10, on: "2026-02-27"), answer("b", 3, "pulse/mood")])?.n == 1)
    }

    @Test("Answers on another scale are refused and lower the coverage; those without a team count for the whole")
    func coverage() {
        let answers = [
            answer("a", 10), answer("b", 5, scale: 1...5), answer("c", 8, team: nil), answer("d", 9, team: "birch"),
        ]
        #expect(score(answers)?.n == 3 && score(answers)?.coverage == 3.0 / 4)
        #expect(score(answers, Scope(.team, "amber"))?.coverage == 2.0 / 4)
        #expect(score(answers, Scope(.department, "north"))?.coverage == 1.0 / 4)
    }

    @Test("Surveys of one period are pooled, and count as many people as the largest of them")
    func pooled() {
        let spring = (0..<3).map { answer("t\($0)", 10) }
        let summer = (0..<2).map { answer("t\($0)", 0, survey: "summer", on: "2026-03-20") }
        let figure = score(spring + summer)
        #expect(agree(figure?.estimate.value, 20) && figure?.n == 5 && figure?.contributors.people == 3)
    }

    @Test("Tokens that get other names change nothing; an answer that changes shows twice at most, whoever gave it")
    func digest() throws {
        func digest(_ token: String, _ scores: [Double]) throws -> Contributors.Digest {
            try #require(score(scores.enumerated().map { answer("\(token)\($0)", $1) })).contributors.digest
        }
        let scores: [Double] = [10, 10, 9, 9, 9, 8, 7, 6, 0]
        let before = try digest("t", scores)
        #expect(try digest("other ", scores) == before)
        #expect(try digest("t", scores.reversed()) == before)
        for index in scores.indices {
            var changed = scores
            changed[index] = 3
            let differences = try before.differences(from: digest("other ", changed))
            #expect(1...2 ~= differences)
        }
        #expect(try before.differences(from: digest("t", scores + [10])) == 1)
    }

    private func satisfaction(
        _ organization: Organization, _ statistic: String, item: String = "pulse/mood", _ scope: Scope = .organization
    ) -> Figure? {
        organization.figure(
            "satisfaction_score", "default", statistic, scope: scope, breakdown: Breakdown("item", item))
    }

    @Test("An item's mean, its two highest values and the share of each value of its scale")
    func satisfaction() {
        let scores: [Double] = [2, 3, 4, 5, 5]
        let organization = organization(scores.enumerated().map { answer("t\($0)", $1, "pulse/mood", scale: 1...5) })
        // s² = (3.24 + 0.64 + 0.04 + 1.44 + 1.44) / 4 = 1.7, t(4) = 2.7764451051977934; the upper limit is clipped.
        let margin = 2.7764451051977934 * (1.7 / 5).squareRoot()
        #expect(agree(satisfaction(organization, "mean")?.estimate, Estimate(3.8, lower: 3.8 - margin, upper: 5)))
        #expect(agree(satisfaction(organization, "top_two")?.estimate, Wilson.estimate(3, of: 5)))
        #expect(agree(satisfaction(organization, "share_5")?.estimate, Wilson.estimate(2, of: 5)))
        #expect(agree(satisfaction(organization, "share_1")?.estimate, Wilson.estimate(0, of: 5)))
        #expect(satisfaction(organization, "share_0") == nil && satisfaction(organization, "share_6") == nil)
        #expect(satisfaction(organization, "mean")?.n == 5)
        #expect(satisfaction(organization, "mean", item: "pulse/mood", Scope(.department, "north"))?.n == 5)
        #expect(organization.figures["satisfaction_score"]?.keys.contains { $0.breakdown == .none } == false)
    }

    @Test("Items that other KPIs read are none of its own")
    func otherItems() {
        let answers = ["enps/recommend", "cbi/w7", "edmondson/e7", "readiness/trust", "conflict/share"]
            .map { answer("a", 3, $0, scale: 0...100) }
        #expect(organization(answers).figures["satisfaction_score"]?.isEmpty == true)
        #expect(satisfaction(organization(answers + [answer("a", 3, "cbi/w8")]), "mean", item: "cbi/w8")?.n == 1)
    }

    @Test("Of several scales the commonest counts; scales that aren't whole, or wide, have no shares of values")
    func scales() {
        let five = [1, 2, 3].map { answer("t\($0)", $0, "pulse/mood", scale: 1...5) }
        let eleven = [7, 8].map { answer("t\($0)", $0, "pulse/mood") }
        let mixed = organization(five + eleven)
        #expect(satisfaction(mixed, "mean")?.estimate.value == 2 && satisfaction(mixed, "mean")?.coverage == 3.0 / 5)
        let even = organization([
            answer("a", 4, "pulse/mood", scale: 1...5), answer("b", 6, "pulse/mood", scale: 1...7),
        ])
        #expect(satisfaction(even, "mean")?.estimate == Estimate(4))
        let halves = organization([answer("a", 1, "pulse/mood", scale: 0.5...5)])
        #expect(satisfaction(halves, "mean") != nil && satisfaction(halves, "top_two") == nil)
        let wide = organization([answer("a", 99, "pulse/mood", scale: 0...100)])
        #expect(satisfaction(wide, "top_two")?.estimate.value == 1 && satisfaction(wide, "share_0") == nil)
    }
}
