import Domain

/// The mean with the limits of Student's t.
///
/// x̄ ± t s/√n, s with n - 1, for n of 2 or more; the source is Student 1908, doi:10.1093/biomet/6.1.1.
enum Mean {
    /// Limits are clipped to `least`; no value without values. The sum is exact; `values` in ascending order give
    /// the same limits to the bit whatever order they once had.
    static func estimate(sorted values: [Int64], least: Double) -> Estimate {
        let n = Double(values.count)
        guard !values.isEmpty else { return .none }
        let mean = Double(values.reduce(Int128(0)) { $0 + Int128($1) }) / n
        guard values.count >= 2 else { return Estimate(mean) }
        let squares = values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
        let error = (squares / (n - 1) / n).squareRoot()
        let margin = StudentT.quantile975(degreesOfFreedom: values.count - 1) * error
        return Estimate(mean, lower: max(mean - margin, least), upper: mean + margin)
    }

    /// The mean of values on a scale; limits are clipped to it. No value without values; in ascending order they give
    /// the same mean and limits to the bit whatever order they once had.
    static func estimate(sorted values: [Double], on scale: ClosedRange<Double>) -> Estimate {
        let n = Double(values.count)
        guard !values.isEmpty else { return .none }
        let mean = values.reduce(0, +) / n
        guard values.count >= 2 else { return Estimate(mean) }
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let margin = StudentT.quantile975(degreesOfFreedom: values.count - 1) * (squares / (n - 1) / n).squareRoot()
        return Estimate(mean, lower: max(mean - margin, scale.lowerBound), upper: min(mean + margin, scale.upperBound))
    }
}
