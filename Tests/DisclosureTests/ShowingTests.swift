import Domain
import Testing

@testable import Disclosure

@Suite("What may be said of a figure, by those who stand behind it")
struct ShowingTests {
    private func showing(
        _ minimum: Sheet.Minimum, people: RoleCounts = RoleCounts(9), value: Double? = 1, sides: Exposure.Sides? = nil,
        sum: Exposure.Sum? = nil, least: Int = 5, kind: String? = nil, refusal: Refusal? = nil
    ) -> String {
        let statistic = Sheet.Statistic("x", .ratio, "x", minimum: minimum)
        let figure = Figure(
            cell: cell(.organization, kind), unit: .ratio, estimate: Estimate(value), n: 9, censored: nil, coverage: 1,
            refusal: refusal, contributors: Contributors(roles: people, digest: .init()),
            exposure: Exposure(sides: sides, sum: sum))
        return switch Showing(on: figure, of: statistic, least: least) {
        case .shown: "shown"
        case .hidden: "hidden"
        case .coded(let state): state.rawValue
        }
    }

    @Test("It takes five people in every role")
    func roles() {
        #expect(showing(.people, people: RoleCounts(5, 5)) == "shown")
        #expect(showing(.people, people: RoleCounts(40, 4)) == "hidden")
        #expect(showing(.people, people: RoleCounts(4, 40)) == "hidden")
        #expect(showing(.headcount, people: RoleCounts(4)) == "hidden")
    }

    @Test("Nobody, one and two of something personal look alike, and so do all and all but two")
    func coded() {
        for (before, after, said) in [
            (0, 9, "coded_low"), (1, 8, "coded_low"), (2, 7, "coded_low"), (3, 6, "shown"), (6, 3, "shown"),
            (7, 2, "coded_high"), (9, 0, "coded_high"),
        ] {
            #expect(showing(.coded, sides: .init(before: before, after: after)) == said)
        }
        #expect(showing(.coded) == "hidden")
    }

    @Test("A quantile, and why somebody left, take five on either side")
    func bothSides() {
        #expect(showing(.bothSides, sides: .init(before: 5, after: 5)) == "shown")
        #expect(showing(.bothSides, sides: .init(before: 4, after: 9)) == "hidden")
        #expect(showing(.bothSides, sides: .init(before: 9, after: 4)) == "hidden")
        #expect(showing(.bothSides) == "hidden")
        #expect(showing(.bothSides, sides: .init(before: 6, after: 9), least: 7) == "hidden")
        #expect(showing(.bothSides, people: RoleCounts(30), sides: .init(before: 10, after: 10), least: 12) == "shown")
        #expect(showing(.bothSides, people: RoleCounts(30), sides: .init(before: 9, after: 10), least: 12) == "hidden")
    }

    @Test("A quantile that isn't reached is shown without a value")
    func notReached() { #expect(showing(.bothSides, value: nil) == "shown") }

    @Test("Answers of which at most two differ are hidden")
    func variety() {
        #expect(showing(.variety, sides: .init(before: 7, after: 2)) == "hidden")
        #expect(showing(.variety, sides: .init(before: 6, after: 3)) == "shown")
        #expect(showing(.variety) == "hidden")
    }

    @Test("A mean is hidden where all answers but two are half a scale from an end, together")
    func ends() {
        let sides = Exposure.Sides(before: 4, after: 4)
        #expect(showing(.variety, sides: sides, sum: .init(of: [1, 0.5, 0.3, 0.2, 0])) == "hidden")
        #expect(showing(.variety, sides: sides, sum: .init(of: [0.5, 0.5, 0.3, 0.21, 0])) == "shown")
    }

    @Test("What has no value where all answer alike is hidden then, and shown where it is refused")
    func alike() {
        #expect(showing(.variety, value: nil) == "hidden")
        #expect(showing(.variety, value: nil, refusal: .lowCoverage) == "shown")
    }

    @Test("A part that is named by free text takes five records, by whomever they are")
    func records() {
        // Nobody knows how many are on its sides.
        #expect(showing(.headcount, value: nil, kind: "1:1 Ann", refusal: .lowCoverage) == "hidden")
        #expect(showing(.bothSides, value: nil, kind: "back after cancer", refusal: .lowCoverage) == "hidden")
        #expect(showing(.bothSides, value: nil, refusal: .lowCoverage) == "shown")
        #expect(showing(.people, value: nil, kind: "chat", refusal: .lowCoverage) == "shown")
        #expect(showing(.headcount, sides: .init(before: 4, after: 0)) == "hidden")
        #expect(showing(.headcount, sides: .init(before: 5, after: 0)) == "shown")
    }

    @Test("A sum is hidden where the second largest could tell the largest")
    func sums() {
        #expect(showing(.people, sum: .init(of: [100, 60, 5, 4])) == "hidden")
        #expect(showing(.people, sum: .init(of: [100, 60, 6, 4])) == "shown")
        #expect(showing(.people, sum: .init(of: [100])) == "hidden")
        #expect(showing(.people, sum: .init(of: [])) == "hidden", "nothing looks like little")
        #expect(showing(.headcount, sum: .init(of: [100])) == "shown")
    }
}
