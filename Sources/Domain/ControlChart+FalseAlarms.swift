extension ControlChart.Reading {
    /// How probable a signal of either rule was at this point if nothing ever changed; `nil` without limits.
    ///
    /// For independent normal values with one mean and variance, by the number of points that fix the limits. Limits of
    /// few points are uncertain themselves, so the rates lie above the 0.27 % of Shewhart's rule with known limits; and a
    /// stretch that begins with a run of chance has a centre that lies askew. Nobody has a closed form; the numbers are
    /// from 1.5 million simulated series of 120 points, with a standard error below 0.0005, and a test simulates them
    /// anew. Skewed figures give more false alarms, and so do stocks, whose points are not independent.
    public var falseAlarmRate: Double? {
        guard let basis = limits?.basis else { return nil }
        return (isAfterRun ? Self.ratesAfterRun : Self.ratesFromBeginning)[basis - ControlChart.leastBasis]
    }

    /// From 12 points to 24.
    private static let ratesFromBeginning = [
        0.0201, 0.0183, 0.0170, 0.0160, 0.0151, 0.0143, 0.0136, 0.0131, 0.0126, 0.0121, 0.0120, 0.0115, 0.0144,
    ]
    private static let ratesAfterRun = [
        0.076, 0.065, 0.058, 0.056, 0.048, 0.042, 0.039, 0.035, 0.032, 0.030, 0.028, 0.027, 0.028,
    ]
}
