import Domain

/// A ratio r = Σy/Σx over people, as hours given over hours agreed.
///
/// Variance n/(n-1) Σ(y - rx)²/(Σx)², limits by Student's t with n - 1 degrees of freedom, the lower one not below 0.
///
/// Source: Cochran 1977, Sampling Techniques, 3rd edition, chapter 2, on estimating a ratio.
enum RatioOfSums {
    /// No value without pairs; no limits for one. Each x is above 0, each y 0 or more; the order of the pairs is of no
    /// matter.
    static func estimate(_ pairs: [(y: Double, x: Double)]) -> Estimate {
        let sorted = pairs.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
        let total = sorted.reduce(0) { $0 + $1.x }
        guard total > 0 else { return .none }
        let ratio = sorted.reduce(0) { $0 + $1.y } / total
        guard sorted.count >= 2 else { return Estimate(ratio) }
        let n = Double(sorted.count)
        let squares = sorted.reduce(0) { $0 + ($1.y - ratio * $1.x) * ($1.y - ratio * $1.x) }
        let error = (n / (n - 1) * squares).squareRoot() / total
        let margin = StudentT.quantile975(degreesOfFreedom: sorted.count - 1) * error
        return Estimate(ratio, lower: max(0, ratio - margin), upper: ratio + margin)
    }
}
