/// Ordered pairs of nodes, each once and with how often it was told; a pair of a node with itself is none.
///
/// In one piece of memory, 8 bytes a pair. O(pairs + nodes) to make.
struct DirectedTies: Sendable {
    /// By node: where its pairs begin, and last where all end.
    private var begins: [Int]
    /// Of each node the others, ascending.
    private var heads: [Int32]
    private var tellings: [Int32]

    /// `tails` and `heads` go by position; both are below `nodeCount`, and negative ones nobody's.
    init(nodeCount: Int, tails: [Int32], heads: [Int32]) {
        func isPair(_ position: Int) -> Bool {
            tails[position] >= 0 && heads[position] >= 0 && tails[position] != heads[position]
        }
        var byHead = Self.begins(nodeCount, of: heads, where: isPair)
        var byTail = Self.begins(nodeCount, of: tails, where: isPair)
        begins = byTail
        let count = begins[nodeCount]
        // Sorted by their heads first, so that the heads of each tail are in ascending order.
        let inOrder = [Int32](unsafeUninitializedCapacity: count) { inOrder, filled in
            for position in tails.indices where isPair(position) {
                inOrder.initializeElement(at: byHead[Int(heads[position])], to: tails[position])
                byHead[Int(heads[position])] += 1
            }
            filled = count
        }
        self.heads = [Int32](unsafeUninitializedCapacity: count) { sorted, filled in
            var position = 0
            for head in 0..<nodeCount {
                while position < byHead[head] {
                    let tail = Int(inOrder[position])
                    sorted.initializeElement(at: byTail[tail], to: Int32(head))
                    byTail[tail] += 1
                    position += 1
                }
            }
            filled = count
        }
        tellings = Array(repeating: 1, count: count)
        merge()
    }

    private init(begins: [Int], heads: [Int32], tellings: [Int32]) {
        self.begins = begins
        self.heads = heads
        self.tellings = tellings
    }

    private static func begins(_ nodeCount: Int, of nodes: [Int32], where counts: (Int) -> Bool) -> [Int] {
        var begins = [Int](repeating: 0, count: nodeCount + 1)
        for position in nodes.indices where counts(position) { begins[Int(nodes[position]) + 1] += 1 }
        for node in 0..<nodeCount { begins[node + 1] += begins[node] }
        return begins
    }

    /// What was told several times becomes one.
    private mutating func merge() {
        var end = 0
        for node in 0..<nodeCount {
            let own = begins[node]..<begins[node + 1]
            begins[node] = end
            for position in own {
                if end > begins[node], heads[end - 1] == heads[position] {
                    tellings[end - 1] += 1
                } else {
                    heads[end] = heads[position]
                    tellings[end] = 1
                    end += 1
                }
            }
        }
        begins[nodeCount] = end
        heads.removeSubrange(end...)
        tellings.removeSubrange(end...)
    }

    var nodeCount: Int { begins.count - 1 }

    /// How many pairs there are, each counted once.
    var count: Int { heads.count }

    /// How many pairs a node begins.
    func degree(_ node: Int) -> Int { begins[node + 1] - begins[node] }

    /// The other node of a node's pair of a number below its degree, in ascending order.
    func head(_ node: Int, _ number: Int) -> Int { Int(heads[begins[node] + number]) }

    /// All pairs in order, with how often each was told.
    func forEach(_ body: (_ tail: Int, _ head: Int, _ tellings: Int) -> Void) {
        for tail in 0..<nodeCount {
            for position in begins[tail]..<begins[tail + 1] {
                body(tail, Int(heads[position]), Int(tellings[position]))
            }
        }
    }

    func contains(_ tail: Int, _ head: Int) -> Bool {
        var (low, high) = (begins[tail], begins[tail + 1])
        while low < high {
            let middle = (low + high) / 2
            if heads[middle] < Int32(head) { low = middle + 1 } else { high = middle }
        }
        return low < begins[tail + 1] && heads[low] == Int32(head)
    }

    /// The same the other way round.
    var reversed: DirectedTies {
        let begins = Self.begins(nodeCount, of: heads) { _ in true }
        var next = begins
        var tails = [Int32](repeating: 0, count: count)
        var turned = tails
        forEach { tail, head, told in
            tails[next[head]] = Int32(tail)
            turned[next[head]] = Int32(told)
            next[head] += 1
        }
        return DirectedTies(begins: begins, heads: tails, tellings: turned)
    }
}
