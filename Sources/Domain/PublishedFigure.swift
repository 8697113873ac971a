/// One row of the published table: what may leave the house.
public struct PublishedFigure: Sendable, Hashable {
    public enum State: String, Sendable, Codable {
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
    public var period: Period
    public var n: Int?
    public var censored: Int?
    public var coverage: Double?

    /// `periodEnd`: in UTC unless it is given.
    public init(
        organization: String, kpi: String, version: Int, cell: Cell, period: Period, periodEnd: Instant? = nil,
        unit: FigureUnit, estimate: Estimate, n: Int?, censored: Int?, coverage: Double?, state: State,
        signal: Signal? = nil
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
    }

    /// The instant's local date up to which facts were counted: the end of the period.
    public var asOf: LocalDate { period.to }
}
