import Domain

/// Sorts positions into groups of equal keys and keeps their order within each group.
///
/// One splitter serves many splits: its table is made once, and a split costs only the positions that it gets.
struct Splitter {
    private var groupOfKey: [Int32]

    /// Keys are below `keyCount`; negative ones belong to no group.
    init(keyCount: Int) {
        groupOfKey = Array(repeating: -1, count: keyCount)
    }

    /// Groups in ascending order of their keys. `keys` is indexed by position.
    mutating func split(_ positions: [Int32], by keys: [Int32]) -> [(key: Int32, positions: [Int32])] {
        let sizes = sizes(of: positions, by: keys)
        var begins = [0]
        for size in sizes { begins.append(begins[begins.count - 1] + size.count) }
        // All groups in one piece of memory, each where it belongs: appended to one by one, they would be asked for
        // their references with every position.
        let sorted = [Int32](unsafeUninitializedCapacity: begins[begins.count - 1]) { sorted, count in
            var next = begins
            for position in positions {
                let key = keys[Int(position)]
                guard key >= 0 else { continue }
                let group = Int(groupOfKey[Int(key)])
                sorted.initializeElement(at: next[group], to: position)
                next[group] += 1
            }
            count = begins[begins.count - 1]
        }
        for size in sizes { groupOfKey[Int(size.key)] = -1 }
        return sizes.indices.map { (key: sizes[$0].key, positions: Array(sorted[begins[$0]..<begins[$0 + 1]])) }
            .sorted { $0.key < $1.key }
    }

    /// How many positions each key has, in the order in which keys come; that order is put down in `groupOfKey`.
    private mutating func sizes(of positions: [Int32], by keys: [Int32]) -> [(key: Int32, count: Int)] {
        var sizes: [(key: Int32, count: Int)] = []
        for position in positions {
            let key = keys[Int(position)]
            guard key >= 0 else { continue }
            if groupOfKey[Int(key)] < 0 {
                groupOfKey[Int(key)] = Int32(sizes.count)
                sizes.append((key, 0))
            }
            sizes[Int(groupOfKey[Int(key)])].count += 1
        }
        return sizes
    }
}
