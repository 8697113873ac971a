import Foundation

/// Interned texts: each distinct text once, named by its position.
public struct SymbolTable: Sendable {
    public private(set) var texts: [String] = []
    /// Open addressing by a hash of the UTF-8: texts come by the million, few of them new, and each `String` that isn't
    /// made is time saved. Unknown is free; a power of two, at most half full.
    private var slots: [Symbol] = Array(repeating: .unknown, count: 64)
    private var hashes: [UInt64] = []
    /// The texts' UTF-8, one after the other, and where each ends: a `String` is slow to compare with bytes.
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    public init() {}

    public mutating func intern(_ text: String?) -> Symbol {
        guard var text else { return .unknown }
        return text.withUTF8 { intern(utf8: UnsafeRawBufferPointer($0)) }
    }

    /// Of valid UTF-8.
    public mutating func intern(utf8: UnsafeRawBufferPointer) -> Symbol {
        let hash = Self.hash(utf8)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot].isKnown {
            let symbol = slots[slot]
            if hashes[symbol.index] == hash, isText(of: symbol, utf8) { return symbol }
            slot = (slot + 1) & (slots.count - 1)
        }
        let symbol = Symbol(texts.count)
        texts.append(String(decoding: utf8, as: UTF8.self))
        hashes.append(hash)
        bytes += utf8
        ends.append(bytes.count)
        slots[slot] = symbol
        if 2 * texts.count > slots.count { grow() }
        return symbol
    }

    private func isText(of symbol: Symbol, _ utf8: UnsafeRawBufferPointer) -> Bool {
        let begin = symbol.index == 0 ? 0 : ends[symbol.index - 1]
        guard ends[symbol.index] - begin == utf8.count else { return false }
        guard let other = utf8.baseAddress else { return true }
        return bytes.withUnsafeBytes { $0.baseAddress.map { memcmp($0 + begin, other, utf8.count) == 0 } ?? true }
    }

    private mutating func grow() {
        slots = Array(repeating: .unknown, count: 2 * slots.count)
        for (symbol, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
            while slots[slot].isKnown { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Symbol(symbol)
        }
    }

    private static func hash(_ utf8: UnsafeRawBufferPointer) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: utf8.count)
        var offset = 0
        while offset + 8 <= utf8.count {
            hash = mix(hash ^ utf8.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset += 8
        }
        var rest: UInt64 = 0
        while offset < utf8.count {
            rest = rest << 8 | UInt64(utf8[offset])
            offset += 1
        }
        return mix(hash ^ rest)
    }

    /// `nil` where it is unknown.
    public subscript(symbol: Symbol) -> String? { symbol.isKnown ? texts[symbol.index] : nil }
}
