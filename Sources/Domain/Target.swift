/// What the whole organization's first headline figure of a KPI is to be, from a day on.
///
/// It stands beside the figures: no figure, no release and no verdict hangs on it.
public struct Target: Sendable, Hashable {
    /// The organization's name.
    public let organization: String
    public let kpi: String
    /// Those of the figure when it was set: one of another definition has another measure to be held against.
    public let measure: String
    public let statistic: String
    public let validFrom: LocalDate
    /// In the unit of the published figure; `nil` where there is none from that day on.
    public let value: Double?

    public init(
        organization: String, kpi: String, measure: String, statistic: String, validFrom: LocalDate, value: Double?
    ) {
        self.organization = organization
        self.kpi = kpi
        self.measure = measure
        self.statistic = statistic
        self.validFrom = validFrom
        self.value = value
    }

    /// What its name as a setting begins with; the KPI's id follows.
    public static let prefix = "target_"
    public static let note =
        "what the KPI's first headline figure is to be for the whole organization; the report holds it against that"
    public static let values =
        "a duration as 90min, 8h or 2d, a share or rate as 0.9 or 90 %, any other figure as a number; or empty for none"

    /// Whether a figure is the one that is meant: of departments, teams and parts there is no target.
    fileprivate func isOf(_ figure: PublishedFigure) -> Bool {
        kpi == figure.kpi && organization == figure.organization && measure == figure.cell.measure
            && statistic == figure.cell.statistic && figure.cell.scope == .organization
            && figure.cell.breakdown == .none
    }
}

extension [Target] {
    /// What a figure is to be: by what is in force on its period's first day. `nil` where nothing is.
    public func value(for figure: PublishedFigure) -> Double? {
        filter { $0.isOf(figure) && $0.validFrom <= figure.period.from }.max { $0.validFrom < $1.validFrom }?.value
    }
}

/// Whether a figure is as good as its target, as far as its 95 % limits leave no doubt.
public enum TargetStanding: String, Sendable {
    case met
    case missed = "not met"
    case unclear = "can't tell"

    /// Numbers this near are equal; a limit that equals the target leaves room for its being met.
    private static let noise = 1e-9

    /// `direction`: of the figure; without one nothing is told. Of a limit that isn't known everything is possible.
    public init(of estimate: Estimate, against target: Double, direction: Sheet.Direction) {
        let noise = Self.noise * max(1, abs(target))
        let (worst, best): (Double?, Double?)
        switch direction {
        case .higherIsBetter:
            (worst, best) = (estimate.lower.map { $0 - target }, estimate.upper.map { $0 - target })
        case .lowerIsBetter:
            (worst, best) = (estimate.upper.map { target - $0 }, estimate.lower.map { target - $0 })
        case .none: (worst, best) = (nil, nil)
        }
        if let worst, worst >= -noise {
            self = .met
        } else if let best, best < -noise {
            self = .missed
        } else {
            self = .unclear
        }
    }
}
