import Domain

/// Why a date or time that could be read may not be what was meant. It is taken, and noted.
enum Doubt: Equatable {
    /// No clock showed it; the end of the gap stands for it.
    case gap
    /// Clocks showed it twice; the first stands for it.
    case overlap
    /// Two ways to read it fit, by their names, and give different times; the first is taken.
    case twoReadings(String, String)
    /// No date so far shows whether day or month comes first, as this format has it. Told once a column, if none does.
    case eitherOrder(TimeFormat)
    case twoDigitYear
    case longAgo
    case farAhead

    /// Years that hardly any record is from; a slip of the pen is likelier.
    static let firstPlausible = LocalDate(firstOfMonth: 1, year: 1800)
    /// Days ahead of now in which what has happened may still lie: clocks and time zones differ.
    static let daysAhead = 365

    var code: String {
        switch self {
        case .gap: "time_in_dst_gap"
        case .overlap: "time_ambiguous"
        case .twoReadings: "date_ambiguous"
        case .eitherOrder: "day_or_month_first"
        case .twoDigitYear: "two_digit_year"
        case .longAgo: "long_ago"
        case .farAhead: "far_ahead"
        }
    }

    func message(_ column: String) -> String {
        switch self {
        case .gap: "\(column) is a time that the clocks skipped; the end of the gap is taken"
        case .overlap: "\(column) is a time that the clocks showed twice; the first is taken"
        case .twoReadings(let first, let second):
            "\(column) can be read as \(first) and as \(second), which give different times; \(first) is taken"
        case .eitherOrder(let format):
            "no date that \"\(format.pattern)\" reads in \(column) is after the 12th, so each can have day and month "
                + "exchanged; the first number is taken for the \(format.order == .monthFirst ? "month" : "day")"
        case .twoDigitYear:
            "\(column) has a year of two digits; 00 to 69 are taken as 2000 to 2069, 70 to 99 as 1970 to 1999"
        case .longAgo: "\(column) is before the year 1800"
        case .farAhead: "\(column) is more than a year ahead, though it tells what has happened"
        }
    }

    var mend: String {
        switch self {
        case .gap, .overlap: "write the offset beside the time if another instant is meant"
        case .twoReadings: "keep in the mapping only the format that the file is written in"
        case .eitherOrder(let format): Self.settling(format)
        case .twoDigitYear: "write years with four digits"
        case .longAgo, .farAhead: "correct the date if it is wrong"
        }
    }

    private static func settling(_ format: TimeFormat) -> String {
        let isDayFirst = format.order == .dayFirst
        return
            "compare a date that you know; if it was read right, add the line `day_first: \(isDayFirst)` to the mapping, "
            + "and this is not told again; if not, add `day_first: \(!isDayFirst)` and write "
            + "\"\(format.exchanged?.pattern ?? "")\" for \"\(format.pattern)\""
    }
}
