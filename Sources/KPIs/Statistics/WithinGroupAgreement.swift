/// How far the members of a group agree on the items of a scale: r_wg(J), 1 where everybody answers alike, 0 where they
/// answer as if by chance.
///
/// J (1 - q)/(J (1 - q) + q), where q is the mean variance of the J items, with n - 1, over that of answers by chance. If each
/// of A values is as likely, that is (A² - 1)/12: 4 for seven. Answers that spread more, as of a group in two camps, would be
/// below 0, or above 1 where q is above J/(J - 1), and mean nothing: they count as 0.
///
/// Source: James, Demaree, Wolf 1984, Journal of Applied Psychology 69, 85-98, doi:10.1037/0021-9010.69.1.85; that it is 0 then,
/// too.
enum WithinGroupAgreement {
    /// The variance of answers that are as likely to be each of so many values next to each other.
    static func uniformVariance(values: Int) -> Double { Double(values * values - 1) / 12 }

    /// `cases`: what each member answered, as many items each, one or more. No value for fewer than two members. The order
    /// of the members is of no matter, to the bit. O(n log n · J).
    static func value(of cases: [[Double]], chance: Double) -> Double? {
        guard cases.count > 1, let count = cases.first?.count, count > 0 else { return nil }
        let variances = (0..<count).map { item in SampleVariance.value(sorted: cases.map { $0[item] }.sorted()) }
        let spread = variances.reduce(0, +) / Double(count) / chance
        let agreed = Double(count) * (1 - min(spread, 1))
        return agreed / (agreed + spread)
    }
}
