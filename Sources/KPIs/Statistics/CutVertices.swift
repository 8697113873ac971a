/// The nodes of a network without which a part of it would fall into several; the directions of its ties don't matter.
///
/// A search into the depth numbers nodes as it comes to them. A node that was reached from another is cut from what was there
/// before if nothing that was reached from it has a tie to a node of a lower number than the other's. O(nodes + ties),
/// without recursion, however long the paths are.
///
/// Source: Hopcroft, Tarjan 1973, Algorithm 447, Communications of the ACM 16, 372-378, doi:10.1145/362248.362272.
struct CutVertices {
    /// By node.
    let isCut: [Bool]

    init(of ties: DirectedTies) {
        let reversed = ties.reversed
        func degree(_ node: Int) -> Int { ties.degree(node) + reversed.degree(node) }
        func neighbour(_ node: Int, _ number: Int) -> Int {
            let own = ties.degree(node)
            return number < own ? ties.head(node, number) : reversed.head(node, number - own)
        }
        var isCut = [Bool](repeating: false, count: ties.nodeCount)
        // 0: not reached yet.
        var number = [Int](repeating: 0, count: ties.nodeCount)
        // The lowest number to which what was reached from a node has a tie.
        var lowest = number
        var parent = [Int](repeating: -1, count: ties.nodeCount)
        // How many of a node's ties have been followed.
        var followed = number
        var last = 0
        for root in 0..<ties.nodeCount where number[root] == 0 {
            last += 1
            (number[root], lowest[root]) = (last, last)
            var branches = 0
            var node = root
            while node >= 0 {
                if followed[node] < degree(node) {
                    let next = neighbour(node, followed[node])
                    followed[node] += 1
                    if number[next] == 0 {
                        last += 1
                        (number[next], lowest[next], parent[next]) = (last, last, node)
                        if node == root { branches += 1 }
                        node = next
                    } else if next != parent[node] {
                        lowest[node] = min(lowest[node], number[next])
                    }
                } else {
                    let from = parent[node]
                    if from >= 0 {
                        lowest[from] = min(lowest[from], lowest[node])
                        if from != root, lowest[node] >= number[from] { isCut[from] = true }
                    }
                    node = from
                }
            }
            isCut[root] = branches > 1
        }
        self.isCut = isCut
    }
}
