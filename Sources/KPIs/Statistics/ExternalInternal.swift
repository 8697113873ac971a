/// Whether ties go across groups or stay within them.
///
/// Of E ties between groups and I within them the index is (E - I)/(E + I), from -1, all within, to 1, all across. If
/// everybody were as likely to have a tie with everybody else, 1 - Σ s(s - 1)/(n(n - 1)) of them would go across, for n
/// people in groups of s.
///
/// Source: Krackhardt, Stern 1988, Social Psychology Quarterly 51, 123-140, doi:10.2307/2786835.
enum ExternalInternal {
    /// No value without ties.
    static func index(external: Int, ofTies ties: Int) -> Double? {
        ties > 0 ? Double(2 * external - ties) / Double(ties) : nil
    }

    /// The share of ties that mixing at random would send across; no value for fewer than two people.
    static func expectedShare(groupSizes: some Sequence<Int>) -> Double? {
        var (people, within) = (0, 0)
        for size in groupSizes {
            people += size
            within += size * (size - 1)
        }
        let pairs = people * (people - 1)
        return pairs > 0 ? Double(pairs - within) / Double(pairs) : nil
    }
}
