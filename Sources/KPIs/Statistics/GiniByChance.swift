import Foundation

/// How unequal counts are that chance alone deals out: the Gini coefficient of Poisson's distribution.
///
/// Its mean difference over twice its mean λ is e^(-2λ) (I₀(2λ) + I₁(2λ)), I the modified Bessel functions of the first
/// kind. It falls from 1 for a few counts among many people to 0 for many counts of each.
///
/// Sources: Ramasubban 1958, Biometrika 45, 549-556, doi:10.1093/biomet/45.3-4.549. Bessel functions: Abramowitz,
/// Stegun 1964, Handbook of Mathematical Functions, 9.6.10 (series), 9.7.1 (expansion for large arguments).
enum GiniByChance {
    /// From here on the expansion's least term is below 1e-25; below it the series needs under a hundred terms.
    private static let large = 30.0

    /// To 1e-14 of the value. `mean`: λ, 0 or more and finite.
    static func value(mean: Double) -> Double {
        2 * mean < large ? series(mean) : expansion(2 * mean)
    }

    /// I₀(2h) + I₁(2h) = Σ h^(2k) / k!² (1 + h / (k + 1)); no term is below 0.
    private static func series(_ h: Double) -> Double {
        var (term, sum, k) = (1.0, 1 + h, 0.0)
        while term > sum * .ulpOfOne / 16 {
            k += 1
            term *= (h / k) * (h / k)
            sum += term * (1 + h / (k + 1))
        }
        return exp(-2 * h) * sum
    }

    /// e^(-x) I(x) = 1/√(2πx) Σ aₖ, a₀ = 1, aₖ = -aₖ₋₁ (4ν² - (2k - 1)²) / (8kx), ν 0 and 1.
    private static func expansion(_ x: Double) -> Double {
        func sum(_ order: Double) -> Double {
            var (term, sum, k) = (1.0, 1.0, 0.0)
            while abs(term) > .ulpOfOne / 16 {
                k += 1
                term *= -(4 * order * order - (2 * k - 1) * (2 * k - 1)) / (8 * k * x)
                sum += term
            }
            return sum
        }
        return (sum(0) + sum(1)) / (2 * Double.pi * x).squareRoot()
    }
}
