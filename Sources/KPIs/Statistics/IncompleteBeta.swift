import Foundation

/// The regularized incomplete beta function I_x(a, b), to about 1e-14.
///
/// By its continued fraction, evaluated from the front. The fraction converges fast for x < (a + 1) / (a + b + 2); beyond,
/// the symmetry I_x(a, b) = 1 - I_(1-x)(b, a) is used.
///
/// Sources: DLMF 8.17.22 (fraction), 8.17.4 (symmetry); Lentz 1976, Applied Optics 15, 668-671 (evaluation).
enum IncompleteBeta {
    private static let mostSteps = 10_000

    /// `x`: 0 to 1, given together with 1 - x, which may have more digits. `a`, `b`: above 0.
    static func regularized(_ x: Double, complement: Double, a: Double, b: Double) -> Double {
        if x <= 0 { return 0 }
        if complement <= 0 { return 1 }
        return x <= (a + 1) / (a + b + 2)
            ? byFraction(x, complement, a, b) : 1 - byFraction(complement, x, b, a)
    }

    private static func byFraction(_ x: Double, _ complement: Double, _ a: Double, _ b: Double) -> Double {
        let logFactor =
            lgamma(a + b).0 - lgamma(a).0 - lgamma(b).0 + a * log(x) + b * log(complement)
        return exp(logFactor) / (a * fraction(x, a, b))
    }

    /// 1 + d₁/(1 + d₂/(1 + …)).
    private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let tiny = 1e-300
        var (value, c, d) = (1.0, 1.0, 0.0)
        for step in 1...mostSteps {
            let m = Double(step / 2)
            let numerator =
                step % 2 == 0
                ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
                : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / nonzero(1 + numerator * d, tiny)
            c = nonzero(1 + numerator / c, tiny)
            let factor = c * d
            value *= factor
            if abs(factor - 1) < 1e-16 { break }
        }
        return value
    }

    private static func nonzero(_ value: Double, _ tiny: Double) -> Double { abs(value) < tiny ? tiny : value }
}
