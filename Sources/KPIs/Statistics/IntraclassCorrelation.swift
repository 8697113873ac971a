/// How much of what people answer hangs on their group: ICC(1) of a one-way analysis of variance with random groups.
///
/// (MSB - MSW)/(MSB + (k - 1) MSW), of the mean squares between G groups and within them. For groups of n₁, n₂… of N people k
/// is (N - Σn²/N)/(G - 1): their size where they are equal, else a little less than the mean of the sizes. It is 1 where
/// all of a group answer alike and groups differ, and below 0 where people differ more within groups than by chance: -1/(k - 1)
/// where all groups have one mean.
///
/// Sources: Shrout, Fleiss 1979, Psychological Bulletin 86, 420-428, doi:10.1037/0033-2909.86.2.420, case 1. k: Lessells,
/// Boag 1987, The Auk 104, 116-121, as in Wolak's package ICC for R; Bliese's multilevel takes the mean of the sizes.
enum IntraclassCorrelation {
    /// No value for fewer than two groups, where each has one person alone, or where all answers are alike, but for the
    /// arithmetic. Empty groups are none. The order of groups and within them is of no matter, to the bit. O(N log N).
    static func value(of groups: [[Double]]) -> Double? {
        let groups = groups.filter { !$0.isEmpty }.map { $0.sorted() }.sorted { $0.lexicographicallyPrecedes($1) }
        let sizes = groups.map { Double($0.count) }
        let people = sizes.reduce(0, +)
        let count = Double(groups.count)
        guard groups.count > 1, people > count else { return nil }
        let squares = groups.map(SampleVariance.squares)
        // From the least value, so that large ones lose nothing.
        let means = zip(groups, squares).map { $0[0] - groups[0][0] + $1.shift }
        let mean = means[0] + zip(sizes, means).reduce(0) { $0 + $1.0 * ($1.1 - means[0]) } / people
        let between =
            zip(sizes, means).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) } / (count - 1)
        let within = squares.reduce(0) { $0 + $1.sum } / (people - count)
        // Means of the same answers, added up in another order, differ by the arithmetic alone.
        let noise = Threshold.tolerance * groups.reduce(1) { max($0, abs($1[0]), abs($1[$1.count - 1])) }
        guard between + within > noise * noise else { return nil }
        let size = (people - sizes.reduce(0) { $0 + $1 * $1 } / people) / (count - 1)
        return (between - within) / (between + (size - 1) * within)
    }
}
