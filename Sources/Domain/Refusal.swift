/// Why a figure has no value though there are records.
public enum Refusal: Hashable, Sendable {
    /// Fewer of the records than the setting `least_coverage` wants have all that the figure needs.
    case lowCoverage
    /// Every answer is on another scale than the figure is defined on: `1 to 10`.
    // Elsewhere, since every figure has room for a refusal.
    indirect case otherScale(String)
    /// From an age on nobody is observed, while somebody is at a greater one.
    case gap
    /// Too few of the people present named anybody, so that it can't be told whom nobody would name.
    case fewNamed
}

extension Refusal: RawRepresentable {
    private static let scalePrefix = "other_scale "

    public init?(rawValue: String) {
        switch rawValue {
        case "low_coverage": self = .lowCoverage
        case "gap": self = .gap
        case "few_named": self = .fewNamed
        case _ where rawValue.hasPrefix(Self.scalePrefix):
            self = .otherScale(String(rawValue.dropFirst(Self.scalePrefix.count)))
        default: return nil
        }
    }

    /// A stable word, of a scale with its ends.
    public var rawValue: String {
        switch self {
        case .lowCoverage: "low_coverage"
        case .otherScale(let ends): Self.scalePrefix + ends
        case .gap: "gap"
        case .fewNamed: "few_named"
        }
    }
}
