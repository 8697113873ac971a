import Domain
import TestValues
import Testing

@testable import KPIs

@Suite("Limits of counts, of net scores and of means on a scale")
struct LimitsOfCountsTests {
    @Test("Garwood's limits are half the quantiles of chi-square, to 1e-12")
    func garwood() {
        // mpmath 1.3.0 with 40 digits: roots of the regularized incomplete gamma function.
        let published: [(Int, Double, Double)] = [
            (1, 0.0253178079842898754, 5.5716433909388986), (2, 0.242209278543964903, 7.22468766772396082),
            (5, 1.62348639011842054, 11.6683320793226696), (10, 4.79538869613243364, 18.3903560420177787),
            (100, 81.3639912509231404, 121.62679379242639), (1000, 938.973018407695216, 1063.95213601630198),
            (100_000, 99381.1526637447306, 100621.744739743876),
        ]
        for (events, lower, upper) in published {
            #expect(abs(Garwood.lowerLimit(events) - lower) <= 1e-12 * lower, "\(events)")
            #expect(abs(Garwood.upperLimit(events) - upper) <= 1e-12 * upper, "\(events)")
        }
        // -log 0.025
        #expect(Garwood.lowerLimit(0) == 0 && abs(Garwood.upperLimit(0) - 3.6888794541139363) <= 1e-14)
    }

    @Test("They are those of the published tables, per exposure")
    func tables() throws {
        // As in Ulm 1990, American Journal of Epidemiology 131, 373-375, and any table of exact Poisson limits.
        let published: [(Int, Double, Double)] = [
            (0, 0, 3.69), (3, 0.62, 8.77), (4, 1.09, 10.24), (20, 12.22, 30.89), (50, 37.11, 65.92),
        ]
        for (events, lower, upper) in published {
            let estimate = Garwood.estimate(events, per: 4)
            #expect(estimate.value == Double(events) / 4)
            #expect(abs(try #require(estimate.lower) - lower / 4) < 0.0013)
            #expect(abs(try #require(estimate.upper) - upper / 4) < 0.0013)
        }
        #expect(Garwood.estimate(0, per: 0) == .none && Garwood.estimate(2, per: 0) == .none)
    }

    @Test("The limits of a net score, worked by hand")
    func netScore() {
        // 5 promoters and 2 detractors of 9: 5.75/12 and 2.75/12; variance (8.5/12 - (3/12)²)/12 = (102 - 9)/1728.
        let margin = 100 * 1.959963984540054 * (93.0 / 1728).squareRoot()
        let expected = Estimate(100.0 / 3, lower: 25 - margin, upper: 25 + margin)
        #expect(agree(AdjustedWald.netScore(promoters: 5, detractors: 2, of: 9), expected))
        #expect(AdjustedWald.netScore(promoters: 0, detractors: 0, of: 0) == .none)
        // 100/1.00003 ± 0.0042: the upper limit is clipped.
        let all = AdjustedWald.netScore(promoters: 100_000, detractors: 0, of: 100_000)
        #expect(all.value == 100 && (all.upper ?? 0) <= 100 && (all.lower ?? 0) > 99.98)
        #expect(AdjustedWald.netScore(promoters: 0, detractors: 3, of: 3).lower == -100)
    }

    @Test("A mean on a scale has limits within the scale")
    func mean() {
        #expect(Mean.estimate(sorted: [], on: 1...5) == .none)
        #expect(Mean.estimate(sorted: [4], on: 1...5) == Estimate(4))
        // s = 1/√2, standard error 1/2, t(1) = 12.706204736174694.
        #expect(Mean.estimate(sorted: [4, 5], on: 1...5) == Estimate(4.5, lower: 1, upper: 5))
        // s = 1, standard error 1/√3, t(2) = 4.302652729749462.
        let margin = 4.302652729749462 / 3.0.squareRoot()
        #expect(agree(Mean.estimate(sorted: [2, 3, 4], on: 0...10), Estimate(3, lower: 3 - margin, upper: 3 + margin)))
    }
}
