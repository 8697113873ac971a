import Domain
import Testing

@testable import KPIs

@Suite("felt_supported")
struct FeltSupportedTests {
    private func figure(_ statistic: String, _ answers: [(score: Double, hasComment: Bool)]) -> Figure? {
        var organization = Organization(from: "2026-03-01", to: "2026-04-01")
        organization.answers = answers.enumerated().map { number, answer in
            .init(
                survey: "spring", token: "t\(number)", instrument: "felt_supported", item: "felt_supported",
                score: answer.score, scaleMin: 1, scaleMax: 5, submittedAt: at("2026-03-10"),
                comment: answer.hasComment)
        }
        return organization.figure("felt_supported", "default", statistic)
    }

    private static let answers: [(score: Double, hasComment: Bool)] = [
        (5, true), (4, false), (4, true), (3, false), (1, false), (2, true), (2, true),
    ]

    @Test("Disclosure hears how many agree and how many wrote something, and how many didn't")
    func sides() throws {
        let agreeing = try #require(figure("ratio", Self.answers)?.exposure.sides)
        #expect((agreeing.before, agreeing.after) == (3, 4))
        let writing = try #require(figure("comments", Self.answers)?.exposure.sides)
        #expect((writing.before, writing.after) == (4, 3))
    }

    @Test("A comment that is taken back changes the digest as an answer does")
    func digest() throws {
        let before = try #require(figure("comments", Self.answers)).contributors.digest
        var changed = Self.answers
        changed[0].hasComment = false
        let after = try #require(figure("comments", changed)).contributors.digest
        #expect(1...2 ~= before.differences(from: after))
    }
}
