public enum CalendarShifts {
    static let name = "calendars"
    public static let calendar = Column<Kind.Symbol>(
        name, "calendar_id", required: true, "the calendar's id, as in teams and people")
    public static let zone = Column<Kind.Symbol>(
        name, "time_zone", as: .zone, "zone of its hours; else the person's, the team's, the organization's")
    public static let weekday = Column<Kind.Whole>(
        name, "weekday", as: .integer(1...7), required: true, "1 is Monday, 7 Sunday: the day on which it starts")
    public static let starts = Column<Kind.Clock>(name, "starts", required: true, "first minute of work")
    public static let ends = Column<Kind.Clock>(
        name, "ends", required: true, "first minute after it; on the next day unless above starts")
}

public enum CalendarHolidays {
    static let name = "calendar_holidays"
    public static let calendar = Column<Kind.Symbol>(
        name, "calendar_id", required: true, "the calendar; a file that names it gives all its holidays")
    public static let holiday = Column<Kind.Day>(name, "holiday", required: true, "the day")
}

extension Datasets {
    public static let calendars = Dataset(
        name: CalendarShifts.name,
        table: "calendar_shift",
        title: "a stretch of working time that comes every week",
        columns: [
            CalendarShifts.calendar.declaration,
            CalendarShifts.zone.declaration,
            CalendarShifts.weekday.declaration,
            CalendarShifts.starts.declaration,
            CalendarShifts.ends.declaration,
        ],
        key: ["calendar_id", "weekday", "starts"],
        replacement: .spells(of: "calendar_id"),
        // The working clock of a request that is open runs through every day since it was opened.
        touches: .use(ofCalendar: "calendar_id"),
        rhythm: .yearly,
        historyChecks: [oneZone, noOverlappingShifts]
    )

    public static let calendarHolidays = Dataset(
        name: CalendarHolidays.name,
        table: "calendar_holiday",
        title: "a day on which a calendar's work does not start",
        columns: [
            CalendarHolidays.calendar.declaration,
            CalendarHolidays.holiday.declaration,
        ],
        key: ["calendar_id", "holiday"],
        replacement: .groups(of: "calendar_id"),
        touches: .onward(from: "holiday"),
        rhythm: .yearly
    )

    private static let oneZone = HistoryCheck(
        code: "calendar_in_two_zones", column: "time_zone", message: "names another zone than the calendar's first row",
        mend: "give a calendar one zone; make two calendars of it otherwise", columns: ["time_zone"]
    ) { rows in rows.indices.filter { rows[$0] != rows[0] } }

    /// Over the week's end too: a shift of Sunday night can run into Monday's.
    private static let noOverlappingShifts = HistoryCheck(
        code: "overlapping_shifts", column: "starts", message: "overlaps another stretch of the same calendar",
        mend: "end the earlier stretch (ends) no later than this one starts", columns: ["weekday", "starts", "ends"]
    ) { rows in
        let week = 7 * Instant.microsecondsPerDay
        let spans = rows.map { row -> (from: Int64, to: Int64) in
            let starts = row[1].timeOfDay ?? 0
            let ends = row[2].timeOfDay ?? 0
            let midnight = Int64((row[0].integer ?? 1) - 1) * Instant.microsecondsPerDay
            return (midnight + starts, midnight + (ends > starts ? ends : ends + Instant.microsecondsPerDay))
        }
        return spans.indices.filter { later in
            spans[..<later].contains { earlier in
                [-week, 0, week].contains { shift in
                    spans[later].from + shift < earlier.to && earlier.from < spans[later].to + shift
                }
            }
        }
    }
}
