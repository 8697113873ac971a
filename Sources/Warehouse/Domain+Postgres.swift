import Domain
import Postgres

extension Query.StringInterpolation {
    /// The table of a dataset: names come from descriptors, which are part of the program.
    package mutating func appendInterpolation(table dataset: Dataset) {
        appendInterpolation(dangerouslyUnescaped: dataset.qualifiedTable)
    }
}

extension Instant {
    package var timestamp: PostgresTimestamp { PostgresTimestamp(microsecondsSince1970: microseconds) }
}

extension PostgresTimestamp {
    package var instant: Instant { Instant(microseconds: microsecondsSince1970) }
}

extension LocalDate {
    package var postgresDate: PostgresDate { PostgresDate(daysSince1970: daysSinceEpoch) }
}

extension PostgresDate {
    package var localDate: LocalDate { LocalDate(daysSinceEpoch: daysSince1970) }
}
