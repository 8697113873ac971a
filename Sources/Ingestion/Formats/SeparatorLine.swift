/// The first line `sep=;`, which tells Excel the delimiter of the lines that follow.
struct SeparatorLine {
    let delimiter: UInt8
    /// In bytes, with the line end.
    let length: Int

    /// `"sep=;"` and CRLF, and one byte more.
    static let longest = 10

    private static let word = Array("sep=".utf8)

    /// `nil` if the bytes do not begin with such a line.
    init?(_ bytes: UnsafeRawBufferPointer) {
        var cursor = ByteCursor(bytes)
        let isQuoted = cursor.take(.quote)
        // "=" has the bit set that makes letters small.
        guard cursor.take(word: Self.word), let delimiter = cursor.takeAny(), delimiter < 0x80, delimiter != .quote,
            delimiter != .lineFeed, delimiter != .carriageReturn, !isQuoted || cursor.take(.quote)
        else { return nil }
        var length = Self.word.count + 1 + (isQuoted ? 2 : 0)
        let hasReturn = cursor.take(.carriageReturn)
        let hasFeed = cursor.take(.lineFeed)
        guard hasReturn || hasFeed || cursor.isAtEnd else { return nil }
        length += (hasReturn ? 1 : 0) + (hasFeed ? 1 : 0)
        (self.delimiter, self.length) = (delimiter, length)
    }
}
