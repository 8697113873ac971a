/// Bytes that cannot stand in a text of the database.
enum TextFault: Equatable {
    /// Not UTF-8, from this offset on (Unicode 16, table 3-7).
    case invalidUTF8(at: Int)
    case nul(at: Int)

    /// The first fault, or `nil`.
    static func first(in bytes: UnsafeRawBufferPointer) -> TextFault? {
        let highBits: UInt64 = 0x8080_8080_8080_8080
        let ones: UInt64 = 0x0101_0101_0101_0101
        var at = 0
        // Eight bytes at a time while they are ASCII without NUL.
        while at + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            if (word | ((word &- ones) & ~word)) & highBits != 0 { break }
            at += 8
        }
        while at < bytes.count {
            let byte = bytes[at]
            if byte == 0 { return .nul(at: at) }
            if byte < 0x80 {
                at += 1
                continue
            }
            guard let length = sequenceLength(bytes, at) else { return .invalidUTF8(at: at) }
            at += length
        }
        return nil
    }

    private static func sequenceLength(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> Int? {
        let (length, second): (Int, ClosedRange<UInt8>)
        switch bytes[at] {
        case 0xc2...0xdf: (length, second) = (2, 0x80...0xbf)
        case 0xe0: (length, second) = (3, 0xa0...0xbf)
        case 0xe1...0xec, 0xee...0xef: (length, second) = (3, 0x80...0xbf)
        case 0xed: (length, second) = (3, 0x80...0x9f)
        case 0xf0: (length, second) = (4, 0x90...0xbf)
        case 0xf1...0xf3: (length, second) = (4, 0x80...0xbf)
        case 0xf4: (length, second) = (4, 0x80...0x8f)
        default: return nil
        }
        guard at + length <= bytes.count, second.contains(bytes[at + 1]) else { return nil }
        for next in bytes[(at + 2)..<(at + length)] where next & 0xc0 != 0x80 { return nil }
        return length
    }
}
