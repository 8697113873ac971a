import Domain

/// Sorts positions into groups of equal keys and keeps their order within each group.
///
/// One splitter serves many splits: its table is made once, and a split costs only the positions that it gets.
struct Splitter {
    /// By key: how many positions it has, then where its next one goes. All 0 between splits.
    private var counts: [Int32]

    /// Keys are below `keyCount`; negative ones belong to no group.
    init(keyCount: Int) {
        counts = Array(repeating: 0, count: keyCount)
    }

    /// Groups in ascending order of their keys. `keys` is indexed by position.
    mutating func split(
        _ positions: some Collection<Int32>, by keys: [Int32]
    ) -> [(key: Int32, positions: ArraySlice<Int32>)] {
        // As a buffer: an array that changes would be asked for its references with every position.
        counts.withUnsafeMutableBufferPointer { counts in
            var found: [Int32] = []
            for position in positions {
                let key = keys[Int(position)]
                guard key >= 0 else { continue }
                if counts[Int(key)] == 0 { found.append(key) }
                counts[Int(key)] += 1
            }
            found.sort()
            var ends: [Int32] = []
            for key in found {
                let begin = ends.last ?? 0
                ends.append(begin + counts[Int(key)])
                counts[Int(key)] = begin
            }
            // All groups in one piece of memory, each where it belongs.
            let sorted = [Int32](unsafeUninitializedCapacity: Int(ends.last ?? 0)) { sorted, count in
                for position in positions {
                    let key = keys[Int(position)]
                    guard key >= 0 else { continue }
                    sorted.initializeElement(at: Int(counts[Int(key)]), to: position)
                    counts[Int(key)] += 1
                }
                count = Int(ends.last ?? 0)
            }
            for key in found { counts[Int(key)] = 0 }
            var begin = 0
            return zip(found, ends).map { key, end in
                defer { begin = Int(end) }
                return (key: key, positions: sorted[begin..<Int(end)])
            }
        }
    }
}
