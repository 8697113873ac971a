/// The variance of a sample: Σ (x - x̄)²/(n - 1).
enum SampleVariance {
    /// Of two values or more, in ascending order, so that it is the same to the bit whatever order they once had. Exactly 0
    /// where all are alike, since each counts by its distance from the first.
    static func value(sorted values: [Double]) -> Double {
        squares(sorted: values).sum / Double(values.count - 1)
    }

    /// The sum of squared distances from the mean, and the mean less the first value; of one value or more, likewise.
    static func squares(sorted values: [Double]) -> (sum: Double, shift: Double) {
        let first = values[0]
        let shift = values.reduce(0) { $0 + ($1 - first) } / Double(values.count)
        let sum = values.reduce(0) { $0 + ($1 - first - shift) * ($1 - first - shift) }
        return (sum, shift)
    }
}
