/// How far two sets of pairs overlap: what is in both over what is in either.
///
/// Source: Jaccard 1912, New Phytologist 11, 37-50, doi:10.1111/j.1469-8137.1912.tb05611.x.
struct Jaccard {
    let both: Int
    let either: Int

    /// Of the same nodes. O(pairs log(pairs of a node)).
    init(_ a: DirectedTies, _ b: DirectedTies) {
        var both = 0
        a.forEach { tail, head, _ in if b.contains(tail, head) { both += 1 } }
        self.both = both
        either = a.count + b.count - both
    }

    /// No value where both are empty.
    var index: Double? { either > 0 ? Double(both) / Double(either) : nil }
}
