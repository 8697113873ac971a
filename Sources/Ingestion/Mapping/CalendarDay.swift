import Domain
import Foundation

/// A day as it is written, whether there is one or not.
struct CalendarDay: Equatable {
    let year: Int
    let month: Int
    let day: Int

    init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Of a text that begins as ISO 8601 has it.
    init?(iso8601 bytes: UnsafeRawBufferPointer) {
        var cursor = ByteCursor(bytes)
        guard let year = cursor.digits(4), cursor.take(.hyphen), let month = cursor.digits(2), cursor.take(.hyphen),
            let day = cursor.digits(2)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Whether it is a day too many of a month; a month that is none comes of another format.
    var isTooMany: Bool {
        (1...9999).contains(year) && (1...12).contains(month) && day > LocalDate.daysInMonth(year: year, month: month)
    }

    /// What is wrong with it: "February 2020 has 29 days."
    var fault: String {
        guard (1...12).contains(month) else { return "there is no month \(month)" }
        let name = TimeFormat.monthNames[month - 1].map { String(UnicodeScalar($0)) }.joined().capitalized
        return "\(name) \(year) has \(LocalDate.daysInMonth(year: year, month: month)) days"
    }
}
