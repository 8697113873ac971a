import Domain

/// How many times as often something happens in one group as in another, for counts per exposure.
///
/// (a/A) / (b/B) for a events in the exposure A and b in B. Of a + b events those of the first group are binomial, with the
/// odds of the ratio times A/B; the limits are Clopper and Pearson's of that split, times B/A.
///
/// Sources: Przyborowski, Wilenski 1940, Biometrika 31, 313-323, doi:10.1093/biomet/31.3-4.313 (the split); Clopper,
/// Pearson 1934. As R's poisson.test of two counts.
enum RateRatio {
    /// No value, and a lower limit alone, where the other group has no event; nothing where neither has one, or one has no
    /// exposure.
    static func estimate(
        _ events: Int, per exposure: Double, over otherEvents: Int, per otherExposure: Double
    ) -> Estimate {
        guard exposure > 0, otherExposure > 0, events + otherEvents > 0 else { return .none }
        let (n, perOdds) = (events + otherEvents, otherExposure / exposure)
        return Estimate(
            otherEvents == 0 ? nil : Double(events) / Double(otherEvents) * perOdds,
            lower: ClopperPearson.lowerOdds(events, of: n) * perOdds,
            upper: ClopperPearson.upperOdds(events, of: n).map { $0 * perOdds })
    }
}
