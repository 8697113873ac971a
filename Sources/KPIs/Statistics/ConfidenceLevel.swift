/// Limits are 95 % throughout.
enum ConfidenceLevel {
    /// The 0.975 quantile of the standard normal distribution.
    static let z = 1.959963984540054
}
