/// The unit of a figure's value, as it is written in the published table.
public enum FigureUnit: String, CaseIterable, Sendable, Codable {
    case seconds = "s"
    case ratio
    case count
    /// Points from 0 to 100.
    case index
    /// Points of a score of promoters less detractors.
    case netScore = "-100..100"
    /// Points of the scale that an answer was given on.
    case scale
    /// Points of an item from 1 to 10.
    case oneToTen = "1-10"
    /// Points of a scale of items from 1 to 7.
    case oneToSeven = "1-7"
    /// Points of a scale of items that are brought to 0 to 100.
    case hundred = "0-100"
    case perYear = "1/year"
    case perPersonMonth = "1/person-month"
    /// How probable what was found would be by chance.
    case probability = "p"

    /// What is less probable is shown as less than this: with three decimals it would read 0, and nothing is as improbable.
    public static let leastShownProbability = 0.001

    /// The word that ends a Prometheus metric's name; counts have none.
    public var metricSuffix: String? {
        switch self {
        case .seconds: "seconds"
        case .ratio: "ratio"
        case .count: nil
        case .index, .netScore, .scale, .oneToTen, .oneToSeven, .hundred: "points"
        case .perYear: "per_year"
        case .perPersonMonth: "per_person_month"
        case .probability: "probability"
        }
    }
}
