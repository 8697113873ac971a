import Domain

/// Records that a figure counts, and who stands behind them.
struct Population {
    let n: Int
    /// How many of them are not over yet; `nil` where the question makes no sense.
    var censored: Int?
    let contributors: Contributors
}

extension PeriodView {
    /// Whether too few of a population's records have all that a figure needs. Without records nothing is refused.
    func isRefused(_ coverage: Double?) -> Bool {
        coverage.map { $0 < settings.leastCoverage - Threshold.tolerance } ?? false
    }

    /// A figure over the records that have all it needs or, where these are too few, its refusal, which counts all that
    /// there are. `nil` where neither n nor the value is there.
    ///
    /// `refusal`: why there is no value, if that is known to be another reason.
    func figure(
        _ measure: String, _ statistic: Sheet.Statistic, _ scope: Scope, by breakdown: Breakdown = .none,
        _ estimate: @autoclosure () -> Estimate, of known: @autoclosure () -> Population,
        among all: @autoclosure () -> Population, coverage: Double?, refusal: Refusal? = nil
    ) -> Figure? {
        let isRefused = isRefused(coverage)
        let population = isRefused ? all() : known()
        let estimate = isRefused ? .none : estimate()
        guard population.n > 0 || estimate.value != nil else { return nil }
        return Figure(
            cell: Cell(measure: measure, scope: scope, breakdown: breakdown, statistic: statistic.id),
            unit: statistic.unit, estimate: estimate, n: population.n, censored: population.censored,
            coverage: coverage, refusal: estimate.value == nil ? refusal ?? (isRefused ? .lowCoverage : nil) : nil,
            contributors: population.contributors)
    }

    /// The same of records that all have what it needs, but for a known place.
    func figure(
        _ measure: String, _ statistic: Sheet.Statistic, _ scope: Scope, by breakdown: Breakdown = .none,
        _ estimate: @autoclosure () -> Estimate, of population: Population, coverage: Double?,
        refusal: Refusal? = nil
    ) -> Figure? {
        figure(
            measure, statistic, scope, by: breakdown, estimate(), of: population, among: population, coverage: coverage,
            refusal: refusal)
    }
}
