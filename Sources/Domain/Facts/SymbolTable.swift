import Foundation

/// Interned texts: each distinct text once, named by its position. `none` stands for unknown.
public struct SymbolTable: Sendable {
    public typealias Symbol = Int32
    public static let none: Symbol = -1

    public private(set) var texts: [String] = []
    /// Open addressing by a hash of the UTF-8: texts come by the million, few of them new, and each `String` that isn't
    /// made is time saved. -1 is free; a power of two, at most half full.
    private var slots: [Symbol] = Array(repeating: none, count: 64)
    private var hashes: [UInt64] = []
    /// The texts' UTF-8, one after the other, and where each ends: a `String` is slow to compare with bytes.
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    public init() {}

    public mutating func intern(_ text: String?) -> Symbol {
        guard var text else { return Self.none }
        return text.withUTF8 { intern(utf8: UnsafeRawBufferPointer($0)) }
    }

    /// Of valid UTF-8.
    public mutating func intern(utf8: UnsafeRawBufferPointer) -> Symbol {
        let hash = Self.hash(utf8)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != Self.none {
            let symbol = slots[slot]
            if hashes[Int(symbol)] == hash, isText(of: symbol, utf8) { return symbol }
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
        let begin = symbol == 0 ? 0 : ends[Int(symbol) - 1]
        guard ends[Int(symbol)] - begin == utf8.count else { return false }
        guard let other = utf8.baseAddress else { return true }
        return bytes.withUnsafeBytes { $0.baseAddress.map { memcmp($0 + begin, other, utf8.count) == 0 } ?? true }
    }

    private mutating func grow() {
        slots = Array(repeating: Self.none, count: 2 * slots.count)
        for (symbol, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
            while slots[slot] != Self.none { slot = (slot + 1) & (slots.count - 1) }
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

    /// `nil` for `none`.
    public subscript(symbol: Symbol) -> String? { symbol == Self.none ? nil : texts[Int(symbol)] }
}
