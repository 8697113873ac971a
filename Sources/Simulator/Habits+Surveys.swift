import Domain

extension Habits {
    // MARK: Instruments

    /// Long ones are asked twice a year.
    static let inventoryMonths = [5, 11]
    /// How much of an answer is the person's mood; the rest is the item's own.
    static let shareOfMood = 0.7
    static let spreadOfItem = 0.7
    static let instruments: [AskedInstrument] = [
        AskedInstrument(
            [SurveyItems.comfortAsking], scale: 1...10, mean: 7.4, spread: 1.7, inFear: comfortInFear),
        AskedInstrument([SurveyItems.conflict], scale: 0...100, mean: 8, spread: -7),
        AskedInstrument(SurveyItems.readiness, scale: 0...1, mean: 0.7, spread: 0.5),
        AskedInstrument(
            SurveyItems.personalBurnout, scale: 0...4, mean: 1.5, spread: -0.9, isLong: true, burntOut: burnoutRise),
        AskedInstrument(
            SurveyItems.burnoutAtWork, scale: 0...4, mean: 1.4, spread: -0.9, isLong: true, burntOut: burnoutRise),
        AskedInstrument(
            SurveyItems.burnoutByClients, scale: 0...4, mean: 1.2, spread: -0.8, shareAsked: 0.6, isLong: true),
        AskedInstrument(
            SurveyItems.psychologicalSafety, scale: 1...7, mean: 5.2, spread: 1.2, isLong: true, inFear: safetyInFear),
    ]
}

/// Items of surveys that figures of their own read.
struct AskedInstrument: Sendable {
    let items: [(instrument: String, item: String)]
    let isReversed: [Bool]
    let scale: ClosedRange<Int>
    /// Of an item that isn't reversed, with how far a mood moves it: down, where it is negative.
    let mean, spread: Double
    /// Of people to whom it applies.
    let shareAsked: Double
    /// Whether it is asked in `Habits.inventoryMonths` alone.
    let isLong: Bool
    /// How far an answer moves, of an item that isn't reversed, where people are afraid to ask, and where they are burnt
    /// out.
    let inFear, burntOut: Double

    init(_ items: [String], scale: ClosedRange<Int>, mean: Double, spread: Double, inFear: Double = 0) {
        self.init(items, reversed: [], scale, mean, spread, 1, false, inFear: inFear, burntOut: 0)
    }

    init(
        _ asked: SurveyItems.Scale, scale: ClosedRange<Int>, mean: Double, spread: Double, shareAsked: Double = 1,
        isLong: Bool = false, inFear: Double = 0, burntOut: Double = 0
    ) {
        self.init(
            asked.items, reversed: asked.reversed, scale, mean, spread, shareAsked, isLong, inFear: inFear,
            burntOut: burntOut)
    }

    private init(
        _ items: [String], reversed: Set<String>, _ scale: ClosedRange<Int>, _ mean: Double, _ spread: Double,
        _ shareAsked: Double, _ isLong: Bool, inFear: Double, burntOut: Double
    ) {
        self.items = items.map { item in
            let names = item.split(separator: "/").map(String.init)
            return (names.first ?? "", names.last ?? "")
        }
        isReversed = items.map(reversed.contains)
        self.scale = scale
        self.mean = mean
        self.spread = spread
        self.shareAsked = shareAsked
        self.isLong = isLong
        self.inFear = inFear
        self.burntOut = burntOut
    }

    /// The answer to an item on the day of a mood; `shift` moves it as the scale goes.
    func answer(to item: Int, mood: Double, shift: Double) -> Int {
        let answer = Int((mean + shift + spread * mood).rounded())
        let score = min(max(answer, scale.lowerBound), scale.upperBound)
        return isReversed[item] ? scale.lowerBound + scale.upperBound - score : score
    }
}
