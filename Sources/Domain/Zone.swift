import Foundation
import Synchronization

/// A time zone of the IANA database, with the two questions that figures ask of it.
///
/// Wall times in a gap are the gap's end, in an overlap the first of the two. Cheap to make again: each name's table of
/// offsets is made once.
public struct Zone: Hashable, Sendable {
    public let name: String
    let table: ZoneTable

    private static let tables = Mutex<[String: ZoneTable]>([:])

    /// `nil` where the system's zone database lacks the name. Of names without an area only UTC is taken: what stands
    /// for `BST` or `GMT+2` differs between Foundation and PostgreSQL.
    public init?(_ name: String) {
        guard name == "UTC" || name.contains("/") else { return nil }
        let table: ZoneTable? = Self.tables.withLock { tables in
            if let known = tables[name] { return known }
            let made = TimeZone(identifier: name).map { ZoneTable($0) }
            tables[name] = made
            return made
        }
        guard let table else { return nil }
        self.name = name
        self.table = table
    }

    public static func == (a: Zone, b: Zone) -> Bool { a.name == b.name }

    public func hash(into hasher: inout Hasher) { hasher.combine(name) }

    public static let utc = Zone("UTC")!

    public func date(at instant: Instant) -> LocalDate { table.date(at: instant.microseconds) }

    /// The first instant of a local date: midnight, or the end of the gap where midnight is skipped.
    public func start(of date: LocalDate) -> Instant {
        instant(date: date, microsecondsOfDay: 0)
    }

    /// Seconds east of Greenwich in force at an instant.
    public func offset(at instant: Instant) -> Int64 {
        (table.wall(at: instant.microseconds) - instant.microseconds) / Instant.microsecondsPerSecond
    }

    /// The instant of a wall time; `microsecondsOfDay` may be 24 hours or more.
    public func instant(date: LocalDate, microsecondsOfDay: Int64) -> Instant {
        let wall = Int64(date.daysSinceEpoch) * Instant.microsecondsPerDay + microsecondsOfDay
        return Instant(microseconds: table.instant(wall: wall))
    }
}
