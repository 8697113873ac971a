import Domain

/// Why a figure has no value though it isn't refused.
enum NoValue {
    private static let notReached =
        "not reached: too much is still open, so that the value lies beyond the longest time that was seen"

    /// Of what has no refusal, only times may lie beyond what was seen.
    static func text(of cell: Cell, in sheet: Sheet, _ unit: FigureUnit, n: Int) -> String {
        guard unit != .seconds else { return notReached }
        return "not estimated" + (sheet.statistic(of: cell).map { ": \($0.whyNotEstimated(n: n))" } ?? "")
    }
}
