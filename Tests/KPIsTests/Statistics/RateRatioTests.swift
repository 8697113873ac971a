import Domain
import TestValues
import Testing

@testable import KPIs

@Suite("Exact limits of a proportion and of a ratio of rates")
struct RateRatioTests {
    @Test("Odds of the lower limit, to 1e-13")
    func lowerOdds() {
        // mpmath 1.3.0 with 40 digits: roots of the regularized incomplete beta function.
        let published: [(Int, Int, Double)] = [
            (1, 1, 0.025641025641025641), (1, 2, 0.0127393670836666163), (2, 2, 0.187809110777865607),
            (11, 32, 0.228077423684261619), (21, 32, 0.8799429471024715), (5, 5, 0.916355857315459624),
            (100, 100, 26.6115770646767405), (1, 1000, 0.0000253181284826952067), (999, 1000, 178.890919476812873),
            (1000, 100_000, 0.00948161266789684957), (3, 1_000_000, 6.18672932946601023e-7),
            (999_999, 1_000_000, 179479.669464635479), (1_000_000, 1_000_001, 179479.848944894683),
        ]
        for (events, n, odds) in published {
            #expect(abs(ClopperPearson.lowerOdds(events, of: n) - odds) <= 1e-13 * odds, "\(events) of \(n)")
        }
        #expect(ClopperPearson.lowerOdds(0, of: 7) == 0 && ClopperPearson.upperOdds(7, of: 7) == nil)
        // 1/q - 1 with q the seventh root of 0.025: nobody of seven.
        #expect(abs((ClopperPearson.upperOdds(0, of: 7) ?? 0) - 0.6938139800964526) <= 1e-12)
    }

    @Test("Limits are those of R's binom.test: 682 of 925")
    func binomTest() throws {
        // Mendel's peas in Conover 1971, the example of ?binom.test: 0.7076683 to 0.7654066.
        let (lower, upper) = (
            ClopperPearson.lowerOdds(682, of: 925), try #require(ClopperPearson.upperOdds(682, of: 925))
        )
        #expect(abs(lower / (1 + lower) - 0.7076683) < 5e-8 && abs(upper / (1 + upper) - 0.7654066) < 5e-8)
    }

    @Test("A ratio is that of R's poisson.test of two counts: 11 in 800 and 21 in 3011")
    func poissonTest() throws {
        // The example of ?poisson.test: 1.971488, 0.8584264 to 4.2772659.
        let estimate = RateRatio.estimate(11, per: 800, over: 21, per: 3011)
        #expect(abs(try #require(estimate.value) - 1.971488) < 5e-7)
        #expect(abs(try #require(estimate.lower) - 0.8584264) < 5e-8)
        #expect(abs(try #require(estimate.upper) - 4.2772659) < 5e-8)
        let inverse = RateRatio.estimate(21, per: 3011, over: 11, per: 800)
        #expect(abs(try #require(inverse.value) * 1.9714880952380953 - 1) < 1e-12)
        #expect(abs(try #require(inverse.lower) * (try #require(estimate.upper)) - 1) < 1e-12)
        #expect(abs(try #require(inverse.upper) * (try #require(estimate.lower)) - 1) < 1e-12)
    }

    @Test("Nothing to compare has no ratio; over nobody's events there is a lower limit alone")
    func edges() {
        #expect(RateRatio.estimate(0, per: 3, over: 0, per: 5) == .none)
        #expect(RateRatio.estimate(2, per: 3, over: 1, per: 0) == .none)
        #expect(RateRatio.estimate(2, per: 0, over: 1, per: 3) == .none)
        // √0.025/(1 - √0.025), twice the exposure.
        let above = RateRatio.estimate(2, per: 1, over: 0, per: 2)
        #expect(above.value == nil && above.upper == nil)
        #expect(abs((above.lower ?? 0) - 2 * 0.187809110777865607) < 1e-12)
        let nothing = RateRatio.estimate(0, per: 1, over: 2, per: 1)
        #expect(nothing.value == 0 && nothing.lower == 0)
        #expect(abs((nothing.upper ?? 0) * 0.187809110777865607 - 1) < 1e-12)
    }
}
