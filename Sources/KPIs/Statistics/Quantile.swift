/// Quantiles of complete data.
enum Quantile {
    /// Type 7, as `percentile_cont`: linear between the order statistics around position 1 + (n - 1) q.
    /// `sorted` ascending, `q` from 0 to 1; `nil` without values.
    ///
    /// Source: Hyndman, Fan 1996, doi:10.1080/00031305.1996.10473566.
    static func type7(sorted: [Double], _ q: Double) -> Double? {
        guard let last = sorted.last else { return nil }
        let position = Double(sorted.count - 1) * q
        let index = Int(position)
        guard index + 1 < sorted.count else { return last }
        return sorted[index] + (position - Double(index)) * (sorted[index + 1] - sorted[index])
    }
}
