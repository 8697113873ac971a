/// A record, as which one of its dataset's.
@frozen
public struct Row: Ordinal {
    public let ordinal: Int32

    @inlinable public init(ordinal: Int32) { self.ordinal = ordinal }
}
