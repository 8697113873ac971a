import Foundation

/// Student's t distribution, as far as limits of 95 % and tests need it.
///
/// Sources: Abramowitz, Stegun 1964, Handbook of Mathematical Functions, 26.7.1 (by the incomplete beta function), 26.7.3
/// and 26.7.4 (the distribution for whole degrees of freedom, a finite sum), 26.7.5 (expansion for many).
public enum StudentT {
    /// From here on the first term that the expansion leaves out is below 1e-13.
    private static let manyDegrees = 1000

    /// The probability of lying as far from 0 as `t`, or further, on either side. `degreesOfFreedom`: above 0, not
    /// necessarily whole.
    public static func beyond(_ t: Double, degreesOfFreedom nu: Double) -> Double {
        let square = t * t
        guard square.isFinite else { return 0 }
        return IncompleteBeta.regularized(
            nu / (nu + square), complement: square / (nu + square), a: nu / 2, b: 0.5)
    }

    /// The 0.975 quantile, to 1e-12. `degreesOfFreedom` is 1 or more.
    static func quantile975(degreesOfFreedom: Int) -> Double {
        degreesOfFreedom < manyDegrees
            ? quantiles[degreesOfFreedom - 1] : expansion(degreesOfFreedom: Double(degreesOfFreedom))
    }

    /// Of 1 degree of freedom and more: figures ask for the same few again and again.
    private static let quantiles = (1..<manyDegrees).map { root(degreesOfFreedom: $0) }

    /// By Newton's method: the distribution is concave for t > 0, so steps approach the root from one side.
    private static func root(degreesOfFreedom: Int) -> Double {
        var t = expansion(degreesOfFreedom: Double(degreesOfFreedom))
        let scale = densityAtZero(degreesOfFreedom: degreesOfFreedom)
        let exponent = -Double(degreesOfFreedom + 1) / 2
        for _ in 0..<50 {
            let density = scale * pow(1 + t * t / Double(degreesOfFreedom), exponent)
            let step = (0.95 - central(t, degreesOfFreedom: degreesOfFreedom)) / (2 * density)
            t += step
            if abs(step) <= 1e-15 * t { break }
        }
        return t
    }

    private static func expansion(degreesOfFreedom nu: Double) -> Double {
        let z = ConfidenceLevel.z
        let x = z * z
        let g1 = z * (x + 1) / 4
        let g2 = z * ((5 * x + 16) * x + 3) / 96
        let g3 = z * (((3 * x + 19) * x + 17) * x - 15) / 384
        let g4 = z * ((((79 * x + 776) * x + 1482) * x - 1920) * x - 945) / 92_160
        return z + (g1 + (g2 + (g3 + g4 / nu) / nu) / nu) / nu
    }

    /// The probability of lying between -t and t.
    private static func central(_ t: Double, degreesOfFreedom nu: Int) -> Double {
        let angle = atan(t / Double(nu).squareRoot())
        let cosine = cos(angle)
        let isOdd = nu % 2 == 1
        guard nu > 1 else { return 2 / Double.pi * angle }
        var term = isOdd ? cosine : 1
        var sum = term
        var k = isOdd ? 2 : 1
        while k + 2 <= nu - 1 {
            term *= cosine * cosine * Double(k) / Double(k + 1)
            sum += term
            k += 2
        }
        return isOdd ? 2 / Double.pi * (angle + sin(angle) * sum) : sin(angle) * sum
    }

    /// Γ((ν+1)/2) / (√(νπ) Γ(ν/2)), by recurrence from ν = 1 or 2.
    private static func densityAtZero(degreesOfFreedom nu: Int) -> Double {
        var density = nu % 2 == 1 ? 1 / Double.pi : 1 / (2 * 2.0.squareRoot())
        var k = nu % 2 == 1 ? 1 : 2
        while k < nu {
            density *= Double(k + 1) / Double(k) * (Double(k) / Double(k + 2)).squareRoot()
            k += 2
        }
        return density
    }
}
