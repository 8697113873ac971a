import Foundation

extension Sheet {
    /// What leaders need of a KPI beside its figures: where it belongs, what to ask next, which change counts.
    public struct Briefing: Sendable {
        public let theme: Theme
        /// What somebody who sees the figure change should ask next, of people and not of the data.
        public let next: String
        /// The least change that is worth a leader's time; `nil` where only the control chart judges the figure.
        public let matters: Matters?
        /// Why it must have no target, beyond what the sheet tells anyway, as that neither way is better.
        public let noTarget: String?

        public init(_ theme: Theme, matters: Matters?, next: String, noTarget: String? = nil) {
            self.theme = theme
            self.next = next
            self.matters = matters
            self.noTarget = noTarget
        }
    }

    /// The four questions that leaders ask.
    public enum Theme: String, CaseIterable, Sendable {
        case timelyHelp = "Do people get help in time?"
        case helpers = "Are helpers all right?"
        case supportAndSafety = "Do people feel supported and safe?"
        case stayingAndRewards = "Do they stay, and do our own KPIs reward helping?"
    }

    /// The least change that matters, on the scale on which values are compared.
    public struct Matters: Sendable, Hashable {
        public let scale: ChangeScale
        /// On that scale: a difference of logarithms, or of values.
        public let amount: Double
        /// Who says so, or *convention*.
        public let source: String

        public init(_ amount: Double, on scale: ChangeScale, source: String = "convention") {
            self.scale = scale
            self.amount = amount
            self.source = source
        }

        /// Of times and rates: times 1.2, or divided by it.
        public static let aFifth = Matters(log(1.2), on: .logarithmic)
        /// Of shares, and of Gini coefficients: 0.05.
        public static let fivePoints = Matters(0.05, on: .linear)
        /// Of net scores from -100 to 100.
        public static let tenPoints = Matters(10, on: .linear)
    }

    /// The figure that leaders see first and that is held against its own past: the first headline.
    public var judged: (measure: Measure, statistic: Statistic)? {
        for measure in measures {
            guard let statistic = measure.statistics.first(where: { $0.id == measure.headline }) else { continue }
            return (measure, statistic)
        }
        return nil
    }

    /// Whether a cell is of that figure, and undivided.
    public func isJudged(_ cell: Cell) -> Bool {
        guard briefing != nil, cell.breakdown == .none, let judged else { return false }
        return judged.measure.id == cell.measure && judged.statistic.id == cell.statistic
    }

    /// Whether a cell says what that figure would be by chance alone.
    public func isByChance(_ cell: Cell) -> Bool {
        guard briefing != nil, cell.breakdown == .none, let judged, let byChance = judged.measure.byChance else {
            return false
        }
        return judged.measure.id == cell.measure && byChance == cell.statistic
    }
}

/// Where values are compared: as they are, or as their logarithms.
public enum ChangeScale: Sendable, Hashable {
    /// Shares, scores, Gini coefficients.
    case linear
    /// Durations and rates.
    case logarithmic

    /// `nil` for what has no place on the scale.
    public func position(of value: Double) -> Double? {
        switch self {
        case .linear: value
        case .logarithmic: value > 0 ? log(value) : nil
        }
    }

    public func value(at position: Double) -> Double {
        switch self {
        case .linear: position
        case .logarithmic: exp(position)
        }
    }

    /// The width of a small step at a value.
    public func width(of step: Double, at value: Double) -> Double {
        switch self {
        case .linear: step
        case .logarithmic: value > 0 ? step / value : 0
        }
    }
}
