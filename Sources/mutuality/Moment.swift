import ArgumentParser
import Domain
import Foundation

/// Instants and dates as people write them on the command line.
enum Moment {
    /// `2026-03-01` is the beginning of that day in a zone, `2026-03-01T08:00:00Z` an instant.
    static func parse(_ text: String, in zone: Zone) throws -> Instant {
        if let date = LocalDate(text) { return zone.start(of: date) }
        guard let instant = instant(text) else {
            throw CommandError(
                .usage, "\"\(text)\" is neither a date nor a time",
                mend: "write it as 2026-03-01 or 2026-03-01T08:00:00Z")
        }
        return instant
    }

    /// An instant as an argument of a command.
    static func argument(_ text: String) throws -> Instant {
        guard let instant = instant(text) else {
            throw ValidationError("\"\(text)\" is not a time. Write it as 2026-03-01T08:00:00Z.")
        }
        return instant
    }

    /// ISO 8601 with an offset, whole seconds.
    static func instant(_ text: String) -> Instant? {
        guard let date = try? Date(text, strategy: .iso8601) else { return nil }
        return Instant(microseconds: Int64(date.timeIntervalSince1970.rounded()) * Instant.microsecondsPerSecond)
    }
}
