/// Which one of a list, or unknown. Each list has a type of its own, so that none is looked up in another.
///
/// As large and as quick as the number that it is.
public protocol Ordinal: Strideable, Hashable, BitwiseCopyable, Sendable where Stride == Int {
    /// From 0; -1 unknown.
    var ordinal: Int32 { get }

    init(ordinal: Int32)
}

extension Ordinal {
    @inlinable public init(_ index: Int) { self.init(ordinal: Int32(index)) }

    @inlinable public static var unknown: Self { Self(ordinal: -1) }

    @inlinable public var isKnown: Bool { ordinal >= 0 }

    /// The first so many.
    @inlinable public static func all(_ count: Int) -> Range<Self> { Self(0)..<Self(count) }

    /// Where it is in the list, unless it is unknown.
    @inlinable public var index: Int { Int(ordinal) }

    @inlinable public static func == (a: Self, b: Self) -> Bool { a.ordinal == b.ordinal }

    @inlinable public static func < (a: Self, b: Self) -> Bool { a.ordinal < b.ordinal }

    @inlinable public func hash(into hasher: inout Hasher) { hasher.combine(ordinal) }

    @inlinable public func distance(to other: Self) -> Int { other.index - index }

    @inlinable public func advanced(by distance: Int) -> Self {
        Self(ordinal: ordinal &+ Int32(truncatingIfNeeded: distance))
    }
}
