import Domain
import TestValues
import Testing

@testable import KPIs

@Suite("The other statistics")
struct SmallStatisticsTests {
    @Test("Student's 0.975 quantiles are scipy's, to 1e-12")
    func studentT() {
        // scipy 1.17.1: scipy.stats.t.ppf(0.975, nu)
        let published: [(Int, Double)] = [
            (1, 12.706204736174694), (2, 4.302652729749462), (3, 3.1824463052837078), (4, 2.7764451051977934),
            (5, 2.5705818356363146), (7, 2.364624251592784), (10, 2.228138851986274), (29, 2.045229642132703),
            (30, 2.0422724563012378), (99, 1.9842169515864174), (100, 1.9839715185235518), (500, 1.9647198374673676),
            (998, 1.9623438462163343), (999, 1.9623414611334493), (1000, 1.9623390808264083),
            (1001, 1.9623367052808798), (5000, 1.9604385517065073), (1_000_000, 1.959966356814107),
        ]
        for (degrees, quantile) in published {
            let ours = StudentT.quantile975(degreesOfFreedom: degrees)
            #expect(abs(ours - quantile) <= 1e-12 * quantile, "\(degrees): \(ours) instead of \(quantile)")
        }
    }

    @Test("Gini of 1, 2, 3, 4 with its jackknife, worked by hand")
    func gini() {
        // Weights -3, -1, 1, 3: (-3 - 2 + 3 + 12) / (3 · 10) = 1/3.
        // Without one each, weights -2, 0, 2: (4-2)·2/(2·9), (4-1)·2/(2·8), (4-1)·2/(2·7), (3-1)·2/(2·6).
        let deleted = [2.0 / 9, 3.0 / 8, 3.0 / 7, 1.0 / 3]
        let mean = deleted.reduce(0, +) / 4
        let error = (0.75 * deleted.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)).squareRoot()
        let margin = 1.959963984540054 * error
        let expected = Estimate(1.0 / 3, lower: 1.0 / 3 - margin, upper: 1.0 / 3 + margin)
        #expect(agree(Gini.estimate([3, 1, 4, 2]), expected))
    }

    @Test("Gini of the incomes in the examples of R's packages ineq, acid and DescTools")
    func giniOfIncomes() throws {
        let incomes = [541, 1_463, 2_445, 3_438, 4_437, 5_401, 6_392, 8_304, 11_904, 22_261].map(Double.init)
        let value = try #require(Gini.estimate(incomes).value)
        // As acid's manual prints it, of a sample; of the ten alone it is nine tenths of that, 0.4620911.
        #expect(abs(value - 0.5134346) < 5e-8)
    }

    @Test("Gini needs two values and a total; limits need three, and two that are not 0")
    func giniEdges() {
        #expect(Gini.estimate([]) == .none && Gini.estimate([5]) == .none && Gini.estimate([0, 0, 0]) == .none)
        #expect(Gini.estimate([1, 3]) == Estimate(0.5))
        #expect(Gini.estimate([0, 0, 7]) == Estimate(1))
        #expect(Gini.estimate([2, 2, 2]) == Estimate(0, lower: 0, upper: 0))
        #expect(Gini.estimate([0, 1, 1e300]).lower != nil)
    }

    @Test("Top shares round the number of holders up, and half is reached within rounding")
    func concentration() {
        #expect(agree(Concentration.topShare(oneIn: 10, of: [1, 2, 3, 4]), 0.4))
        #expect(agree(Concentration.topShare(oneIn: 10, of: (1...20).map(Double.init)), 39.0 / 210))
        #expect(agree(Concentration.topShare(oneIn: 10, of: (1...21).map(Double.init)), 60.0 / 231))
        #expect(Concentration.topShare(oneIn: 10, of: [0, 0]) == nil)
        #expect(Concentration.absenceFactor(of: [5, 3, 2]) == 1)
        #expect(Concentration.absenceFactor(of: [4, 3, 3]) == 2)
        #expect(Concentration.absenceFactor(of: Array(repeating: 0.1, count: 10)) == 5)
        #expect(Concentration.absenceFactor(of: []) == nil && Concentration.absenceFactor(of: [0]) == nil)
    }

    @Test("A mean of one value has no limits; sums beyond 64 bits are exact")
    func mean() {
        #expect(Mean.estimate(sorted: [], least: 0) == .none)
        #expect(Mean.estimate(sorted: [4], least: 0) == Estimate(4))
        // s = √2, standard error 1, t(1) = 12.706204736174694; clipped at 0.
        #expect(agree(Mean.estimate(sorted: [4, 6], least: 0), Estimate(5, lower: 0, upper: 5 + 12.706204736174694)))
        let large = Int64.max / 2
        #expect(Mean.estimate(sorted: Array(repeating: large, count: 9), least: 0).value == Double(large))
    }
}
