/// What a calendar says: when work starts and ends in each week, on which days it doesn't, and in which zone.
public struct WeeklyHours: Hashable, Sendable {
    public struct Shift: Hashable, Sendable {
        /// 1 is Monday: the day on which it starts.
        public var weekday: Int
        /// Microseconds since midnight; `ends` not above `starts` runs into the next day.
        public var starts: Int64
        public var ends: Int64

        public init(weekday: Int, starts: Int64, ends: Int64) {
            self.weekday = weekday
            self.starts = starts
            self.ends = ends
        }
    }

    /// In order of weekday and start; they don't overlap.
    public var shifts: [Shift]
    /// A holiday takes away the shifts that start on it.
    public var holidays: Set<LocalDate>
    /// `nil`: that of whoever uses the calendar.
    public var zone: Zone?

    public init(shifts: [Shift], holidays: Set<LocalDate> = [], zone: Zone? = nil) {
        self.shifts = shifts
        self.holidays = holidays
        self.zone = zone
    }
}
