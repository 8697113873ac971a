import Domain

/// Why a field gives no value of its column's type.
enum ValueFault: Error, Equatable {
    case notATime
    case noOffset
    case notADate
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

    func message(_ column: Dataset.Column) -> String {
        let (column, note) = (column.name, column.note.prefix { $0 != ";" })
        return switch self {
        case .notATime: "\(column) is no time of ISO 8601, nor of a format of the mapping"
        case .noOffset: "\(column) has no offset from UTC, and the mapping names no zone"
        case .notADate: "\(column) is no date as 2024-05-31, nor of a format of the mapping"
        case .dateWithoutZone: "\(column) is a point in time, whose date hangs on a zone, and the mapping names none"
        case .notANumber: "\(column) is no number"
        case .tooSmall(let least): "\(column) is below \(least)"
        case .notAnInteger: "\(column) is no whole number"
        case .outOfRange(let range): "\(column) is not from \(range.lowerBound) to \(range.upperBound)"
        case .notATimeOfDay: "\(column) is no time of day as 08:30"
        case .notABoolean: "\(column) is neither true nor false"
        case .notAChoice(let choices): "\(column) is none of \(choices.joined(separator: ", "))"
        case .notAZone: "\(column) is no zone of the system's zone database"
        case .notTranslated: "\(column) has a value that the mapping doesn't translate"
        case .keyTooLong: "\(column) is longer than \(ColumnReader.longestKey) bytes"
        case .partMissing: "\(column) is put together from several fields, and some of them are empty"
        case .joinerInPart:
            "\(column) could be put together from other fields as well: one has the mapping's `join` in it"
        case .missing: "\(column) (\(note)) is required and empty"
        }
    }

    var mend: String {
        switch self {
        case .notATime:
            "write it as 2024-05-31T10:00:00Z, or give its format in the mapping: formats: [\"%d/%m/%Y %H:%M\"], "
                + "or [\"%Y-%m-%d\"] for a date that is to mean its first instant"
        case .noOffset: "write the offset, or give the zone in the mapping: zone: Europe/Lisbon"
        case .notADate: "write it as 2024-05-31, or give its format in the mapping: formats: [\"%d/%m/%Y\"]"
        case .dateWithoutZone: "give the zone in the mapping: zone: Europe/Lisbon"
        case .notANumber: "write digits with a point for decimals and no grouping"
        case .tooSmall: "correct it, or leave it empty if it isn't known"
        case .notAnInteger: "write digits without a fraction"
        case .outOfRange: "correct it; a mapping can translate the file's words: values"
        case .notATimeOfDay: "write hours and minutes, 0:00 to 24:00"
        case .notABoolean: "write true or false, t or f, yes or no, 1 or 0"
        case .notAChoice: "write one of these words, or translate it in the mapping: values"
        case .notAZone: "write an IANA name, as Europe/Lisbon"
        case .notTranslated: "add it to the column's values in the mapping, or say otherwise: null"
        case .keyTooLong: "map the column that holds the id"
        case .partMissing: "fill them in, or say in the mapping when there is nothing: null_when"
        case .joinerInPart: "choose another `join` in the mapping, one that no field has in it"
        case .missing: "fill it in; a mapping can name another column or a constant"
        }
    }
}
