/// A point in time, in whole microseconds since 1970-01-01T00:00:00Z (PostgreSQL's own resolution).
///
/// Arithmetic is exact; durations are microseconds as `Int64`. `Instant.never` stands after every real instant
/// and marks, in columns, what has not happened or is unknown: presence tells the two apart.
@frozen
public struct Instant: Hashable, Comparable, BitwiseCopyable, Sendable {
    public var microseconds: Int64

    @inlinable
    public init(microseconds: Int64) { self.microseconds = microseconds }

    /// After every real instant; PostgreSQL's `infinity`.
    @inlinable public static var never: Instant { Instant(microseconds: .max) }
    /// Before every real instant; PostgreSQL's `-infinity`.
    @inlinable public static var distantPast: Instant { Instant(microseconds: .min) }
    public static let microsecondsPerSecond: Int64 = 1_000_000
    public static let microsecondsPerDay: Int64 = 86_400 * microsecondsPerSecond

    @inlinable public static func == (a: Instant, b: Instant) -> Bool { a.microseconds == b.microseconds }

    @inlinable public static func < (a: Instant, b: Instant) -> Bool { a.microseconds < b.microseconds }

    @inlinable public static func - (a: Instant, b: Instant) -> Int64 { a.microseconds - b.microseconds }

    @inlinable
    public static func + (a: Instant, microseconds: Int64) -> Instant {
        Instant(microseconds: a.microseconds + microseconds)
    }

    @inlinable
    public static func - (a: Instant, microseconds: Int64) -> Instant {
        Instant(microseconds: a.microseconds - microseconds)
    }

    public func advanced(byDays days: Int) -> Instant {
        Instant(microseconds: microseconds + Int64(days) * Self.microsecondsPerDay)
    }
}

extension Instant: CustomStringConvertible {
    /// ISO 8601 in UTC; fractions only where there are any: `2026-03-01T08:00:00Z`.
    public var description: String {
        if self == .never { return "infinity" }
        if self == .distantPast { return "-infinity" }
        let (day, rest) = microseconds.flooredDivision(by: Self.microsecondsPerDay)
        let date = LocalDate(daysSinceEpoch: Int32(day))
        let seconds = rest / Self.microsecondsPerSecond
        let fraction = rest % Self.microsecondsPerSecond
        var text = "\(date)T\(pad(seconds / 3600, 2)):\(pad(seconds / 60 % 60, 2)):\(pad(seconds % 60, 2))"
        if fraction != 0 {
            text += "." + pad(fraction, 6)
            while text.hasSuffix("0") { text.removeLast() }
        }
        return text + "Z"
    }
}

extension Int64 {
    /// Quotient rounded toward minus infinity, and the remainder, which is never negative.
    @inlinable
    package func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (q, r) = quotientAndRemainder(dividingBy: divisor)
        return r < 0 ? (q - 1, r + divisor) : (q, r)
    }
}

/// In so many digits, or more.
package func pad(_ value: some BinaryInteger, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
