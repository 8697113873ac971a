public import Domain

/// What a piece of a format's text is, so that a filter can leave it out.
public enum TextPart: Sendable, Hashable {
    /// Goes with the rows behind it, up to the next heading: where none is left, it goes too.
    case heading
    case row(Topic)
}

/// What a row speaks of; `nil` where it is not of one.
public struct Topic: Sendable, Hashable {
    public let kpi: String?
    public let scope: Scope?
    public let period: Period?
    public let statistic: String?

    public init(kpi: String? = nil, scope: Scope? = nil, period: Period? = nil, statistic: String? = nil) {
        self.kpi = kpi
        self.scope = scope
        self.period = period
        self.statistic = statistic
    }

    public init(_ figure: PublishedFigure) {
        self.init(
            kpi: figure.kpi, scope: figure.cell.scope, period: figure.period, statistic: figure.cell.statistic)
    }

    /// The same of every scope.
    var withoutScope: Topic { Topic(kpi: kpi, period: period, statistic: statistic) }

    /// Of no figure: always there.
    public static let none = Topic()
}
