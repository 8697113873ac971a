/// Quantiles of complete data.
///
/// Type 7: linear interpolation at position (n - 1) q of the sorted values, as `percentile_cont` has it.
///
/// Source: Hyndman, Fan 1996, doi:10.1080/00031305.1996.10473566.
public enum Quantile {
    /// `nil` without values. `q` is within 0...1.
    public static func type7(_ q: Double, of values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let position = Double(sorted.count - 1) * q
        let index = Int(position)
        let lower = sorted[index]
        let upper = sorted[min(index + 1, sorted.count - 1)]
        return lower + (position - Double(index)) * (upper - lower)
    }
}
