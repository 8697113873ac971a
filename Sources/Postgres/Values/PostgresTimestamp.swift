/// A point in time, `timestamptz`: whole microseconds since 1970-01-01 00:00:00 UTC.
///
/// PostgreSQL reaches from 4713 BC to the year 294276; from 294247-01-10 04:00:54.775807 UTC on, microseconds since
/// 1970 overflow an `Int64`, and such a value throws `decoding`.
public struct PostgresTimestamp: Hashable, Comparable, Sendable {
    public var microsecondsSince1970: Int64

    public init(microsecondsSince1970: Int64) { self.microsecondsSince1970 = microsecondsSince1970 }

    /// PostgreSQL's `infinity`, later than every time.
    public static let infinity = PostgresTimestamp(microsecondsSince1970: .max)
    /// PostgreSQL's `-infinity`.
    public static let minusInfinity = PostgresTimestamp(microsecondsSince1970: .min)

    public static func < (a: Self, b: Self) -> Bool { a.microsecondsSince1970 < b.microsecondsSince1970 }

    /// From 1970 to 2000-01-01, where PostgreSQL counts from.
    private static let epoch: Int64 = 946_684_800_000_000

    /// What goes over the wire; `nil` if it can't be told there.
    @inline(__always)
    static func wireValue(of microsecondsSince1970: Int64) -> Int64? {
        if microsecondsSince1970 == .max || microsecondsSince1970 == .min { return microsecondsSince1970 }
        let (value, overflow) = microsecondsSince1970.subtractingReportingOverflow(epoch)
        return overflow || value == .min ? nil : value
    }

    @inline(__always)
    static func microsecondsSince1970(wireValue: Int64) throws(PostgresError) -> Int64 {
        if wireValue == .max || wireValue == .min { return wireValue }
        let (value, overflow) = wireValue.addingReportingOverflow(epoch)
        if overflow || value == .max {
            throw PostgresError(.decoding, "a time after the year 294246 doesn't fit in microseconds since 1970")
        }
        return value
    }
}

extension PostgresTimestamp: PostgresCodable {
    public static var postgresType: PostgresType { .timestamptz }

    public func encode(into buffer: inout PostgresBuffer) throws(PostgresError) {
        guard let value = Self.wireValue(of: microsecondsSince1970) else { throw .timeOutOfRange }
        buffer.append(value)
    }

    public static func decode(_ value: PostgresValue) throws(PostgresError) -> PostgresTimestamp {
        let bytes = try value.require([.timestamptz], count: 8, for: Self.self)
        return PostgresTimestamp(microsecondsSince1970: try microsecondsSince1970(wireValue: bytes.integer(at: 0)))
    }
}

extension PostgresTimestamp: CustomStringConvertible {
    /// As PostgreSQL reads it: `2026-03-01 08:00:00.000000+00`, `0044-03-15 12:00:00.000000+00 BC`, `infinity`.
    public var description: String {
        if self == .infinity { return "infinity" }
        if self == .minusInfinity { return "-infinity" }
        let perDay: Int64 = 86_400_000_000
        let rest = (microsecondsSince1970 % perDay + perDay) % perDay
        let (date, era) = civilText(daysSince1970: (microsecondsSince1970 - rest) / perDay)
        let seconds = rest / 1_000_000
        let time = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }.joined(separator: ":")
        return "\(date) \(time).\(padded(rest % 1_000_000, 6))+00\(era)"
    }
}

/// A calendar day, `date`: whole days since 1970-01-01.
public struct PostgresDate: Hashable, Comparable, Sendable {
    public var daysSince1970: Int32

    public init(daysSince1970: Int32) { self.daysSince1970 = daysSince1970 }

    /// PostgreSQL's `infinity`, later than every day.
    public static let infinity = PostgresDate(daysSince1970: .max)
    /// PostgreSQL's `-infinity`.
    public static let minusInfinity = PostgresDate(daysSince1970: .min)

    public static func < (a: Self, b: Self) -> Bool { a.daysSince1970 < b.daysSince1970 }

    /// From 1970 to 2000-01-01, where PostgreSQL counts from.
    private static let epoch: Int32 = 10_957

    @inline(__always)
    static func wireValue(of daysSince1970: Int32) -> Int32? {
        if daysSince1970 == .max || daysSince1970 == .min { return daysSince1970 }
        let (value, overflow) = daysSince1970.subtractingReportingOverflow(epoch)
        return overflow || value == .min ? nil : value
    }

    @inline(__always)
    static func daysSince1970(wireValue: Int32) throws(PostgresError) -> Int32 {
        if wireValue == .max || wireValue == .min { return wireValue }
        let (value, overflow) = wireValue.addingReportingOverflow(epoch)
        if overflow || value == .max { throw PostgresError(.decoding, "a date beyond PostgreSQL's own range") }
        return value
    }
}

extension PostgresDate: PostgresCodable {
    public static var postgresType: PostgresType { .date }

    public func encode(into buffer: inout PostgresBuffer) throws(PostgresError) {
        guard let value = Self.wireValue(of: daysSince1970) else { throw .timeOutOfRange }
        buffer.append(value)
    }

    public static func decode(_ value: PostgresValue) throws(PostgresError) -> PostgresDate {
        let bytes = try value.require([.date], count: 4, for: Self.self)
        return PostgresDate(daysSince1970: try daysSince1970(wireValue: bytes.integer(at: 0)))
    }
}

extension PostgresDate: CustomStringConvertible {
    /// As PostgreSQL reads it: `2026-03-01`, `0044-03-15 BC`, `infinity`.
    public var description: String {
        if self == .infinity { return "infinity" }
        if self == .minusInfinity { return "-infinity" }
        let (date, era) = civilText(daysSince1970: Int64(daysSince1970))
        return date + era
    }
}

extension PostgresError {
    static var timeOutOfRange: PostgresError {
        PostgresError(.encoding, "a time or date lies before all that PostgreSQL can hold")
    }
}

/// Proleptic Gregorian date; the algorithm is `civil_from_days` of Howard Hinnant's "chrono-Compatible Low-Level Date
/// Algorithms". The era is `" BC"` or empty.
private func civilText(daysSince1970: Int64) -> (date: String, era: String) {
    let shifted = daysSince1970 + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let text = "\(padded(year > 0 ? year : 1 - year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    return (text, year > 0 ? "" : " BC")
}

private func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
