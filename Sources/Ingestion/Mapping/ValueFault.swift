import Domain

/// Why a field gives no value of its column's type.
enum ValueFault: Error, Equatable {
    case notATime
    case noOffset
    case notADate
    case noSuchDay(CalendarDay)
    /// By a format that has day and month in one order, while the value fits the other.
    case dayForMonth(String, exchanged: String)
    case spreadsheetDay(SpreadsheetDay)
    case dateWithoutZone
    case notANumber
    case tooSmall(least: Double)
    case notAnInteger
    case outOfRange(ClosedRange<Int>)
    case notATimeOfDay
    case notABoolean
    case notAChoice([String])
    case notAZone
    case notTranslated
    case keyTooLong
    case partMissing
    case joinerInPart
    case missing

    var code: String {
        switch self {
        case .notATime: "not_a_time"
        case .noOffset: "time_without_offset"
        case .notADate: "not_a_date"
        case .noSuchDay: "no_such_day"
        case .dayForMonth: "day_and_month_exchanged"
        case .spreadsheetDay: "spreadsheet_day_number"
        case .dateWithoutZone: "date_without_zone"
        case .notANumber: "not_a_number"
        case .tooSmall: "number_too_small"
        case .notAnInteger: "not_a_whole_number"
        case .outOfRange: "number_out_of_range"
        case .notATimeOfDay: "not_a_time_of_day"
        case .notABoolean: "not_a_boolean"
        case .notAChoice: "not_a_choice"
        case .notAZone: "unknown_zone"
        case .notTranslated: "unknown_value"
        case .keyTooLong: "key_too_long"
        case .partMissing: "part_missing"
        case .joinerInPart: "joiner_in_part"
        case .missing: "required_missing"
        }
    }

    /// What is wrong, of the value as it stands in the file where that may be told, otherwise of the column.
    func message(_ column: Dataset.Column, quoting value: String? = nil) -> String {
        let subject = value.map { "\"\($0)\"" } ?? column.name
        return switch self {
        case .notATime: "\(subject) is not a time in ISO 8601, nor in a format of the mapping"
        case .noOffset: "\(subject) has no offset from UTC, and the mapping names no zone"
        case .notADate: "\(subject) is not a date like 2024-05-31, nor in a format of the mapping"
        case .noSuchDay(let day):
            "\(subject) is not a date: " + (value == nil ? "the calendar has no such day" : day.fault)
        case .dayForMonth(let format, let exchanged):
            "\(subject) is not written as \"\(format)\", but as \"\(exchanged)\": day and month are exchanged"
        case .spreadsheetDay(let day):
            "\(subject) is a spreadsheet's day number, not a date" + (value == nil ? "" : ": it stands for \(day.date)")
        case .dateWithoutZone:
            "\(subject) is a point in time, and its date depends on a zone, which the mapping does not name"
        case .notANumber: "\(subject) is not a number"
        case .tooSmall(let least): "\(subject) is below \(least.shortest)"
        case .notAnInteger: "\(subject) is not a whole number"
        case .outOfRange(let range): "\(subject) is not from \(range.lowerBound) to \(range.upperBound)"
        case .notATimeOfDay: "\(subject) is not a time of day like 08:30"
        case .notABoolean: "\(subject) is neither true nor false"
        case .notAChoice(let choices): "\(subject) is not one of \(choices.joined(separator: ", "))"
        case .notAZone: "\(subject) is not a zone of the system's time zone database"
        case .notTranslated: "\(subject) is not among the values that the mapping translates"
        case .keyTooLong: "\(column.name) is longer than \(ColumnReader.longestKey) bytes"
        case .partMissing: "\(column.name) is put together from several fields, and some of them are empty"
        case .joinerInPart:
            "\(column.name) is ambiguous: one of the fields that it is joined from contains the mapping's `join`"
        case .missing: "\(column.name) (\(column.note.prefix { $0 != ";" })) is required and empty"
        }
    }

    var mend: String {
        switch self {
        case .notATime:
            "write it as 2024-05-31T10:00:00Z, or give its format in the mapping: formats: [\"%d/%m/%Y %H:%M\"], "
                + "[\"%m/%d/%Y %H:%M\"] if the month comes first, or [\"%Y-%m-%d\"] to read a date as the start of that day"
        case .noOffset: "write the offset, or give the zone in the mapping: zone: Europe/Lisbon"
        case .notADate:
            "write it as 2024-05-31, or give its format in the mapping: formats: [\"%d/%m/%Y\"], or "
                + "[\"%m/%d/%Y\"] if the month comes first"
        case .noSuchDay: "correct the date"
        case .dayForMonth(let format, let exchanged):
            "if the file is written so, write \"\(exchanged)\" for \"\(format)\" in the mapping and load the file again, as rows "
                + "that fit both were read wrong; if not, correct the date"
        case .spreadsheetDay:
            "format the column in the spreadsheet as a date, such as 2024-05-31, or as date and time, such as "
                + "2024-05-31 10:00:00, if that is what it holds, and save it as CSV again"
        case .dateWithoutZone: "give the zone in the mapping: zone: Europe/Lisbon"
        case .notANumber:
            "write digits with a point for decimals and no grouping; a mapping can translate words: values, or say which "
                + "stand for nothing: null"
        case .tooSmall: "correct it, or leave it empty if it is not known"
        case .notAnInteger: "write digits without a fraction"
        case .outOfRange: "correct it; a mapping can translate the file's words: values"
        case .notATimeOfDay: "write hours and minutes, 0:00 to 24:00"
        case .notABoolean: "write true or false, t or f, yes or no, 1 or 0"
        case .notAChoice: "write one of these words, or translate it in the mapping: values"
        case .notAZone: "write an IANA name, such as Europe/Lisbon"
        case .notTranslated:
            "add it to the column's values in the mapping; if the column isn't required, `otherwise: null` does, too"
        case .keyTooLong: "map the column that holds the id"
        case .partMissing: "fill them in, or say in the mapping when there is nothing: null_when"
        case .joinerInPart: "choose another `join` in the mapping, one that no field contains"
        case .missing: "fill it in; a mapping can name another column or a constant"
        }
    }
}
