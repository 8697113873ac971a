/// A figure that was shown, and was said otherwise, or not any more, by a later release.
public struct Revision: Sendable, Hashable {
    public let kpi: String
    public let cell: Cell
    public let period: Period

    public init(kpi: String, cell: Cell, period: Period) {
        self.kpi = kpi
        self.cell = cell
        self.period = period
    }
}
