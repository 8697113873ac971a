import Domain

/// A date and time of day as somebody read it off a wall, with the offset if it was written beside it.
struct WallTime: Equatable {
    let date: LocalDate
    let microsecondsOfDay: Int64
    /// Seconds east of Greenwich.
    let offset: Int64?

    /// The point in time, if the offset is known.
    var instant: Instant? {
        offset.map {
            Instant(
                microseconds: Int64(date.daysSinceEpoch) * Instant.microsecondsPerDay + microsecondsOfDay
                    - $0 * Instant.microsecondsPerSecond)
        }
    }

    /// Reads ISO 8601 with PostgreSQL's liberties: `2024-05-01T10:00:00Z`, `2024-05-01 10:00:00.25+02`.
    ///
    /// `T`, `t` or a blank stands before the time; seconds can be left out; a fraction has one to nine digits, of
    /// which those past the sixth are cut off, never rounded up into the next second; `24:00` is the day's end; the
    /// offset is `Z` or hours with minutes and seconds at will, below 16 hours. There is no second 60.
    init?(iso8601 bytes: UnsafeRawBufferPointer) {
        var cursor = ByteCursor(bytes)
        guard let date = cursor.isoDate() else { return nil }
        guard cursor.take(UInt8(ascii: "T")) || cursor.takeBlank() || cursor.take(UInt8(ascii: "t"))
        else { return nil }
        guard let hour = cursor.digits(2), cursor.take(.colon), let minute = cursor.digits(2) else { return nil }
        var (second, fraction) = (0, Int64(0))
        if cursor.take(.colon) {
            guard let read = cursor.digits(2) else { return nil }
            second = read
            if cursor.take(UInt8(ascii: ".")) || cursor.take(UInt8(ascii: ",")) {
                guard let read = cursor.fraction() else { return nil }
                fraction = read
            }
        }
        guard let time = Self.microseconds(hour: hour, minute: minute, second: second, fraction: fraction)
        else { return nil }
        var offset: Int64?
        if !cursor.isAtEnd {
            _ = cursor.takeBlank()
            guard let read = cursor.offset(), cursor.isAtEnd else { return nil }
            offset = read
        }
        self.init(date: date, microsecondsOfDay: time, offset: offset)
    }

    /// Reads `2024-05-01`.
    init?(isoDate bytes: UnsafeRawBufferPointer) {
        var cursor = ByteCursor(bytes)
        guard let date = cursor.isoDate(), cursor.isAtEnd else { return nil }
        self.init(date: date, microsecondsOfDay: 0, offset: nil)
    }

    /// Whether another reading of the same text gives another value of a column.
    func isOther(than other: WallTime, _ type: Dataset.ColumnType) -> Bool {
        type == .date ? date != other.date : self != other
    }

    init(date: LocalDate, microsecondsOfDay: Int64, offset: Int64?) {
        self.date = date
        self.microsecondsOfDay = microsecondsOfDay
        self.offset = offset
    }

    /// What a clock in Greenwich shows at a point in time; `nil` outside the years 1 to 9999.
    init?(microsecondsSinceEpoch microseconds: Int64) {
        let (day, time) = microseconds.flooredDivision(by: Instant.microsecondsPerDay)
        guard let days = Int32(exactly: day), Self.writtenDays.contains(days) else { return nil }
        self.init(date: LocalDate(daysSinceEpoch: days), microsecondsOfDay: time, offset: 0)
    }

    /// 0001-01-01 to 9999-12-31.
    private static let writtenDays: ClosedRange<Int32> = -719_162...2_932_896

    /// Reads `08:30`, `8:30` or `08:30:00`, to `24:00`, in microseconds since midnight.
    static func timeOfDay(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        var cursor = ByteCursor(bytes)
        guard let hour = cursor.oneOrTwoDigits(), cursor.take(.colon), let minute = cursor.digits(2) else { return nil }
        var second = 0
        if cursor.take(.colon) {
            guard let read = cursor.digits(2) else { return nil }
            second = read
        }
        return cursor.isAtEnd ? microseconds(hour: hour, minute: minute, second: second, fraction: 0) : nil
    }

    /// `nil` where no clock shows such a time; 24:00:00 is shown at the end of a day.
    static func microseconds(hour: Int, minute: Int, second: Int, fraction: Int64) -> Int64? {
        guard hour <= 24, minute < 60, second < 60 else { return nil }
        let time = Int64(hour * 3600 + minute * 60 + second) * Instant.microsecondsPerSecond + fraction
        return time <= Instant.microsecondsPerDay ? time : nil
    }
}

extension UInt8 {
    static let colon = UInt8(ascii: ":")
    static let hyphen = UInt8(ascii: "-")
}

extension ByteCursor {
    /// `YYYY-MM-DD`.
    mutating func isoDate() -> LocalDate? {
        guard let year = digits(4), take(.hyphen), let month = digits(2), take(.hyphen), let day = digits(2)
        else { return nil }
        return LocalDate(year: year, month: month, day: day)
    }

    /// One to nine digits after the point, in microseconds; what is finer is cut off.
    mutating func fraction() -> Int64? {
        var (microseconds, count) = (Int64(0), 0)
        while let digit = digits(1) {
            count += 1
            if count > 9 { return nil }
            if count <= 6 { microseconds = microseconds * 10 + Int64(digit) }
        }
        guard count > 0 else { return nil }
        for _ in 0..<max(0, 6 - count) { microseconds *= 10 }
        return microseconds
    }

    /// `Z`, `+02`, `+0200`, `+02:00`, `+02:00:30`, `+2`, `+5:30`, each alone or behind `UTC` or `GMT`, which alone are 0; in
    /// seconds east of Greenwich.
    mutating func offset() -> Int64? {
        if take(UInt8(ascii: "Z")) || take(UInt8(ascii: "z")) { return 0 }
        let isNamed = first(of: Self.greenwich) != nil
        if isNamed, isBlank(before: [.hyphen, UInt8(ascii: "+"), 0xe2]) { _ = takeBlank() }
        // A minus sign can be written as such, U+2212.
        let isWest = take(.hyphen) || take([0xe2, 0x88, 0x92])
        guard isWest || take(UInt8(ascii: "+")) else { return isNamed ? 0 : nil }
        guard let hours = oneOrTwoDigits(), hours < 16 else { return nil }
        var seconds = hours * 3600
        for unit in [60, 1] {
            let hasColon = take(.colon)
            guard let part = digits(2) else {
                if hasColon { return nil }
                break
            }
            guard part < 60 else { return nil }
            seconds += part * unit
        }
        return Int64(isWest ? -seconds : seconds)
    }

    private static let greenwich = ["utc", "gmt"].map { Array($0.utf8) }
}
