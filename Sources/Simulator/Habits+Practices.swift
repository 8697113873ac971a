extension Habits {
    // MARK: Rotations and rituals

    static let shareOfWeeksWithoutBackup = 0.1
    static let rituals: [Ritual] = [
        Ritual(kind: "check_in", weekday: 1, everyWeeks: 1, second: 9 * 3600 + 1800),
        Ritual(kind: "retrospective", weekday: 4, everyWeeks: 2, second: 15 * 3600),
        Ritual(kind: "support_review", weekday: 3, everyWeeks: 4, second: 14 * 3600),
    ]
    static let shareHeld = 0.88
    static let secondsLate = 0...900

    // MARK: Promises

    static let promisesPerPersonMonth = 2.0
    static let daysToKeep = 2...14
    static let dueAt = 17 * 3600
    static let minutesAsked = 90.0
    /// Minutes are noted in steps of this.
    static let stepOfMinutes = 15
    static let shareMinutesAskedKnown = 0.9
    static let sharesAgreed: [Weighted<Double>] = [.init(1, 0.7), .init(0.75, 0.2), .init(0.5, 0.1)]
    static let shareKept = 0.85
    static let sharesDelivered: [Weighted<Double>] = [.init(1, 0.8), .init(0.8, 0.15), .init(0.5, 0.05)]
    static let shareLate = 0.15
    static let lateMedianHours = 16.0
    static let shareOwnTeamPromised = 0.7
    static let sharePromisedToNobodyNamed = 0.1

    // MARK: Pairs

    static let shareWithBuddy = 0.85
    static let daysUntilBuddy: [Weighted<ClosedRange<Int>>] = [.init(0...4, 0.9), .init(7...20, 0.1)]
    static let daysWithBuddy = 90
    /// Check-ins are planned for every working day of the first so many.
    static let daysOfCheckIns = 30
    static let checkInAt = 9 * 3600 + 2700
    static let shareOfCheckInsHeld = 0.8
    static let shareWithMentor = 0.2
    static let mentors: Set<String> = ["senior", "principal", "lead"]
    static let mentored: Set<String> = ["junior", "professional"]
    static let daysUntilMentor = 60...400
    static let daysWithMentor = 365
    static let daysBetweenMeetings = 14
    static let meetingAt = 14 * 3600
    static let shareOfMeetingsHeld = 0.9
    static let shareOfMentorsFromElsewhere = 0.3

    // MARK: Objectives and rewards

    static let objectives: [ObjectiveHabit] = [
        ObjectiveHabit(beneficiary: "self", kind: "individual_target", weight: 0.5, share: 0.95),
        ObjectiveHabit(beneficiary: "team", kind: "shared", weight: 0.3, share: 0.6),
        ObjectiveHabit(beneficiary: "person", kind: "shared", weight: 0.1, share: 0.25),
        ObjectiveHabit(beneficiary: "organization", kind: "shared", weight: 0.2, share: 0.4),
        ObjectiveHabit(beneficiary: "self", kind: "forced_rank", weight: 0.2, share: 0.1),
    ]
    /// On this day of each quarter's last month.
    static let rewardDay = 20
    static let rewardAt = 10 * 3600
    /// How much a rating follows from how much somebody helps beside others of the level: a correlation.
    static let meritOfHelp = 0.15
    static let meanRating = 3.4
    static let spreadOfRatings = 0.9
    static let ratingScale = 1...5
    static let spreadOfBonuses = 0.35
    static let leastPartOfBonus = 0.1
    static let spotRewardsPerPersonMonth = 0.03
    static let spotAmounts = 5...15
    /// Amounts are multiples of this.
    static let stepOfAmounts = 10
    static let shareOfSpotRewardsForHelping = 0.6

    // MARK: Feedback

    static let feedbackPerPersonMonth = 0.3
    static let feedbackKinds: [Weighted<String>] = [.init("start", 0.4), .init("stop", 0.25), .init("continue", 0.35)]
    static let shareOfFeedbackAnswered = 0.8
    static let answerAfterMedianHours = 24.0
    static let shareActedOn = 0.55
    static let actedOnAfterMedianHours = 64.0

    // MARK: Named colleagues, pods, contacts

    static let shareNaming = 0.93
    static let namedColleagues = 1...4
    static let shareNamedInTeam = 0.75
    static let namedFor: [Weighted<String>] = [
        .init("informational", 0.5), .init("instrumental", 0.2), .init("appraisal", 0.15), .init("emotional", 0.15),
    ]
    static let shareOfTeamsWithPods = 0.7
    static let peopleOfPod = 5
    static let shareOfTeamsWithoutBackup = 0.15
    static let daysBetweenTests = 60...110
}

/// What a team plans to hold, by the week.
struct Ritual: Sendable {
    let kind: String
    let weekday, everyWeeks: Int
    /// Of the day.
    let second: Int
}

struct ObjectiveHabit: Sendable {
    let beneficiary, kind: String
    let weight: Double
    /// Of people who have such a one.
    let share: Double
}
