import Domain
import Foundation

/// How many times as often something happens in one group as in another, if the ratio is the same in every stratum, for counts
/// per exposure.
///
/// With a events in the exposure A and b in B, T = A + B: Σ a B/T / Σ b A/T. The logarithm has the variance
/// Σ (a+b) A B/T² / (Σ a B/T · Σ b A/T); limits are those of the logarithm. Strata may be sparse.
///
/// Sources: Rothman, Boice 1979 (the ratio); Greenland, Robins 1985, Biometrics 41, 55-68, doi:10.2307/2530643 (the variance).
/// As Stata's ir with by(), and metafor's rma.mh of rates.
enum MantelHaenszelRates {
    /// Events and exposure of both groups; exposure in any unit, the same everywhere.
    struct Stratum: Hashable, Sendable {
        var events = 0
        var exposure = 0.0
        var otherEvents = 0
        var otherExposure = 0.0
    }

    /// A stratum in which a group has no exposure tells nothing, and is left out. No value where the other group has no event in
    /// what is left; 0 where only the first has none. The variance takes events of both, so that without either there are no
    /// limits.
    static func estimate(_ strata: [Stratum]) -> Estimate {
        var (first, other, variance) = (0.0, 0.0, 0.0)
        for stratum in strata where stratum.exposure > 0 && stratum.otherExposure > 0 {
            let total = stratum.exposure + stratum.otherExposure
            let (share, otherShare) = (stratum.exposure / total, stratum.otherExposure / total)
            first += Double(stratum.events) * otherShare
            other += Double(stratum.otherEvents) * share
            variance += Double(stratum.events + stratum.otherEvents) * share * otherShare
        }
        guard other > 0 else { return .none }
        guard first > 0 else { return Estimate(0) }
        let ratio = first / other
        let factor = exp(ConfidenceLevel.z * (variance / (first * other)).squareRoot())
        return Estimate(ratio, lower: ratio / factor, upper: ratio * factor)
    }
}
