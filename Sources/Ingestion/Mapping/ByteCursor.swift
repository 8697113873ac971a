import Domain

/// Walks over a short text of ASCII without copying it.
struct ByteCursor {
    private let bytes: UnsafeRawBufferPointer
    private var at = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var isAtEnd: Bool { at == bytes.count }
    var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

    mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        at += 1
        return true
    }

    /// One blank, of whatever kind.
    mutating func takeBlank() -> Bool {
        if take(0x20) { return true }
        guard let length = CanonicalText.leadingBlank(bytes[at...]) else { return false }
        at += length
        return true
    }

    /// Whether a space stands here, and one of some bytes behind it.
    func isBlank(before next: [UInt8]) -> Bool { peek == 0x20 && at + 1 < bytes.count && next.contains(bytes[at + 1]) }

    /// All of these bytes, if the text goes on with them.
    mutating func take(_ sequence: [UInt8]) -> Bool {
        guard bytes.dropFirst(at).starts(with: sequence) else { return false }
        at += sequence.count
        return true
    }

    mutating func takeAny() -> UInt8? {
        guard at < bytes.count else { return nil }
        defer { at += 1 }
        return bytes[at]
    }

    /// A number of `count` digits, leading zeros allowed.
    mutating func digits(_ count: Int) -> Int? {
        guard at + count <= bytes.count else { return nil }
        var number = 0
        for offset in at..<(at + count) {
            let digit = bytes[offset] &- 0x30
            guard digit < 10 else { return nil }
            number = number * 10 + Int(digit)
        }
        at += count
        return number
    }

    /// A number of one or two digits.
    mutating func oneOrTwoDigits() -> Int? { digits(2) ?? digits(1) }

    /// A number of at least one and at most `longest` digits.
    mutating func wholeNumber(longest: Int) -> Int? {
        var (number, count) = (0, 0)
        while count < longest, let digit = digits(1) {
            number = number * 10 + digit
            count += 1
        }
        return count > 0 ? number : nil
    }

    /// The position of the first of these words with which the text goes on, in any case.
    mutating func first(of words: [[UInt8]]) -> Int? {
        for (position, word) in words.enumerated() where take(word: word) { return position }
        return nil
    }

    /// A word of any case, if the text goes on with it.
    mutating func take(word: [UInt8]) -> Bool {
        guard at + word.count <= bytes.count else { return false }
        for (offset, letter) in word.enumerated() where bytes[at + offset] | 0x20 != letter { return false }
        at += word.count
        return true
    }
}
