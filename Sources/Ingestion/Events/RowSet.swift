/// Some rows of a file by their numbers, a bit for each row.
struct RowSet {
    private var words: [UInt64] = []
    private(set) var count = 0

    mutating func insert(_ number: Int) {
        let (word, bit) = (number / UInt64.bitWidth, UInt64(1) << UInt64(number % UInt64.bitWidth))
        if word >= words.count { words.append(contentsOf: repeatElement(0, count: word + 1 - words.count)) }
        guard words[word] & bit == 0 else { return }
        words[word] |= bit
        count += 1
    }

    mutating func remove(_ number: Int) {
        guard contains(number) else { return }
        words[number / UInt64.bitWidth] &= ~(1 << UInt64(number % UInt64.bitWidth))
        count -= 1
    }

    func contains(_ number: Int) -> Bool {
        let word = number / UInt64.bitWidth
        return word < words.count && words[word] & 1 << UInt64(number % UInt64.bitWidth) != 0
    }
}
