import Domain
import Postgres

extension Query.StringInterpolation {
    /// The table of a dataset: names come from descriptors, which are part of the program.
    package mutating func appendInterpolation(table dataset: Dataset) {
        appendInterpolation(dangerouslyUnescaped: dataset.qualifiedTable)
    }
}

extension Instant: PostgresCodable, PostgresArrayElement {
    public static var postgresType: PostgresType { .timestamptz }

    public func encode(into buffer: inout PostgresBuffer) throws(PostgresError) { try timestamp.encode(into: &buffer) }

    public static func decode(_ value: PostgresValue) throws(PostgresError) -> Instant {
        try PostgresTimestamp.decode(value).instant
    }

    package var timestamp: PostgresTimestamp { PostgresTimestamp(microsecondsSince1970: microseconds) }
}

extension PostgresTimestamp {
    package var instant: Instant { Instant(microseconds: microsecondsSince1970) }
}

extension LocalDate: PostgresCodable, PostgresArrayElement {
    public static var postgresType: PostgresType { .date }

    public func encode(into buffer: inout PostgresBuffer) throws(PostgresError) {
        try postgresDate.encode(into: &buffer)
    }

    public static func decode(_ value: PostgresValue) throws(PostgresError) -> LocalDate {
        try PostgresDate.decode(value).localDate
    }

    package var postgresDate: PostgresDate { PostgresDate(daysSince1970: daysSinceEpoch) }
}

extension PostgresDate {
    package var localDate: LocalDate { LocalDate(daysSinceEpoch: daysSince1970) }
}
