/// The share to whom a competing event happens.
///
/// Σ S(t-) c/n over the ages at which c of n at risk had it, S being the share to whom nothing has happened yet.
/// Where events and competing events fall on one age they share its risk set.
///
/// Source: Aalen, Johansen 1978, Scandinavian Journal of Statistics 5, 141-150.
public enum AalenJohansen {
    /// The cumulative incidence at the largest age; `nil` without observations, or where a gap lies before it.
    public static func competingShare(_ table: RiskTable) -> Double? {
        guard table.largestAge != nil, table.gap == nil else { return nil }
        var untouched = 1.0
        var share = 0.0
        for row in table.rows {
            let atRisk = Double(row.atRisk)
            share += untouched * Double(row.competing) / atRisk
            untouched *= Double(row.atRisk - row.events - row.competing) / atRisk
        }
        return share
    }
}
