/// What somebody wants explained: the figures of a KPI in a period and one scope, or some of them.
public struct Question: Sendable {
    public let sheet: Sheet
    public let period: Period
    public let scope: Scope
    /// `nil`: all.
    public let measure: String?
    /// `nil`: all.
    public let statistic: String?
    /// `nil`: the undivided figures, and the parts of measures that have no whole.
    public let part: Part?

    /// A breakdown, and one value of it or all.
    public struct Part: Sendable {
        public let breakdown: String
        public let value: String?

        public init(breakdown: String, value: String?) {
            self.breakdown = breakdown
            self.value = value
        }
    }

    public init(
        sheet: Sheet, period: Period, scope: Scope = .organization, measure: String? = nil, statistic: String? = nil,
        part: Part? = nil
    ) {
        self.sheet = sheet
        self.period = period
        self.scope = scope
        self.measure = measure
        self.statistic = statistic
        self.part = part
    }

    /// Whether a cell is among those asked for.
    public func concerns(_ cell: Cell) -> Bool {
        guard cell.scope == scope, measure ?? cell.measure == cell.measure else { return false }
        guard statistic ?? cell.statistic == cell.statistic else { return false }
        guard let part else {
            return cell.breakdown == .none || !sheet.hasWhole(of: cell)
        }
        return cell.breakdown.name == part.breakdown && part.value ?? cell.breakdown.value == cell.breakdown.value
    }
}
