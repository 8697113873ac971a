/// Limits are 95 % throughout.
public enum ConfidenceLevel {
    /// The 0.975 quantile of the standard normal distribution.
    public static let z = 1.959963984540054
}
