/// Who agreed to give how many hours a week, and when nobody may ask them.
public struct Agreements: Sendable {
    /// `[from, to)`; several of one person add up.
    public struct Stretch: Hashable, Sendable {
        public var hoursPerWeek: Double
        public var from: LocalDate
        public var to: LocalDate
        /// When it was last talked over; `nil` where that isn't known.
        public var reviewedOn: LocalDate?

        public init(hoursPerWeek: Double, from: LocalDate, to: LocalDate, reviewedOn: LocalDate? = nil) {
            self.hoursPerWeek = hoursPerWeek
            self.from = from
            self.to = to
            self.reviewedOn = reviewedOn
        }
    }

    /// A window without help, on days of `[from, to)`: those on which both it and its agreement hold.
    public struct Boundary: Hashable, Sendable {
        /// 1 is Monday; `nil` every day: the day on which it starts.
        public var weekday: Int?
        /// Microseconds since midnight; `ends` not above `starts` runs into the next day.
        public var starts: Int64
        public var ends: Int64
        public var from: LocalDate
        public var to: LocalDate

        public init(weekday: Int?, starts: Int64, ends: Int64, from: LocalDate, to: LocalDate) {
            self.weekday = weekday
            self.starts = starts
            self.ends = ends
            self.from = from
            self.to = to
        }
    }

    /// By person, in order of `from`.
    public var stretches: [Person: [Stretch]] = [:]
    /// By person. A boundary that outlasts its agreement is cut to each of the agreement's stretches.
    public var boundaries: [Person: [Boundary]] = [:]

    public init() {}
}
