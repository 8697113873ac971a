/// What names one number of one KPI within a period.
public struct Cell: Hashable, Sendable {
    public let measure: String
    public let scope: Scope
    public let breakdown: Breakdown
    public let statistic: String

    public init(measure: String, scope: Scope, breakdown: Breakdown, statistic: String) {
        self.measure = measure
        self.scope = scope
        self.breakdown = breakdown
        self.statistic = statistic
    }
}

extension Cell: Comparable {
    /// Ordered as the published table is.
    @inlinable
    public static func < (a: Cell, b: Cell) -> Bool {
        if a.measure != b.measure { return a.measure < b.measure }
        if a.scope.kind != b.scope.kind || a.scope.id != b.scope.id { return a.scope < b.scope }
        if a.breakdown.name != b.breakdown.name || a.breakdown.value != b.breakdown.value {
            return a.breakdown < b.breakdown
        }
        return a.statistic < b.statistic
    }
}

/// A value with its 95 % limits. Unknown, refused or not reached is `nil`, never 0.
public struct Estimate: Hashable, Sendable {
    public var value: Double?
    public var lower: Double?
    public var upper: Double?

    public init(_ value: Double?, lower: Double? = nil, upper: Double? = nil) {
        self.value = value
        self.lower = lower
        self.upper = upper
    }

    public static let none = Estimate(nil)
}

/// One computed number, before anybody decides whether it may be shown.
public struct Figure: Hashable, Sendable {
    // In an order in which they take 320 bytes: there are millions.
    public var contributors: Contributors
    public var cell: Cell
    public var exposure: Exposure
    public var unit: FigureUnit
    /// Why there is no value, where one is refused: n then counts the records that there are.
    public var refusal: Refusal?
    public var estimate: Estimate
    /// Share of the organization's records that have every column the figure needs; `nil` without records.
    public var coverage: Double?
    /// Below 0 for `nil`.
    private var notOver: Int32
    /// People or records in the denominator.
    public var n: Int

    /// How many of the n are not over yet; `nil` where the question makes no sense.
    public var censored: Int? {
        get { notOver < 0 ? nil : Int(notOver) }
        set { notOver = newValue.map(Int32.init) ?? -1 }
    }

    public init(
        cell: Cell, unit: FigureUnit, estimate: Estimate, n: Int, censored: Int?, coverage: Double?,
        refusal: Refusal? = nil, contributors: Contributors, exposure: Exposure = .none
    ) {
        self.cell = cell
        self.unit = unit
        self.estimate = estimate
        self.n = n
        notOver = censored.map(Int32.init) ?? -1
        self.coverage = coverage
        self.refusal = refusal
        self.contributors = contributors
        self.exposure = exposure
    }
}
