import Foundation

/// A time zone of the IANA database, with the two questions that figures ask of it.
///
/// Wall times in a gap are the gap's end, in an overlap the first of the two.
public struct Zone: Hashable, Sendable {
    public let name: String
    private let zone: TimeZone

    /// `nil` where the system's zone database lacks the name. Of names without an area only UTC is taken: what stands
    /// for `BST` or `GMT+2` differs between Foundation and PostgreSQL.
    public init?(_ name: String) {
        guard name == "UTC" || name.contains("/"), let zone = TimeZone(identifier: name) else { return nil }
        self.name = name
        self.zone = zone
    }

    public static let utc = Zone("UTC")!

    /// Seconds east of Greenwich in force at an instant.
    public func offset(at instant: Instant) -> Int64 {
        Int64(zone.secondsFromGMT(for: instant.foundationDate))
    }

    public func date(at instant: Instant) -> LocalDate {
        let local = instant.microseconds + offset(at: instant) * Instant.microsecondsPerSecond
        return LocalDate(daysSinceEpoch: Int32(local.flooredDivision(by: Instant.microsecondsPerDay).quotient))
    }

    /// The first instant of a local date: midnight, or the end of the gap where midnight is skipped.
    public func start(of date: LocalDate) -> Instant {
        instant(date: date, microsecondsOfDay: 0)
    }

    /// The instant of a wall time; `microsecondsOfDay` may be 24 hours or more.
    public func instant(date: LocalDate, microsecondsOfDay: Int64) -> Instant {
        let wall = Int64(date.daysSinceEpoch) * Instant.microsecondsPerDay + microsecondsOfDay
        let before = offset(at: Instant(microseconds: wall - Instant.microsecondsPerDay))
        let after = offset(at: Instant(microseconds: wall + Instant.microsecondsPerDay))
        let candidates = [before, after].map { Instant(microseconds: wall - $0 * Instant.microsecondsPerSecond) }
        let valid = zip(candidates, [before, after]).filter { offset(at: $0.0) == $0.1 }.map(\.0)
        if let first = valid.min() { return first }
        // Inside a gap: it ends where the offset changes, between the two candidates.
        let earlier = candidates.min() ?? candidates[0]
        let probe = Instant(microseconds: earlier.microseconds - Instant.microsecondsPerSecond)
        guard let end = zone.nextDaylightSavingTimeTransition(after: probe.foundationDate) else { return earlier }
        return Instant(microseconds: Int64(end.timeIntervalSince1970.rounded()) * Instant.microsecondsPerSecond)
    }
}

extension Instant {
    fileprivate var foundationDate: Date {
        Date(timeIntervalSince1970: Double(microseconds.flooredDivision(by: Self.microsecondsPerSecond).quotient))
    }
}
