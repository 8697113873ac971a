import Domain

/// The numbers by which simulated people behave. They are plausible, not measured: what a test may rely on are
/// the planted truths, which stand in `PlantedTruths`.
enum Habits {
    // MARK: People and teams

    /// People a team, so that nearly all teams stay above the smallest group that may be shown.
    static let teamSize = 16
    /// Of these, how many every team gets; chance spreads the others.
    static let evenPlaces = 13
    static let yearlyExitRate = 0.13
    static let yearlyTransferRate = 0.06
    /// Days until a place is filled again.
    static let vacancyDays = 14...75
    /// The days before the simulation begins over which the organization grew to its size.
    static let daysOfGrowth = 4 * 365
    /// How much teams differ in pace without anything being wrong (sigma of a lognormal factor).
    static let paceSpread = 0.15
    /// How much people differ in asking and in helping (sigma of a lognormal factor).
    static let askingSpread = 0.5
    static let helpingSpread = 0.55

    static let levels: [Weighted<Level>] = [
        .init(Level(name: "junior", asking: 1.6, helping: 0.5, bonus: 800), 0.25),
        .init(Level(name: "professional", asking: 1.1, helping: 1, bonus: 1200), 0.4),
        .init(Level(name: "senior", asking: 0.8, helping: 1.4, bonus: 1800), 0.25),
        .init(Level(name: "principal", asking: 0.6, helping: 1.6, bonus: 2500), 0.1),
    ]
    static let lead = Level(name: "lead", asking: 0.7, helping: 1.3, bonus: 2200)
    static let locations = ["Lisbon", "Berlin", "Bogota", "remote"]

    // MARK: Asking

    static let requestsPerPersonMonth = 2.5
    static let weekdays = [1.2, 1.25, 1.2, 1.1, 0.85, 0.06, 0.04]
    /// January to December.
    static let months = [1.12, 1.06, 1.06, 1, 1, 0.97, 0.85, 0.76, 1.1, 1.12, 1.08, 0.78]
    /// From 7 in the morning on, by hour.
    static let firstHour = 7
    static let hours = [0.2, 0.6, 1.4, 1.6, 1.5, 0.8, 0.9, 1.4, 1.4, 1.1, 0.6, 0.3]

    static let kinds: [Weighted<Kind>] = [
        .init(Kind(name: "informational", anonymous: 0.04, minutes: 15), 0.5),
        .init(Kind(name: "instrumental", anonymous: 0.02, minutes: 35), 0.25),
        .init(Kind(name: "appraisal", anonymous: 0.06, minutes: 25), 0.15),
        .init(Kind(name: "emotional", anonymous: 0.3, minutes: 30), 0.1),
    ]
    static let channels: [Weighted<String>] = [
        .init("chat", 0.45), .init("ticket", 0.3), .init("email", 0.1), .init("in_person", 0.1), .init("call", 0.05),
    ]
    static let urgencies: [Weighted<Urgency>] = [
        .init(Urgency(name: "low", pace: 1.7), 0.25), .init(Urgency(name: "normal", pace: 1), 0.55),
        .init(Urgency(name: "high", pace: 0.6), 0.16), .init(Urgency(name: "blocking", pace: 0.3), 0.04),
    ]
    /// Whom people turn to: their own team, another of the department, or any other.
    static let addressees: [Weighted<Addressee>] = [
        .init(.ownTeam, 0.65), .init(.department, 0.2), .init(.organization, 0.15),
    ]

    // MARK: Answering, in working hours

    static let responseMedianHours = 0.5
    static let responseSigma = 1.3
    /// From the first answer to the first close.
    static let resolutionMedianHours = 2.5
    static let resolutionSigma = 1.25
    static let reopenAfterMedianHours = 16.0
    static let secondCloseMedianHours = 4.0
    static let secondSigma = 0.9
    static let withdrawalMedianHours = 12.0
    static let effortSigma = 0.7

    static let shareNeverAnswered = 0.02
    static let shareWithdrawn = 0.04
    static let shareReopened = 0.06
    /// Closed without anybody having noted an answer.
    static let shareResponseNotNoted = 0.02
    static let shareMinutesKnown = 0.88
    static let shareTeamNamed = 0.96
    static let shareKindNamed = 0.97
}

struct Level: Sendable {
    let name: String
    /// Weights against people of other levels.
    let asking, helping: Double
    /// What is usual in a quarter.
    let bonus: Double
}

struct Kind: Sendable {
    let name: String
    /// Share asked without a name.
    let anonymous: Double
    /// Median of the helper's minutes.
    let minutes: Double
}

struct Urgency: Sendable {
    let name: String
    /// Factor on the time to respond and to resolve.
    let pace: Double
}

enum Addressee: Sendable { case ownTeam, department, organization }
