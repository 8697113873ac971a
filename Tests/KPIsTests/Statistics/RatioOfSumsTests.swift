import Domain
import TestValues
import Testing

@testable import KPIs

@Suite("A ratio of sums")
struct RatioOfSumsTests {
    @Test("Three people, worked by hand")
    func threePeople() {
        // r = 12/6 = 2; y - rx: 1, -2, 1; variance 3/2 · 6 / 36 = 1/4, error 1/2; t with 2 degrees 4.302652729749462.
        let margin = 4.302652729749462 / 2
        let estimate = RatioOfSums.estimate([(y: 5, x: 2), (y: 0, x: 1), (y: 7, x: 3)])
        #expect(agree(estimate, Estimate(2, lower: 0, upper: 2 + margin)))
    }

    @Test("The lower limit is free above 0; equal ratios have limits without width")
    func limits() {
        // r = 4; y - rx: 1, -1, 0; variance 3/2 · 2 / 9, error 1/√3.
        let margin = 4.302652729749462 / 3.0.squareRoot()
        let estimate = RatioOfSums.estimate([(y: 5, x: 1), (y: 3, x: 1), (y: 4, x: 1)])
        #expect(agree(estimate, Estimate(4, lower: 4 - margin, upper: 4 + margin)))
        #expect(RatioOfSums.estimate([(y: 1, x: 2), (y: 2, x: 4)]) == Estimate(0.5, lower: 0.5, upper: 0.5))
    }

    @Test("Nobody has no ratio, one person no limits, and the order changes no bit")
    func edges() {
        #expect(RatioOfSums.estimate([]) == .none)
        #expect(RatioOfSums.estimate([(y: 3, x: 2)]) == Estimate(1.5))
        let pairs = (1...50).map { (y: 1 / Double($0), x: 1 / Double(51 - $0)) }
        #expect(RatioOfSums.estimate(pairs) == RatioOfSums.estimate(pairs.reversed()))
    }

    @Test("No limit is above the greatest ratio that there can be, and without anything to divide by there is none")
    func most() {
        // r = 3/4; y - rx: 1/4, -1/2, 1/4; the error is √(3/2 · 3/8) / 4 = 3/16, and 4.3027 of it reach beyond 1.
        let lower = max(0, 0.75 - 4.302652729749462 * 3 / 16)
        let pairs = [(y: 1.0, x: 1.0), (y: 1, x: 2), (y: 1, x: 1)]
        #expect(agree(RatioOfSums.estimate(pairs, most: 1), Estimate(0.75, lower: lower, upper: 1)))
        #expect(RatioOfSums.estimate([(y: 0, x: 0), (y: 0, x: 0)]) == .none)
    }

    @Test("Of records it is that of what each person has in a group, and groups have nothing of each other")
    func records() {
        let people = [Person(2), Person(0), Person(2), Person(1), Person(0)]
        let pairs = [(y: 2.0, x: 1.0), (y: 0, x: 1), (y: 3, x: 1), (y: 7, x: 3), (y: 9, x: 5)]
        var ratios = RatiosOfSums(personCount: 3)
        func estimate(_ positions: [Int32]) -> Estimate {
            ratios.estimate(of: positions) {
                people[$0]
            } pair: {
                pairs[$0]
            }
        }
        // The three people worked by hand above.
        let three = RatioOfSums.estimate([(y: 5, x: 2), (y: 0, x: 1), (y: 7, x: 3)])
        #expect(estimate([0, 1, 2, 3]) == three)
        #expect(estimate([4]) == Estimate(1.8))
        #expect(estimate([0, 1, 2, 3]) == three)
        #expect(estimate([]) == .none)
    }
}
