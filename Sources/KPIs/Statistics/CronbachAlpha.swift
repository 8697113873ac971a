/// How far the items of a scale go together: Cronbach's alpha.
///
/// k/(k - 1) · (1 - Σ sᵢ²/s²), for k items of variance sᵢ² and a sum of variance s², both with n - 1. It is 1 where the items
/// differ by a constant only, and 0 where they have nothing to do with each other. Items that go against the others, as a reversed one
/// does that was not turned, lower it, several of them below 0 without a bound. It doesn't matter on which scale items are, if it is
/// one.
///
/// Source: Cronbach 1951, Psychometrika 16, 297-334, doi:10.1007/BF02310555.
enum CronbachAlpha {
    /// `cases`: what each person answered, as many items each. No value for fewer than two cases or items, or where
    /// all sums are alike, but for the arithmetic. The order of the cases is of no matter, to the bit. O(n log n · k).
    static func value(of cases: [[Double]]) -> Double? {
        guard cases.count > 1, let count = cases.first?.count, count > 1 else { return nil }
        let ofItems = (0..<count).reduce(0) { sum, item in
            sum + SampleVariance.value(sorted: cases.map { $0[item] }.sorted())
        }
        let ofSum = SampleVariance.value(sorted: cases.map { $0.reduce(0, +) }.sorted())
        guard ofSum > Threshold.tolerance * ofItems else { return nil }
        return Double(count) / Double(count - 1) * (1 - ofItems / ofSum)
    }
}
