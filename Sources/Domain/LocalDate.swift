/// A calendar date without a zone, in the proleptic Gregorian calendar: days since 1970-01-01.
///
/// Years 1 to 9999 can be written and read; arithmetic has no bounds but those of `Int32`.
/// Conversions follow Howard Hinnant's `days_from_civil` (chrono-compatible low-level date algorithms).
@frozen
public struct LocalDate: Hashable, Comparable, BitwiseCopyable, Sendable {
    public var daysSinceEpoch: Int32

    @inlinable
    public init(daysSinceEpoch: Int32) { self.daysSinceEpoch = daysSinceEpoch }

    /// `nil` where there is no such day, as 2025-02-29.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        guard day <= Self.daysInMonth(year: year, month: month) else { return nil }
        self.init(unchecked: year, month, day)
    }

    /// The first of a month; `month` may lie outside 1...12 and then counts into other years.
    public init(firstOfMonth month: Int, year: Int) {
        let (years, index) = Int64(month - 1).flooredDivision(by: 12)
        self.init(unchecked: year + Int(years), Int(index) + 1, 1)
    }

    private init(unchecked year: Int, _ month: Int, _ day: Int) {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        daysSinceEpoch = Int32(era * 146_097 + dayOfEra - 719_468)
    }

    public var civil: (year: Int, month: Int, day: Int) {
        let z = Int(daysSinceEpoch) + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shifted + 2) / 5 + 1
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    public var year: Int { civil.year }

    /// 1 is Monday, 7 is Sunday (ISO 8601).
    public var isoWeekday: Int { Int((Int64(daysSinceEpoch) + 3).flooredDivision(by: 7).remainder) + 1 }

    public func advanced(byDays days: Int) -> LocalDate { LocalDate(daysSinceEpoch: daysSinceEpoch + Int32(days)) }

    /// The same day of another month, or its last where there is none.
    public func advanced(byMonths months: Int) -> LocalDate {
        let (year, month, day) = civil
        let first = LocalDate(firstOfMonth: month + months, year: year)
        let last = LocalDate(firstOfMonth: month + months + 1, year: year).advanced(byDays: -1)
        return min(first.advanced(byDays: day - 1), last)
    }

    @inlinable
    public static func == (a: LocalDate, b: LocalDate) -> Bool { a.daysSinceEpoch == b.daysSinceEpoch }

    @inlinable
    public static func < (a: LocalDate, b: LocalDate) -> Bool { a.daysSinceEpoch < b.daysSinceEpoch }

    /// PostgreSQL's `-infinity` and `infinity` dates.
    @inlinable public static var distantPast: LocalDate { LocalDate(daysSinceEpoch: .min) }
    @inlinable public static var distantFuture: LocalDate { LocalDate(daysSinceEpoch: .max) }

    public static func daysInMonth(year: Int, month: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension LocalDate: CustomStringConvertible, LosslessStringConvertible {
    /// `2026-03-01`.
    public var description: String {
        if self == .distantFuture { return "infinity" }
        if self == .distantPast { return "-infinity" }
        let (year, month, day) = civil
        return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))"
    }

    /// Reads exactly `YYYY-MM-DD`; anything else is `nil`.
    public init?(_ description: String) {
        let parts = description.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2 else { return nil }
        guard parts.joined().allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        guard let year = Int(String(parts[0]) ?? ""), let month = Int(String(parts[1]) ?? ""),
            let day = Int(String(parts[2]) ?? "")
        else { return nil }
        self.init(year: year, month: month, day: day)
    }
}
