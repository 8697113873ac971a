/// The unit of a figure's value, as it is written in the published table.
public enum FigureUnit: String, CaseIterable, Sendable, Codable {
    case seconds = "s"
    case ratio
    case count

    /// The word that ends a Prometheus metric's name; counts have none.
    public var metricSuffix: String? {
        switch self {
        case .seconds: "seconds"
        case .ratio: "ratio"
        case .count: nil
        }
    }
}
