import Domain

/// A number as spreadsheets keep dates: days since the end of 1899, the time of day as a fraction.
struct SpreadsheetDay: Equatable {
    let date: LocalDate

    /// Day 0 by the calendar; spreadsheets count a 29th of February 1900 that never was, so it holds from March 1900 on.
    private static let start = LocalDate(daysSinceEpoch: -25_569)
    /// From 1927 to 2173; what is shorter or longer is rather a year, a short date or seconds.
    private static let digits = 5

    /// `nil` for what is no such number.
    init?(_ bytes: UnsafeRawBufferPointer) {
        var cursor = ByteCursor(bytes)
        while cursor.peek == UInt8(ascii: "0") { _ = cursor.takeAny() }
        guard let days = cursor.digits(Self.digits) else { return nil }
        if cursor.take(UInt8(ascii: ".")) || cursor.take(UInt8(ascii: ",")) {
            guard cursor.digits(1) != nil else { return nil }
            while cursor.digits(1) != nil {}
        }
        guard cursor.isAtEnd else { return nil }
        date = Self.start.advanced(byDays: days)
    }
}
