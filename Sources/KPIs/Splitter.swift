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
        var groups: [(key: Int32, positions: [Int32])] = []
        for position in positions {
            let key = keys[Int(position)]
            guard key >= 0 else { continue }
            if groupOfKey[Int(key)] < 0 {
                groupOfKey[Int(key)] = Int32(groups.count)
                groups.append((key, []))
            }
            groups[Int(groupOfKey[Int(key)])].positions.append(position)
        }
        for group in groups { groupOfKey[Int(group.key)] = -1 }
        return groups.sorted { $0.key < $1.key }
    }
}
