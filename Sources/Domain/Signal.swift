/// What a control chart says of a released figure that is not as usual.
///
/// Written in the published table as `worse: outside` or `changed: eight in a row (provisional)`: the first word says
/// what it means, then follows the rule, then whether the limits are provisional. No other words occur.
public struct Signal: Hashable, Sendable, RawRepresentable {
    /// What the figure's move means by the direction of its sheet.
    public enum Meaning: String, CaseIterable, Sendable {
        case better, worse
        /// Of figures without a direction.
        case changed
    }

    /// Which rule fired; see `ControlChart`.
    public enum Rule: String, CaseIterable, Sendable {
        case outside
        case eightInARow = "eight in a row"
    }

    public let meaning: Meaning
    public let rule: Rule
    /// Whether fewer points than the method asks for fix the limits.
    public let isProvisional: Bool

    public init(_ meaning: Meaning, _ rule: Rule, isProvisional: Bool = false) {
        self.meaning = meaning
        self.rule = rule
        self.isProvisional = isProvisional
    }

    /// `nil` for a text that `rawValue` never gives.
    public init?(rawValue: String) {
        guard let signal = Self.all.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = signal
    }

    public var rawValue: String { "\(meaning.rawValue): \(rule.rawValue)\(isProvisional ? " (provisional)" : "")" }

    /// All that a figure can say.
    public static let all = Meaning.allCases.flatMap { meaning in
        Rule.allCases.flatMap { rule in [false, true].map { Signal(meaning, rule, isProvisional: $0) } }
    }
}

extension Signal.Meaning {
    /// Of a figure that is too high (`isAbove`) or too low.
    public init(_ direction: Sheet.Direction, isAbove: Bool) {
        self =
            switch direction {
            case .none: .changed
            case .higherIsBetter: isAbove ? .better : .worse
            case .lowerIsBetter: isAbove ? .worse : .better
            }
    }
}
