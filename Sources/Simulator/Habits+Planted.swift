extension Habits {
    // MARK: Planted

    /// The share of the team's requests that go to the overloaded helper: more than half of all its help, that which
    /// nobody asked for included.
    static let overloadedShare = 0.8
    /// How many times longer the slow team takes, in working hours.
    static let slowFactor = 4.0

    /// Hours that the overrun team gives on top of its usual help, for each agreed hour.
    static let overrunPerAgreedHour = 1.5
    static let overrunPiecesPerWorkingDay = 0.4
    static let overrunSigma = 0.5

    /// Chance of a piece of help in the night after a day from Monday to Thursday, and on a day of the weekend.
    static let afterHoursChance = 0.5
    static let afterHoursPiecesPerWeek = 6 * afterHoursChance
    /// Late enough that the next morning comes less than 11 hours after it.
    static let nightHours = 22..<24
    static let weekendHours = 10..<20
    static let afterHoursMinutes = 20.0

    /// One of so many people of a department leaves in the month of the exit wave.
    static let waveTakesOneOf = 5

    /// By how many points of its own scale an answer falls.
    static let recommendFall = 2.5
    static let itemFall = 1.0

    /// The level that hardly asks, and the share of what its people would ask that they keep to themselves.
    static let quietLevel = "junior"
    static let shareNotAsked = 0.8
    /// The share of what a team's people ask it that its manager answers.
    static let managersShare = 0.9
    /// Chance that the promises of a team are kept.
    static let shareKeptWhereBroken = 0.1
    /// How many people take all turns of the stuck rotation.
    static let stuckPeople = 2
    /// Chance of a check-in with a buddy who is there.
    static let shareHeldByAbsentBuddies = 0.08
    static let shareActedOnWhereIdle = 0.05
    /// How much a reward follows from how much somebody helps beside others of the level: a correlation.
    static let meritOfPunishedHelp = -0.95
}
