/// One row of the published table: what may leave the house.
public struct PublishedFigure: Sendable, Hashable {
    public enum State: String, CaseIterable, Sendable, Codable {
        case released, suppressed
        /// Of something personal at most two of n, or none.
        case codedLow = "coded_low"
        /// Of something personal all of n, or all but two at most.
        case codedHigh = "coded_high"
        case noData = "no_data"

        /// Whether it tells anything of the group.
        public var isShown: Bool { self == .released || self == .codedLow || self == .codedHigh }
    }

    public var organization: String
    public var kpi: String
    public var version: Int
    public var cell: Cell
    /// The instant at which the period ends, in the organization's zone.
    public var periodEnd: Instant
    public var estimate: Estimate
    public var unit: FigureUnit
    public var state: State
    /// What the control chart says; `nil` where it says nothing.
    public var signal: Signal?
    /// What it is held against: the mean of the same figure's earlier values. `nil` where there is nothing to compare.
    public var reference: Double?
    /// What is said of it against its past; `nil` where it isn't held against it.
    public var verdict: Verdict?
    public var period: Period
    public var n: Int?
    public var censored: Int?
    public var coverage: Double?

    /// `periodEnd`: in UTC unless it is given.
    public init(
        organization: String, kpi: String, version: Int, cell: Cell, period: Period, periodEnd: Instant? = nil,
        unit: FigureUnit, estimate: Estimate, n: Int?, censored: Int?, coverage: Double?, state: State,
        signal: Signal? = nil, reference: Double? = nil, verdict: Verdict? = nil
    ) {
        self.organization = organization
        self.kpi = kpi
        self.version = version
        self.cell = cell
        self.period = period
        self.periodEnd = periodEnd ?? Zone.utc.start(of: period.to)
        self.unit = unit
        self.estimate = estimate
        self.n = n
        self.censored = censored
        self.coverage = coverage
        self.state = state
        self.signal = signal
        self.reference = reference
        self.verdict = verdict
    }

    /// The instant's local date up to which facts were counted: the end of the period.
    public var asOf: LocalDate { period.to }

    /// Without what follows from other values of its series, and from those of others.
    public var withoutJudgement: PublishedFigure {
        var figure = self
        (figure.signal, figure.reference, figure.verdict) = (nil, nil, nil)
        return figure
    }
}
