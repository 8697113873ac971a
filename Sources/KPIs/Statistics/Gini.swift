import Domain

/// How unequally something is spread: 0 all have the same, 1 one has all.
///
/// G = Σ (2i - n - 1) x(i) / ((n - 1) Σ x), x(i) ascending: the usual coefficient times n/(n-1), so that 1 can be
/// reached. Limits from the delete-one jackknife, each deletion with its own factor, clipped to 0...1.
///
/// Sources: Deltas 2003, doi:10.1162/rest.2003.85.1.226 (factor). Yitzhaki 1991, Journal of Business & Economic
/// Statistics 9, 235-239 (jackknife in two runs over the data).
public enum Gini {
    /// No value for fewer than 2 values or a total of 0; no limits for fewer than 3 values, or where all but one are
    /// 0. Values must not be negative; their order does not matter. O(n log n).
    public static func estimate(_ values: [Double]) -> Estimate {
        let sorted = values.sorted()
        let n = sorted.count
        let total = sorted.reduce(0, +)
        guard n >= 2, total > 0 else { return .none }
        let weighted = zip(1..., sorted).reduce(0) { $0 + weight(of: $1.0, among: n) * $1.1 }
        let value = clipped(weighted / (Double(n - 1) * total))
        guard n >= 3, sorted[n - 2] > 0 else { return Estimate(value) }
        let margin = ConfidenceLevel.z * jackknifeError(sorted: sorted, weighted: weighted)
        return Estimate(value, lower: clipped(value - margin), upper: clipped(value + margin))
    }

    /// Without x(i) there is one value less and the ranks above it fall by one: the weights of the values above fall
    /// by 1, those of the values below rise by 1.
    private static func jackknifeError(sorted: [Double], weighted: Double) -> Double {
        let n = sorted.count
        var above = Array(sorted.reversed().reduce(into: [0.0]) { $0.append($0[$0.count - 1] + $1) }.dropLast())
        above.reverse()
        var below = 0.0
        let deleted = sorted.indices.map { index in
            let rest = weighted - weight(of: index + 1, among: n) * sorted[index] + below - above[index]
            let total = below + above[index]
            below += sorted[index]
            return rest / (Double(n - 2) * total)
        }
        let mean = deleted.reduce(0, +) / Double(n)
        let squares = deleted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (Double(n - 1) / Double(n) * squares).squareRoot()
    }

    private static func weight(of rank: Int, among n: Int) -> Double { Double(2 * rank - n - 1) }

    private static func clipped(_ value: Double) -> Double { min(max(value, 0), 1) }
}
