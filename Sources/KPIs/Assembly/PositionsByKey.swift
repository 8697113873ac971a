/// The positions of each key, as a team of the people in it; ascending.
struct PositionsByKey {
    /// By key: where its positions begin in `positions`.
    private var begins: [Int]
    private var positions: [Int32]

    /// `keys` goes by position; keys are below `keyCount`, negative ones belong nowhere.
    init(_ keys: [Int32], keyCount: Int) {
        begins = Array(repeating: 0, count: keyCount + 1)
        for key in keys where key >= 0 { begins[Int(key) + 1] += 1 }
        for key in 0..<keyCount { begins[key + 1] += begins[key] }
        positions = Array(repeating: 0, count: begins[keyCount])
        var next = begins
        for (position, key) in keys.enumerated() where key >= 0 {
            positions[next[Int(key)]] = Int32(position)
            next[Int(key)] += 1
        }
    }

    subscript(key: Int32) -> ArraySlice<Int32> { positions[begins[Int(key)]..<begins[Int(key) + 1]] }
}
