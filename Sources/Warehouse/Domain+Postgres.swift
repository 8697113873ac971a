import Domain
import Postgres

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
