/// Places in ascending order, from 1; equal values share the mean of theirs.
///
/// Source: Kendall 1945, The treatment of ties in ranking problems, Biometrika 33, 239-251,
/// doi:10.1093/biomet/33.3.239.
enum Midranks {
    /// Twice the place of each value, which is whole. O(n log n).
    static func doubled<Value: Comparable>(_ values: [Value]) -> [Int] { doubled(values, areEqual: ==) }

    /// Of sums, which are finite: those that differ by no more than the arithmetic's noise, 1e-12 or that part of a value
    /// above 1, are equal, as sums of the same amounts are, whatever order they were added in. Each is compared with
    /// the least of its place, so that many that are close to each other aren't all the same.
    static func doubled(sums: [Double]) -> [Int] {
        doubled(sums) { least, other in other - least <= 1e-12 * max(1, abs(other)) }
    }

    private static func doubled<Value: Comparable>(_ values: [Value], areEqual: (Value, Value) -> Bool) -> [Int] {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var ranks = [Int](repeating: 0, count: values.count)
        var first = 0
        while first < order.count {
            var last = first
            while last + 1 < order.count, areEqual(values[order[first]], values[order[last + 1]]) { last += 1 }
            for place in first...last { ranks[order[place]] = first + last + 2 }
            first = last + 1
        }
        return ranks
    }
}
