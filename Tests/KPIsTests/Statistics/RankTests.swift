import Domain
import TestValues
import Testing

@testable import KPIs

@Suite("Ranks, and how two orders agree")
struct RankTests {
    @Test("Equal values share the mean of their places, whatever order they come in")
    func midranks() {
        #expect(Midranks.doubled([30, 10, 20, 20, 20]) == [10, 2, 6, 6, 6])
        #expect(
            Midranks.doubled(sums: []) == [] && Midranks.doubled([7]) == [2] && Midranks.doubled([0, 0]) == [3, 3])
        #expect(Midranks.doubled([-1, 1e300, 0]) == [2, 6, 4])
    }

    @Test("What differs by the arithmetic's noise alone is equal, of large values by as much of them")
    func noise() {
        #expect(Midranks.doubled(sums: [0.1 + 0.2, 0.3]) == [3, 3])
        #expect(Midranks.doubled(sums: [1e15 + 1000, 1e15]) == [3, 3])
        #expect(Midranks.doubled(sums: [2e-12, 0]) == [4, 2])
        #expect(Midranks.doubled(sums: [1000.000059, 1000.000058, 1_500_000_001, 1_500_000_000]) == [4, 2, 8, 6])
        #expect(Midranks.doubled([0.1 + 0.2, 0.3]) == [4, 2])
    }

    @Test("A row of values each of which is close to the next is not one value")
    func chain() {
        #expect(Midranks.doubled(sums: [0, 0.8e-12, 1.6e-12, 2.4e-12]) == [3, 3, 7, 7])
    }

    @Test("The example of ci.spear in statpsych: 0.8700; 0.5841 to 0.9638")
    func published() throws {
        // statpsych 2.0, ci.spear(.05, y, x); all digits: scipy 1.17.1 and the formula of the limits.
        let y: [Double] = [21, 4, 9, 12, 35, 18, 10, 22, 24, 1, 6, 8, 13, 16, 19]
        let x: [Double] = [67, 28, 30, 28, 52, 40, 25, 37, 44, 10, 14, 20, 28, 40, 51]
        let pairs = zip(x, y).map { (x: $0, y: $1) }
        let estimate = Spearman.estimate(pairs)
        #expect(
            agree(
                estimate, Estimate(0.8699639040426873, lower: 0.5840950937594711, upper: 0.9638296741569936)))
        #expect(Spearman.estimate(pairs.reversed()) == estimate)
        #expect(Spearman.estimate(pairs.map { (x: $0.y, y: $0.x) }) == estimate)
    }

    @Test("Ties on both sides are scipy's")
    func ties() {
        let x: [Double] = [1, 2, 2, 3, 5, 5, 5, 8, 9, 11, 11, 12]
        let y: [Double] = [2, 1, 4, 4, 4, 3, 7, 7, 6, 9, 8, 9]
        // scipy 1.17.1: spearmanr(x, y); limits by their formula.
        #expect(
            agree(
                Spearman.estimate(zip(x, y).map { (x: $0, y: $1) }),
                Estimate(99.0 / 112, lower: 0.5532242509365722, upper: 0.9739503087156094)))
    }

    @Test("Below ten pairs there is a value without limits, below two or with all alike there is none")
    func few() {
        let y: [Double] = [9, 2, 7, 4, 5, 1, 3, 8, 6]
        let nine = zip(1..., y).map { (x: Double($0), y: $1) }
        // scipy 1.17.1
        #expect(agree(Spearman.estimate(nine), Estimate(-1.0 / 12)))
        #expect(Spearman.estimate([(x: Double, y: Double)]()) == .none && Spearman.estimate([(1, 2)]) == .none)
        #expect(Spearman.estimate((1...20).map { (x: Double($0), y: 4) }) == .none)
        #expect(Spearman.estimate([(1, 5), (2, 3)]) == Estimate(-1))
    }

    @Test("Where the orders agree wholly, or are opposite, the limits are the value, with ties too")
    func whole() {
        let values = (1...20).map { Double($0 / 3) }
        #expect(Spearman.estimate(values.map { ($0, 7 * $0 - 3) }) == Estimate(1, lower: 1, upper: 1))
        #expect(Spearman.estimate(values.map { ($0, -$0) }) == Estimate(-1, lower: -1, upper: -1))
    }

    @Test("A million pairs, of which nearly all are tied on one side, are between -1 and 1 and have close limits")
    func many() throws {
        var generator = SeededNumbers(seed: 3)
        let pairs = (0..<1_000_000).map { number in
            (x: Double(number), y: number % 1000 == 0 ? Double.random(in: 0...1, using: &generator) : 0)
        }
        let estimate = Spearman.estimate(pairs)
        let (value, lower, upper) = try (#require(estimate.value), #require(estimate.lower), #require(estimate.upper))
        #expect(abs(value) < 0.01 && lower < value && value < upper && upper - lower < 0.005)
    }
}
