import Domain
import Testing

@testable import KPIs

@Suite("burnout_inventory")
struct BurnoutInventoryTests {
    /// The items of work of each person, from 0 to 4, in order; `nil` was left out.
    private func work(_ people: [[Double?]], tokens: String = "t") -> Figure? {
        var organization = Organization(from: "2026-03-01", to: "2026-04-01")
        for (number, scores) in people.enumerated() {
            for (item, score) in zip(1..., scores) {
                guard let score else { continue }
                organization.answers.append(
                    .init(
                        survey: "spring", token: "\(tokens)\(number)", instrument: "cbi", item: "w\(item)",
                        score: score, scaleMin: 0, scaleMax: 4, submittedAt: at("2026-03-10")))
            }
        }
        return organization.figure("burnout_inventory", "work", "mean")
    }

    private static let people: [[Double?]] = [
        [0, 0, 0, 0, 0, 0, 4], [2, 2, 2, 2], [1, 1, 1, 1, nil, 1, 3], [4, 4, 4, 4], [0, 1, 2, nil, nil, nil, 3],
    ]

    @Test("Tokens that get other names change nothing; a person who changes answers shows twice at most")
    func digest() throws {
        func digest(_ people: [[Double?]], tokens: String = "t") throws -> Contributors.Digest {
            try #require(work(people, tokens: tokens)).contributors.digest
        }
        let before = try digest(Self.people)
        #expect(try digest(Self.people, tokens: "other ") == before)
        #expect(try digest(Self.people.reversed()) == before)
        for index in Self.people.indices {
            var changed = Self.people
            changed[index] = [3, 4, 3, nil, 2, 1]
            #expect(try 1...2 ~= before.differences(from: digest(changed)))
        }
    }

    @Test("The same answers to other items are other answers")
    func items() throws {
        let before = try #require(work([[1, 2, 3, 4, 0, 0]])).contributors.digest
        let after = try #require(work([[2, 1, 3, 4, 0, 0]])).contributors.digest
        #expect(before.differences(from: after) > 0)
    }

    @Test("Disclosure hears how many have another score than most")
    func sides() throws {
        // 0, 50, 25, 100, and 25 of 0, 25, 50 and 25.
        let sides = try #require(work(Self.people)?.exposure.sides)
        #expect((sides.before, sides.after) == (3, 3))
        let apart = try #require(work((0..<5).map { Array(repeating: Double($0), count: 6) })?.exposure.sides)
        #expect((apart.before, apart.after) == (4, 4), "that nobody answers as another does hides nothing")
    }

    @Test("Disclosure hears how far people are from the end to which most are near")
    func distances() throws {
        // From 100 these are 0, 0, a quarter and a half away.
        let high: [[Double?]] = [[4, 4, 4, 4, 4, 4, 0], [4, 4, 4, 4], [3, 3, 3, 3], [2, 2, 2, 2]]
        let sum = try #require(work(high)?.exposure.sum)
        #expect(sum == .init(total: 0.75, largest: 0.5, secondLargest: 0.25))
        let low = try #require(work(high.map { $0.map { score in score.map { 4 - $0 } } })?.exposure.sum)
        #expect(low == sum)
    }

    @Test("Answers at either end of the scale give 0 and 100, whatever the reversed item")
    func ends() {
        #expect(work([[0, 0, 0, 0, 0, 0, 4]])?.estimate == Estimate(0))
        #expect(work([[4, 4, 4, 4, 4, 4, 0]])?.estimate == Estimate(100))
    }
}
