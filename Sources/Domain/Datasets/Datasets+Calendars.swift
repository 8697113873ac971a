extension Datasets {
    public static let calendars = Dataset(
        name: "calendars",
        table: "calendar_shift",
        title: "a stretch of working time that comes every week",
        columns: [
            .init("calendar_id", .text, required: true, "the calendar's id, as in teams and people"),
            .init("time_zone", .zone, "zone of its hours; else the person's, the team's, the organization's"),
            .init("weekday", .integer(1...7), required: true, "1 is Monday, 7 Sunday: the day on which it starts"),
            .init("starts", .timeOfDay, required: true, "first minute of work"),
            .init(
                "ends", .timeOfDay, required: true, "first minute after it; on the next day unless above starts"),
        ],
        key: ["calendar_id", "weekday", "starts"],
        replacement: .spells(of: "calendar_id"),
        // The working clock of a request that is open runs through every day since it was opened.
        touches: .use(ofCalendar: "calendar_id"),
        rhythm: .yearly,
        historyChecks: [oneZone, noOverlappingShifts]
    )

    public static let calendarHolidays = Dataset(
        name: "calendar_holidays",
        table: "calendar_holiday",
        title: "a day on which a calendar's work does not start",
        columns: [
            .init("calendar_id", .text, required: true, "the calendar; a file that names it gives all its holidays"),
            .init("holiday", .date, required: true, "the day"),
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
