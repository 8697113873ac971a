import Foundation

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

    /// Of people who join, those whom nobody helps, and how many times as often as usual they leave.
    static let shareUnsupported = 0.12
    static let exitsOfUnsupported = 3.0
    /// So that all together leave as often as usual.
    static let exitsOfSupported = (1 - shareUnsupported * exitsOfUnsupported) / (1 - shareUnsupported)

    /// The share of what people would ask that they keep to themselves for fear.
    static let shareNotAskedInFear = 0.6
    /// By how many points of its own scale an answer moves.
    static let comfortInFear = -2.5
    static let safetyInFear = -1.5
    static let burnoutRise = 1.0

    /// Of the people of a burnt-out department, how many help after hours; with what chance in a night after a day from
    /// Monday to Thursday, and on a day of the weekend.
    static let shareOverworked = 0.6
    /// Times as ready to help as is usual: so many people are, of a lognormal, whose quantile of 0.4 lies so many sigmas
    /// below its median.
    static let overworkedFrom = exp(-0.2533 * helpingSpread)
    static let overworkedChance = 0.6
    /// Little enough that it isn't the hours that stand out.
    static let overworkedMinutes = 12.0
}
