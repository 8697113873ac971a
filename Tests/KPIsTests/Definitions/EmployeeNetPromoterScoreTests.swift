import Domain
import Testing

@testable import KPIs

@Suite("employee_net_promoter_score")
struct EmployeeNetPromoterScoreTests {
    private func score(_ scores: [Double], tokens: String) -> Figure? {
        var organization = Organization(from: "2026-03-01", to: "2026-04-01")
        organization.answers = scores.enumerated().map { number, score in
            .init(
                survey: "spring", token: "\(tokens)\(number)", instrument: "enps", item: "recommend", score: score,
                scaleMin: 0, scaleMax: 10, submittedAt: at("2026-03-10"), team: "amber")
        }
        return organization.figure("employee_net_promoter_score", "default", "score")
    }

    @Test("Tokens that get other names change nothing; an answer that changes shows twice at most, whoever gave it")
    func digest() throws {
        func digest(_ token: String, _ scores: [Double]) throws -> Contributors.Digest {
            try #require(score(scores, tokens: token)).contributors.digest
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

    @Test("Disclosure hears who isn't on the side that most are on, and how far people are from the nearer end")
    func exposure() throws {
        // Five promoters, two between and two detractors.
        let exposure = try #require(score([10, 10, 9, 9, 9, 8, 7, 6, 0], tokens: "t")).exposure
        #expect(exposure.sides == .init(before: 4, after: 4))
        #expect(exposure.sum == .init(total: 3, largest: 1, secondLargest: 1))
    }
}
