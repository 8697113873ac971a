/// Ordered pairs of nodes, in 4 bytes a pair.
struct PairSet: Sendable {
    /// By node: where its pairs begin, and last where all end.
    let begins: [Int]
    /// Of each node the others, ascending.
    let heads: [Int32]

    /// Positions in `heads`.
    func range(of tail: Int) -> Range<Int> { begins[tail]..<begins[tail + 1] }

    /// O(log of the node's pairs).
    func contains(_ tail: Int, _ head: Int) -> Bool {
        var (low, high) = (begins[tail], begins[tail + 1])
        while low < high {
            let middle = (low + high) / 2
            if heads[middle] < Int32(head) { low = middle + 1 } else { high = middle }
        }
        return low < begins[tail + 1] && heads[low] == Int32(head)
    }
}
