/// Places in ascending order, from 1; equal values share the mean of theirs.
///
/// Source: Kendall 1945, The treatment of ties in ranking problems, Biometrika 33, 239-251,
/// doi:10.1093/biomet/33.3.239.
enum Midranks {
    /// Twice the place of each value, which is whole; values are finite. Neighbours that differ by no more than the
    /// arithmetic's noise, 1e-12 or that part of a value above 1, are equal: sums of the same amounts are, whatever
    /// order they were added in. O(n log n).
    static func doubled(_ values: [Double]) -> [Int] {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var ranks = [Int](repeating: 0, count: values.count)
        var first = 0
        while first < order.count {
            var last = first
            while last + 1 < order.count, areEqual(values[order[last]], values[order[last + 1]]) { last += 1 }
            for place in first...last { ranks[order[place]] = first + last + 2 }
            first = last + 1
        }
        return ranks
    }

    private static let noise = 1e-12

    private static func areEqual(_ a: Double, _ b: Double) -> Bool { b - a <= noise * max(1, abs(b)) }
}
