/// A stretch of time: `[from, to)`.
@frozen
public struct Interval: Hashable, BitwiseCopyable, Sendable {
    public let from: Instant
    public let to: Instant

    @inlinable
    public init(from: Instant, to: Instant) {
        self.from = from
        self.to = to
    }

    /// Microseconds.
    @inlinable public var length: Int64 { to - from }

    @inlinable public func contains(_ instant: Instant) -> Bool { from <= instant && instant < to }
}
