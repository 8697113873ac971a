import Foundation

/// Exact limits of a proportion, as odds p/(1 - p), which lose no digits where p is near 1.
///
/// The lower limit is the proportion under which as many events or more have the probability 0.025, the upper the one under
/// which as many or fewer have it.
///
/// Sources: Clopper, Pearson 1934, Biometrika 26, 404-413, doi:10.1093/biomet/26.4.404; Loader 2000, Fast and Accurate
/// Computation of Binomial Probabilities (the probabilities of many records).
enum ClopperPearson {
    private static let logTail = log(0.025)
    /// Newton's steps double the digits: after one this small the next would be rounding.
    private static let lastStep = 1e-9
    private static let mostSteps = 100

    /// Odds of the lower limit of `events` of `n`, 0 to n of them; 0 without an event. To 1e-13.
    ///
    /// Newton's method for log P(X ≥ k) over the log of the odds, which is concave: it reaches the root from any start.
    static func lowerOdds(_ events: Int, of n: Int) -> Double {
        guard events > 0 else { return 0 }
        let (k, rest) = (Double(events), Double(n - events))
        // Near the limits of the log odds' normal approximation; a half keeps it off 1.
        let share = (k - 0.5) / (k + rest)
        var odds = share / (1 - share) * exp(-ConfidenceLevel.z * ((k + rest) / (k * (rest + 1))).squareRoot())
        for _ in 0..<mostSteps {
            // P(X ≥ k) = p(k) (1 + (n-k)/(k+1) o + (n-k)(n-k-1)/((k+1)(k+2)) o² + …), n - k + 1 terms.
            var term = 1.0
            var sum = 1.0
            var i = 0.0
            while term > .ulpOfOne * sum {
                term *= (rest - i) / (k + i + 1) * odds
                sum += term
                i += 1
            }
            let step = (logTail - logProbability(k, rest, odds: odds) - log(sum)) * sum * (1 + odds) / k
            odds *= exp(step)
            if abs(step) <= lastStep { break }
        }
        return odds
    }

    /// Odds of the upper limit; `nil` where all are events, and it is 1.
    static func upperOdds(_ events: Int, of n: Int) -> Double? {
        // What the others' lower limit leaves of 1.
        events < n ? 1 / lowerOdds(n - events, of: n) : nil
    }

    /// Of k events beside so many that are none: log (n over k) p^k (1-p)^(n-k), by the odds. Each part is small.
    private static func logProbability(_ k: Double, _ rest: Double, odds: Double) -> Double {
        let ofEvents = k * (log1p(rest / k) - log1p(1 / odds))
        guard rest > 0 else { return ofEvents }
        let ofOthers = rest * (log1p(k / rest) - log1p(odds))
        let n = k + rest
        return ofEvents + ofOthers + 0.5 * log(n / (2 * .pi * k * rest)) + stirlingError(n) - stirlingError(k)
            - stirlingError(rest)
    }

    /// log m! less Stirling's formula for it, of whole numbers from 1 on.
    private static func stirlingError(_ m: Double) -> Double {
        guard m >= 16 else { return lgamma(m + 1).0 - (m + 0.5) * log(m) + m - 0.5 * log(2 * .pi) }
        let square = m * m
        return (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / square) / square) / square) / m
    }
}
