/// A text that was interned: which one of a `SymbolTable`.
@frozen
public struct Symbol: Ordinal {
    public let ordinal: Int32

    @inlinable public init(ordinal: Int32) { self.ordinal = ordinal }
}
