/// How many distinct people records name in each of their roles, of which there are two at most: who asked and who helped,
/// or who was there and who left. A role that the records don't have is `nil`.
public struct RoleCounts: Hashable, Sendable {
    // Small, since every figure has several; below 0 where there is no such role.
    private let ofFirst: Int32
    private let ofSecond: Int32

    /// More than fits are as many as fit.
    public init(_ first: Int?, _ second: Int? = nil) {
        ofFirst = Int32(clamping: first ?? -1)
        ofSecond = Int32(clamping: second ?? -1)
    }

    public static let none = RoleCounts(nil)

    public var first: Int? { ofFirst < 0 ? nil : Int(ofFirst) }
    public var second: Int? { ofSecond < 0 ? nil : Int(ofSecond) }

    /// So many at most.
    public func upTo(_ most: Int) -> RoleCounts {
        RoleCounts(first.map { min($0, most) }, second.map { min($0, most) })
    }

    /// Whether it is so many more than another in each role.
    public func isAbove(_ other: RoleCounts, by difference: Int) -> Bool {
        func isAbove(_ count: Int?, _ other: Int?) -> Bool { count.map { $0 - (other ?? 0) >= difference } ?? true }
        return isAbove(first, other.first) && isAbove(second, other.second)
    }

    /// In any of them; 0 without a role.
    public var fewest: Int { min(first ?? .max, second ?? first ?? 0) }
}
