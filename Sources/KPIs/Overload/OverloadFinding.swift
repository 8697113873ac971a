/// What is known of one component of somebody's overload index: what its score is made of, or why there is none.
public enum OverloadFinding: Hashable, Sendable {
    case made(Grounds)
    case missing(Lack)

    /// What a score is made of; hours are hours, shares from 0 to 1.
    public enum Grounds: Hashable, Sendable {
        case load(hours: Double, capacity: Double)
        case recovery(Rest.Lacks, days: Int)
        /// Dates with help outside the calendar, and those of them with such help at night.
        case afterHours(dates: Int, nights: Int, days: Int)
        /// `isOfHours`: of the team's hours, else of its pieces. `isOfCapacity`: by capacities, else by heads.
        case concentration(shareOfHelp: Double, isOfHours: Bool, shareOfCapacity: Double, isOfCapacity: Bool)
        case oneSidedness(given: Double, received: Double, use: Double)
        case unacknowledged(acknowledged: Int, pieces: Int)

        /// Before it is held between 0 and 1.
        var score: Double {
            switch self {
            case .load(let hours, let capacity): OverloadIndex.load(use: hours / capacity)
            case .recovery(let lacks, let days): OverloadIndex.recovery(lacks: lacks.total, days: days)
            case .afterHours(let dates, let nights, let days):
                OverloadIndex.afterHours(helpDays: dates - nights + nights * Night.points, days: days)
            case .concentration(let shareOfHelp, _, let shareOfCapacity, _):
                OverloadIndex.concentration(shareOfHelp: shareOfHelp, shareOfCapacity: shareOfCapacity)
            case .oneSidedness(let given, let received, let use):
                OverloadIndex.oneSidedness(given: given, received: received, use: use)
            case .unacknowledged(let acknowledged, let pieces):
                OverloadIndex.unacknowledged(acknowledged: acknowledged, of: pieces)
            }
        }
    }

    /// Why there is no score.
    public enum Lack: Hashable, Sendable {
        /// None of the person's pieces says how long it took.
        case minutes
        /// No hours were agreed on any working day, or the person was on leave on all of them.
        case agreement
        /// On one of the dates at least.
        case calendar
        case team
        /// All pieces of the team together took no time.
        case helpOfTeam
        /// The organization's data never says who was helped.
        case recipients
        /// The person was helped, and none of that says how long it took.
        case minutesReceived
        /// The organization has neither recognitions nor ratings.
        case thanks
        /// Too few to tell.
        case pieces(Int)
    }

    var score: Double? {
        switch self {
        case .made(let grounds): grounds.score
        case .missing: nil
        }
    }
}
