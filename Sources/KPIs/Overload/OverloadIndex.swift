import Domain

/// How close one helper is to being overloaded by helping: 0 to 100 points. Never a diagnosis.
///
/// The weighted mean of the components that have data, each from 0 to 1. Weights and thresholds are conventions.
public struct OverloadIndex: Hashable, Sendable {
    public enum Component: CaseIterable, Sendable {
        case load, recovery, afterHours, concentration, oneSidedness, unacknowledged

        private var percent: Int {
            switch self {
            case .load: 30
            case .recovery: 25
            case .afterHours: 20
            case .concentration: 15
            case .oneSidedness, .unacknowledged: 5
            }
        }

        /// The weights of all are 1 together.
        public var weight: Double { Double(percent) / 100 }
        /// As the sheet writes it: 0.05.
        var weightText: String { (percent < 10 ? "0.0" : "0.") + "\(percent)" }
    }

    /// Below it too little is known to say anything.
    public static let leastWeight = 0.60

    private let scores: [Component: Double]
    /// The weight of the components that have data.
    public let weight: Double
    /// `nil` where too much is missing.
    public let value: Double?

    /// Scores below 0 are 0, above 1 they are 1; `nil` is missing.
    init(_ scores: [Component: Double?]) {
        let scores = scores.compactMapValues { $0.map { min(max($0, 0), 1) } }
        let weight = Component.allCases.reduce(0) { scores[$1] == nil ? $0 : $0 + $1.weight }
        self.scores = scores
        self.weight = weight
        value =
            weight < Self.leastWeight - Threshold.tolerance
            ? nil : 100 * Component.allCases.reduce(0) { $0 + (scores[$1] ?? 0) * $1.weight } / weight
    }

    /// Those that have data.
    var components: Set<Component> { Set(scores.keys) }

    /// What the value would be if one component weighed more or less; `nil` where there is none.
    func value(weighing component: Component, by factor: Double) -> Double? {
        guard value != nil else { return nil }
        var (sum, total) = (0.0, 0.0)
        for other in Component.allCases {
            guard let score = scores[other] else { continue }
            let weight = other == component ? factor * other.weight : other.weight
            sum += weight * score
            total += weight
        }
        return 100 * sum / total
    }

    /// From 0 to 1; `nil` is missing.
    public subscript(component: Component) -> Double? { scores[component] }
}

/// The components' scores, before they are clamped to 0...1. Rates go by the number of days, so that a month and a
/// quarter compare.
extension OverloadIndex {
    /// From where on capacity use counts, and how much more of it is the most that is told apart.
    public static let (useFrom, useRange) = (0.8, 0.7)

    static func load(use: Double) -> Double { (use - useFrom) / useRange }

    /// Lacks of rest that make the full score, in `HelperOverload.dayCount` days.
    public static let fullLacks = 8
    private static let fullLacksPerDay = Double(fullLacks) / Double(HelperOverload.dayCount)

    static func recovery(lacks: Int, days: Int) -> Double { Double(lacks) / (fullLacksPerDay * Double(days)) }

    /// After-hours help days a week that make the full score.
    public static let fullAfterHoursDays = 3

    static func afterHours(helpDays: Int, days: Int) -> Double {
        Double(helpDays) / (Double(days) / 7) / Double(fullAfterHoursDays)
    }

    /// How many times one's share, beyond the share itself, makes the full score.
    public static let fullExcess = 2

    static func concentration(shareOfHelp: Double, shareOfCapacity: Double) -> Double {
        (shareOfHelp / shareOfCapacity - 1) / Double(fullExcess)
    }

    static func oneSidedness(given: Double, received: Double, use: Double) -> Double {
        max(0, Reciprocity.balance(given: given, received: received)) * min(1, use)
    }

    /// Fewer pieces tell nothing about acknowledgement.
    public static let fewestPieces = 5

    static func unacknowledged(acknowledged: Int, of pieces: Int) -> Double {
        1 - Double(acknowledged) / Double(pieces)
    }
}
