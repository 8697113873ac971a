import Foundation

/// The one rule by which texts are the same, wherever they stand: in a field, a header, a mapping. Blanks at both ends go,
/// the no-break and zero-width ones too, and letters are composed (NFC). Case counts, and so do blanks inside.
public enum CanonicalText {
    public static func of(_ text: String) -> String {
        var text = text
        return text.withUTF8 { of(UnsafeRawBufferPointer($0)) }
    }

    /// Of UTF-8.
    public static func of(_ bytes: UnsafeRawBufferPointer) -> String {
        let trimmed = trimmed(bytes)
        let text = String(decoding: trimmed, as: UTF8.self)
        return trimmed.allSatisfy { $0 < 0x80 } ? text : text.precomposedStringWithCanonicalMapping
    }

    /// UTF-8 without the blanks at both ends.
    public static func trimmed(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var (from, to) = (0, bytes.count)
        while from < to, let length = leadingBlank(bytes[from..<to]) { from += length }
        while from < to, let length = trailingBlank(bytes[from..<to]) { to -= length }
        return to - from == bytes.count ? bytes : UnsafeRawBufferPointer(rebasing: bytes[from..<to])
    }

    /// The same for texts that differ by case or blanks alone.
    public static func likeness(of text: String) -> String {
        String(String.UnicodeScalarView(of(text).lowercased().unicodeScalars.filter { !isBlank($0.value) }))
    }

    /// The same for texts that differ only in which blanks stand between their words, and how many: each run of them is a
    /// space, a line's end too.
    public static func spaced(_ text: String) -> String {
        of(text).unicodeScalars.split { isBlank($0.value) }.map { String($0) }.joined(separator: " ")
    }

    /// How many bytes the blank at the beginning has; `nil` where there is none.
    public static func leadingBlank(_ bytes: Slice<UnsafeRawBufferPointer>) -> Int? {
        guard let first = bytes.first else { return nil }
        if first < 0x80 { return isBlank(UInt32(first)) ? 1 : nil }
        for length in 2...3 where length <= bytes.count && isBlank(scalar(bytes.prefix(length))) { return length }
        return nil
    }

    private static func trailingBlank(_ bytes: Slice<UnsafeRawBufferPointer>) -> Int? {
        guard let last = bytes.last else { return nil }
        if last < 0x80 { return isBlank(UInt32(last)) ? 1 : nil }
        for length in 2...3 where length <= bytes.count && isBlank(scalar(bytes.suffix(length))) { return length }
        return nil
    }

    /// The character that two or three bytes of UTF-8 make, in which all blanks beyond ASCII are written; 0 for others.
    private static func scalar(_ bytes: Slice<UnsafeRawBufferPointer>) -> UInt32 {
        guard let first = bytes.first, bytes.dropFirst().allSatisfy({ $0 & 0xc0 == 0x80 }) else { return 0 }
        let lead: UInt8 = bytes.count == 2 ? 0xc0 : 0xe0
        guard first & (lead >> 1 | 0x80) == lead else { return 0 }
        return bytes.dropFirst().reduce(UInt32(first & ~(lead >> 1 | 0x80))) { $0 << 6 | UInt32($1 & 0x3f) }
    }

    /// White space of Unicode, and characters without a width: spaces, joiners, marks of direction, byte order marks.
    private static func isBlank(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x09...0x0d, 0x20, 0x85, 0xa0, 0x1680, 0x180e, 0x2000...0x200f, 0x2028...0x202f, 0x205f...0x206f, 0x3000,
            0xfeff:
            true
        default: false
        }
    }
}
