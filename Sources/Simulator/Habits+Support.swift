extension Habits {
    // MARK: Separations

    static let separations: [Weighted<Separation>] = [
        .init(Separation(type: "voluntary", reason: "another offer", regretted: true), 0.4),
        .init(Separation(type: "voluntary", reason: "moved away", regretted: false), 0.22),
        .init(Separation(type: "involuntary", reason: "dismissed", regretted: false), 0.14),
        .init(Separation(type: "retirement", reason: "", regretted: nil), 0.08),
        .init(Separation(type: "end_of_contract", reason: "", regretted: nil), 0.1),
        .init(Separation(type: "other", reason: "", regretted: nil), 0.02),
        .init(Separation(type: "", reason: "", regretted: nil), 0.04),
    ]

    // MARK: Leave

    /// From the end of one absence to the beginning of the next.
    static let meanDaysBetweenLeave = 70.0
    static let absences: [Weighted<Absence>] = [
        .init(Absence(kind: "holiday", days: 5...16), 0.6), .init(Absence(kind: "illness", days: 1...6), 0.37),
        .init(Absence(kind: "parental leave", days: 40...120), 0.03),
    ]

    // MARK: Agreements

    static let shareWithAgreement = 0.8
    /// Agreed hours follow what people give: about half of them is used.
    static let agreedHoursPerHelping = 0.5
    static let agreedHoursStep = 0.5
    static let shareRenegotiated = 0.25
    static let shareReviewed = 0.6
    static let agreedKinds: [Weighted<String>] = [
        .init("", 0.6), .init("informational|instrumental", 0.2), .init("emotional|appraisal", 0.1),
        .init("informational", 0.1),
    ]
    static let shareWithWindows = 0.6
    /// No help in the evening and at night, or from Friday's to Monday's.
    static let evening = 18 * 3600..<8 * 3600 + 86_400
    static let focus = 9 * 3600..<11 * 3600

    // MARK: Contributions

    static let shareOfRequestsWithContribution = 0.2
    /// Of these, the share to which a colleague of the helper contributed too.
    static let shareWithSecondHelper = 0.15
    static let shareRecipientNamed = 0.5
    static let shareRated = 0.4
    static let ratings: [Weighted<Int>] = [.init(5, 0.5), .init(4, 0.32), .init(3, 0.13), .init(2, 0.05)]
    static let unaskedPerPersonMonth = 0.6
    static let unaskedMinutes = 25.0
    /// The share of unasked help that is given after work.
    static let shareInTheEvening = 0.05
    static let eveningHours = 18..<21

    // MARK: Waiting and thanks

    static let shareWaiting = 0.1
    /// The part of the time from answer to close in which it waits for the asker.
    static let waitingPart = 0.3..<0.7
    static let shareThanked = 0.12
    static let thanksAfterMedianHours = 6.0
    static let otherThanksPerPersonMonth = 0.15
    static let shareThankedForAsking = 0.3
    static let sharePublic = 0.7
    static let valueTags: [Weighted<String>] = [
        .init("", 0.4), .init("patience", 0.2), .init("clarity", 0.2), .init("patience|courage", 0.1),
        .init("courage", 0.1),
    ]

    // MARK: Surveys

    /// Quarterly, so that a survey's answers all fall in the second month of a quarter.
    static let surveyMonths = [2, 5, 8, 11]
    static let surveyDays = 10
    static let shareAnswering = 0.75
    static let shareItemAnswered = 0.97
    static let shareWithComment = 0.1
    /// How much a mood is the person's own; the rest is of the day.
    static let moodOfPerson = 0.8
    static let moodOfDay = 0.6
    static let items: [SurveyItem] = [
        SurveyItem(instrument: "enps", item: "recommend", scale: 0...10, mean: 7.9, spread: 2, fall: recommendFall),
        SurveyItem(
            instrument: "felt_supported", item: "felt_supported", scale: 1...5, mean: 3.9, spread: 0.9, fall: 0),
        SurveyItem(instrument: "pulse", item: "growth", scale: 1...5, mean: 3.6, spread: 0.9, fall: itemFall),
        SurveyItem(instrument: "pulse", item: "workload", scale: 1...5, mean: 3.4, spread: 1, fall: 0),
    ]
}

struct Separation: Sendable {
    /// Empty where nobody labelled it.
    let type: String
    let reason: String
    let regretted: Bool?

    static let ofWave = Separation(type: "voluntary", reason: "another offer", regretted: true)
}

struct Absence: Sendable {
    let kind: String
    let days: ClosedRange<Int>
}

struct SurveyItem: Sendable {
    let instrument, item: String
    let scale: ClosedRange<Int>
    let mean, spread: Double
    /// Points by which the planted fall lowers it.
    let fall: Double
}
