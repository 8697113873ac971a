/// Ordered pairs of nodes, each once and with how often it was told; a pair of a node with itself is none.
///
/// In one piece of memory, 8 bytes a pair. O(pairs + nodes) to make.
struct DirectedTies: Sendable {
    /// Each once, however often it was told.
    private(set) var pairs: PairSet
    private var tellings: [Int32]

    /// `tails` and `heads` go by position; both are below `nodeCount`, and negative ones nobody's.
    init(nodeCount: Int, tails: [Int32], heads: [Int32]) {
        func isPair(_ position: Int) -> Bool {
            tails[position] >= 0 && heads[position] >= 0 && tails[position] != heads[position]
        }
        var byHead = Self.begins(nodeCount, of: heads, where: isPair)
        var byTail = Self.begins(nodeCount, of: tails, where: isPair)
        let begins = byTail
        let count = begins[nodeCount]
        // Sorted by their heads first, so that the heads of each tail are in ascending order.
        let inOrder = [Int32](unsafeUninitializedCapacity: count) { inOrder, filled in
            for position in tails.indices where isPair(position) {
                inOrder.initializeElement(at: byHead[Int(heads[position])], to: tails[position])
                byHead[Int(heads[position])] += 1
            }
            filled = count
        }
        let sorted = [Int32](unsafeUninitializedCapacity: count) { sorted, filled in
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
        pairs = PairSet(begins: begins, heads: sorted)
        tellings = Array(repeating: 1, count: count)
        merge()
    }

    private init(pairs: PairSet, tellings: [Int32]) {
        self.pairs = pairs
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
        var (begins, heads) = (pairs.begins, pairs.heads)
        pairs = PairSet(begins: [], heads: [])
        let nodeCount = begins.count - 1
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
        pairs = PairSet(begins: begins, heads: heads)
    }

    var nodeCount: Int { pairs.begins.count - 1 }

    /// How many pairs there are, each counted once.
    var count: Int { pairs.heads.count }

    /// How many pairs a node begins.
    func degree(_ node: Int) -> Int { pairs.range(of: node).count }

    /// The other node of a node's pair of a number below its degree, in ascending order.
    func head(_ node: Int, _ number: Int) -> Int { Int(pairs.heads[pairs.begins[node] + number]) }

    /// All pairs in order, with how often each was told.
    func forEach(_ body: (_ tail: Int, _ head: Int, _ tellings: Int) -> Void) {
        for tail in 0..<nodeCount {
            for position in pairs.range(of: tail) {
                body(tail, Int(pairs.heads[position]), Int(tellings[position]))
            }
        }
    }

    func contains(_ tail: Int, _ head: Int) -> Bool { pairs.contains(tail, head) }

    /// The same the other way round.
    var reversed: DirectedTies {
        let begins = Self.begins(nodeCount, of: pairs.heads) { _ in true }
        var next = begins
        var tails = [Int32](repeating: 0, count: count)
        var turned = tails
        forEach { tail, head, told in
            tails[next[head]] = Int32(tail)
            turned[next[head]] = Int32(told)
            next[head] += 1
        }
        return DirectedTies(pairs: PairSet(begins: begins, heads: tails), tellings: turned)
    }
}
