import Domain

/// The positions of each key, as a team of the people in it; ascending.
struct PositionsByKey<Key: Ordinal> {
    /// By key: where its positions begin in `positions`.
    private var begins: [Int]
    private var positions: [Int32]

    /// `keys` goes by position; there are `keyCount`, and unknown ones have no positions.
    init(_ keys: [Key], keyCount: Int) {
        begins = Array(repeating: 0, count: keyCount + 1)
        for key in keys where key.isKnown { begins[key.index + 1] += 1 }
        for key in 0..<keyCount { begins[key + 1] += begins[key] }
        positions = Array(repeating: 0, count: begins[keyCount])
        var next = begins
        for (position, key) in keys.enumerated() where key.isKnown {
            positions[next[key.index]] = Int32(position)
            next[key.index] += 1
        }
    }

    subscript(key: Key) -> ArraySlice<Int32> { positions[begins[key.index]..<begins[key.index + 1]] }
}
