import Domain
import Foundation

/// How far two orders of the same people agree: 1 where they are the same, -1 where one is the other backwards, 0 where
/// one says nothing of the other.
///
/// ρ is Pearson's correlation of the midranks. Limits: tanh(atanh ρ ± z √((1 + ρ²/2) / (n - 3))).
///
/// Sources: Spearman 1904, American Journal of Psychology 15, 72-101. Limits: Bonett, Wright 2000, Psychometrika 65,
/// 23-28, doi:10.1007/BF02294183.
enum Spearman {
    /// For fewer pairs the limits mean little.
    static let leastForLimits = 10

    /// No value for fewer than 2 pairs, or where all are equal on one side; no limits for fewer than 10. Where ρ is 1
    /// or -1, the limits equal it. The order of the pairs is of no matter: the sums are exact, and so
    /// are comparisons. O(n log n).
    static func estimate<Value: Comparable>(_ pairs: [(x: Value, y: Value)]) -> Estimate {
        let (x, y) = (Midranks.doubled(pairs.map(\.x)), Midranks.doubled(pairs.map(\.y)))
        let centre = pairs.count + 1
        var (squaredX, squaredY, products) = (Int128(0), Int128(0), Int128(0))
        for (x, y) in zip(x, y) {
            let (x, y) = (Int128(x - centre), Int128(y - centre))
            squaredX += x * x
            squaredY += y * y
            products += x * y
        }
        guard squaredX > 0, squaredY > 0 else { return .none }
        // Orders with the same ties agree wholly, or are opposite: nothing else reaches 1.
        let isWhole = squaredX == squaredY && products.magnitude == squaredX.magnitude
        let rho =
            isWhole
            ? (products > 0 ? 1 : -1)
            : Double(products) / (Double(squaredX).squareRoot() * Double(squaredY).squareRoot())
        guard pairs.count >= leastForLimits else { return Estimate(rho) }
        guard !isWhole else { return Estimate(rho, lower: rho, upper: rho) }
        let margin = ConfidenceLevel.z * ((1 + rho * rho / 2) / Double(pairs.count - 3)).squareRoot()
        return Estimate(rho, lower: tanh(atanh(rho) - margin), upper: tanh(atanh(rho) + margin))
    }
}
