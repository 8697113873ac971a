/// Limits are 95 % throughout.
enum ConfidenceLevel {
    /// The 0.975 quantile of the standard normal distribution.
    static let z = 1.959963984540054
}

/// Numbers that differ by no more than this are equal where a threshold is met or missed. Products of a million
/// factors stay well within it.
let thresholdTolerance = 1e-9
