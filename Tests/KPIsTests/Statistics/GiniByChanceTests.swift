import Foundation
import Testing

@testable import KPIs

@Suite("What chance alone gives of inequality")
struct GiniByChanceTests {
    @Test("Is e^(-2λ)(I₀(2λ) + I₁(2λ)) to 1e-14, for hardly any counts and for very many")
    func values() {
        // mpmath 1.3.0 with 40 digits: exp(-2λ) (besseli(0, 2λ) + besseli(1, 2λ)); of 1e300 1/√(πλ).
        let published: [(Double, Double)] = [
            (0, 1), (1e-9, 0.999999999), (0.01, 0.99009917246518249), (0.3, 0.77149162262141594),
            (1, 0.5237776118026087), (2.5, 0.34751307955387071), (7, 0.21131291913383785),
            (14.999, 0.14506707174059159), (15.001, 0.1450574828964856), (50, 0.079688532324226935),
            (1000, 0.017840125979383907), (1e6, 0.00056418954828590401), (1e300, 5.641895835477563e-151),
        ]
        for (mean, value) in published {
            let ours = GiniByChance.value(mean: mean)
            #expect(abs(ours - value) <= 1e-14 * value, "\(mean): \(ours) instead of \(value)")
        }
    }

    @Test("Falls without a step where the series gives way to the expansion")
    func falls() {
        let means = (1...4000).map { Double($0) / 100 }
        for (mean, next) in zip(means, means.dropFirst()) {
            let (here, there) = (GiniByChance.value(mean: mean), GiniByChance.value(mean: next))
            #expect(there < here && here - there < 0.011)
        }
    }

    @Test("Is the mean difference of two counts of Poisson's distribution over twice their mean")
    func definition() {
        // Σ |i - j| p(i) p(j) / 2λ, p(k) = e^(-λ) λ^k / k!, summed.
        for mean in [0.2, 1.7, 6] {
            var probability = [exp(-mean)]
            for k in 1...60 { probability.append(probability[k - 1] * mean / Double(k)) }
            var difference = 0.0
            for (i, p) in probability.enumerated() {
                for (j, q) in probability.enumerated() { difference += Double(abs(i - j)) * p * q }
            }
            #expect(abs(GiniByChance.value(mean: mean) - difference / (2 * mean)) < 1e-12)
        }
    }
}
