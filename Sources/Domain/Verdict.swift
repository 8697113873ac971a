/// What is said of a released figure, held against its own past.
///
/// Written in the published table as `worse`, `better, early`, `changed, as a year ago: season?`, `steady`, `can't tell`,
/// `too early`, or, of what can't be tested, once its control chart has enough points, as the chart's signal or `as usual`.
public enum Verdict: Hashable, Sendable, RawRepresentable {
    /// The figure differs from its reference by more than chance, and by enough to matter.
    ///
    /// - isEarly: how much such figures vary by themselves is told by others of their kind, too.
    /// - isSeasonal: it does not differ from the same period of the year before.
    case moved(Signal.Meaning, isEarly: Bool, isSeasonal: Bool)
    /// No change that matters is compatible with the data.
    case steady
    case cannotTell
    case tooEarly
    /// The control chart's signal.
    case signalled(Signal)
    /// The control chart has no signal.
    case asUsual

    /// Of the changes found among many figures together, the share to expect by chance at most. A convention.
    public static let falseDiscoveryRate = 0.10

    /// Of the records, the share that has what a figure needs, from which on the figure is held against its past. A convention.
    public static let leastCoverage = 0.9

    /// By how much the response rate of a survey's figure may differ from that of what it is held against. A convention: of
    /// twenty people two others answer.
    public static let mostResponseChange = 0.1
    /// What differs by less is the arithmetic's: published shares lie on a grid.
    private static let tolerance = 1e-9

    /// How far back the reference looks: 12 months, 8 quarters, 6 years. Weeks have the chart alone.
    public static func monthsBack(of kind: PeriodKind) -> Int? {
        switch kind {
        case .week: nil
        case .month: 12
        case .quarter: 24
        case .year: 72
        }
    }

    /// Whether so unlike a share of those asked answered that a figure tells of other people: the response rate is further
    /// than `mostResponseChange` from the mean of those before.
    ///
    /// - earlier: those that are known, of the values that the figure is held against. Without one, or without the figure's
    ///   own, it can't be told, and nothing is held against the figure.
    public static func isResponseMoved(_ response: Double?, from earlier: [Double]) -> Bool {
        guard let response, !earlier.isEmpty else { return false }
        let mean = earlier.reduce(0, +) / Double(earlier.count)
        return abs(response - mean) > mostResponseChange + tolerance
    }

    private static let early = ", early"
    private static let seasonal = ", as a year ago: season?"

    public var rawValue: String {
        switch self {
        case .moved(let meaning, let isEarly, let isSeasonal):
            meaning.rawValue + (isEarly ? Self.early : "") + (isSeasonal ? Self.seasonal : "")
        case .steady: "steady"
        case .cannotTell: "can't tell"
        case .tooEarly: "too early"
        case .signalled(let signal): signal.rawValue
        case .asUsual: "as usual"
        }
    }

    /// `nil` for a text that `rawValue` never gives.
    public init?(rawValue: String) {
        guard let verdict = Self.byText[rawValue] else { return nil }
        self = verdict
    }

    /// All that can be said.
    public static let all: [Verdict] =
        Signal.Meaning.allCases.flatMap { meaning in
            [false, true].flatMap { isEarly in
                [false, true].map { .moved(meaning, isEarly: isEarly, isSeasonal: $0) }
            }
        } + [.steady, .cannotTell, .tooEarly, .asUsual] + Signal.all.map { .signalled($0) }

    private static let byText = Dictionary(uniqueKeysWithValues: all.map { ($0.rawValue, $0) })

    /// Of a figure that changed; `nil` of one that didn't, or of which that can't be told.
    public var meaning: Signal.Meaning? {
        switch self {
        case .moved(let meaning, _, _): meaning
        case .signalled(let signal): signal.meaning
        case .steady, .cannotTell, .tooEarly, .asUsual: nil
        }
    }
}
