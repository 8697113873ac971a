/// Somebody of whom records tell: which one of `Facts.people`.
@frozen
public struct Person: Ordinal {
    public let ordinal: Int32

    @inlinable public init(ordinal: Int32) { self.ordinal = ordinal }
}
