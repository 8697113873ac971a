/// A place in a text, counted as an editor counts: lines and characters from 1. CR, LF and CRLF each end a line.
struct TextPosition: Equatable {
    var line: Int
    var character = 1
    private var lastWasCarriageReturn = false

    init(line: Int) { self.line = line }

    /// Moves over bytes of UTF-8; continuation bytes are no characters.
    mutating func advance(over bytes: UnsafeRawBufferPointer) {
        for byte in bytes {
            switch byte {
            case .lineFeed:
                if !lastWasCarriageReturn { line += 1 }
                character = 1
                lastWasCarriageReturn = false
            case .carriageReturn:
                line += 1
                character = 1
                lastWasCarriageReturn = true
            default:
                if byte & 0xc0 != 0x80 { character += 1 }
                lastWasCarriageReturn = false
            }
        }
    }
}

extension UInt8 {
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let quote = UInt8(ascii: "\"")
}
