extension Sheet {
    /// Whom a statistic is for.
    public enum Use: String, Sendable {
        /// What everybody looks at first; few.
        case headline
        case detail
        /// An ad-hoc figure for whoever keeps the data: it misleads, or tells too much, where it stands alone.
        case custodian
    }

    public func use(of statistic: Statistic, in measure: Measure) -> Use {
        if statistic.audience == .custodian || measure.audience == .custodian { return .custodian }
        return measure.headline == statistic.id ? .headline : .detail
    }

    /// Who gets to see a statistic, where there are enough people.
    public enum Audience: String, Sendable {
        case everybody
        /// Whoever looks at the organization's own; of its parts the custodian.
        case organization
        case custodian
    }

    /// What a whole is divided into.
    public enum Dimension: String, Sendable, CaseIterable {
        /// Teams of the organization.
        case scope
        /// Parts of a breakdown.
        case part
        /// Months of a quarter.
        case period
    }

    /// How the value of a whole follows from those of its parts, where everything has its place.
    public enum Additivity: Hashable, Sendable {
        /// It doesn't.
        case none
        case sum(over: Set<Dimension>)
        /// The mean, each part weighted by its n.
        case mean(over: Set<Dimension>)
        /// A sum over another, both of which add up: between the least and the greatest of the parts.
        case ratioOfSums(over: Set<Dimension>)
    }
}
