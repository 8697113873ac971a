/// The parts of a network between which there is no tie in either direction; a node without ties is one of its own.
///
/// Disjoint sets with union by size and halved paths, nearly O(nodes + ties): Tarjan 1975, doi:10.1145/321879.321884.
struct WeakComponents {
    let count: Int
    /// Nodes of the largest; 0 without nodes.
    let largest: Int

    init(of ties: DirectedTies) {
        var parents = Array(0..<ties.nodeCount)
        var sizes = [Int](repeating: 1, count: ties.nodeCount)
        var count = ties.nodeCount
        func root(_ node: Int) -> Int {
            var node = node
            while parents[node] != node {
                parents[node] = parents[parents[node]]
                node = parents[node]
            }
            return node
        }
        ties.forEach { tail, head, _ in
            var (large, small) = (root(tail), root(head))
            guard large != small else { return }
            if sizes[large] < sizes[small] { swap(&large, &small) }
            parents[small] = large
            sizes[large] += sizes[small]
            count -= 1
        }
        self.count = count
        largest = sizes.max() ?? 0
    }
}
