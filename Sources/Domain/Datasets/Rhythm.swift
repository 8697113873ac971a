extension Dataset {
    /// How often a dataset is usually loaded, and what is known when nothing comes any more.
    ///
    /// The days are conventions of the systems that such records come from; an organization sets its own with
    /// `load_days_<dataset>`.
    public struct Rhythm: Sendable, Hashable {
        /// How often, in words: `every day`.
        public let words: String
        /// Days from one load by which the next is expected, some grace included.
        public let days: Int
        public let silence: Silence
        /// Whether freshness names the day of the newest record, or only its month.
        public let namesDay: Bool

        /// What the time since the last load is worth.
        public enum Silence: Sendable, Hashable {
            /// Nobody knows what happened since: figures of a period that ended later rest on stale inputs.
            case unknown
            /// What was said last holds until something else is said.
            case unchanged
            /// Records come in rounds, each whole: where none came, there is no figure that could be stale.
            case noRound
        }

        /// What happens all day, as help: systems export it every night. A day, and two more, so that a weekend without
        /// loads is not late.
        public static let daily = Rhythm(words: "every day", days: 1 + 2, silence: .unknown, namesDay: true)

        /// Comings, goings and absences: HR systems report them by the month. Its longest length, and four more days for
        /// a weekend and a holiday. A single day could be that of one person's leaving.
        public static let monthly = Rhythm(words: "every month", days: 31 + 4, silence: .unknown, namesDay: false)

        /// How things stand, as the list of teams: reported by the month too, and true until it changes.
        public static let monthlyState = Rhythm(
            words: "every month", days: 31 + 4, silence: .unchanged, namesDay: false)

        /// Rounds of a survey: commonly one a quarter. The longest quarter, and eight more days until the answers of its
        /// last days are in.
        public static let quarterly = Rhythm(words: "every quarter", days: 92 + 8, silence: .noRound, namesDay: false)

        /// What is settled for a quarter, as objectives, and holds until something else is.
        public static let quarterlyState = Rhythm(
            words: "every quarter", days: 92 + 8, silence: .unchanged, namesDay: false)

        /// What is settled for a year, as holidays: the longest year, and the first two weeks of the next.
        public static let yearly = Rhythm(words: "every year", days: 366 + 14, silence: .unchanged, namesDay: false)
    }
}
