import Foundation

/// The chi-square distribution.
///
/// With ν degrees of freedom more than x has the probability Q(ν/2, x/2), the regularized upper incomplete gamma function. ν is
/// whole, so a finite sum is exact: from Q(1/2, y) = erfc √y or Q(1, y) = e^-y on, Q(a + 1, y) = Q(a, y) + y^a e^-y / Γ(a + 1).
/// No term is negative, so nothing cancels, far out either.
///
/// Source: DLMF 8.4.6, 8.4.10 (beginnings), 8.8.6 (step).
enum ChiSquare {
    /// The probability of more than `x`, to about 1e-13 of it; 1 for 0. `degreesOfFreedom`: 1 or more. O(degrees of freedom).
    static func upperTail(_ x: Double, degreesOfFreedom: Int) -> Double {
        guard x > 0 else { return 1 }
        let y = x / 2
        let isOdd = degreesOfFreedom % 2 == 1
        var tail = isOdd ? erfc(y.squareRoot()) : exp(-y)
        var a = isOdd ? 0.5 : 1
        while a < Double(degreesOfFreedom) / 2 {
            // By its logarithm: of many degrees of freedom a single factor is too large, or too small.
            tail += exp(a * log(y) - y - lgamma(a + 1).0)
            a += 1
        }
        return min(1, tail)
    }
}
