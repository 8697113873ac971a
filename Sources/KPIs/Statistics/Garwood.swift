import Domain
import Foundation

/// A count per exposure with the exact limits of a Poisson mean.
///
/// The lower limit is the mean under which as many events or more have the probability 0.025, the upper the one under
/// which as many or fewer have it: half the 0.025 and 0.975 quantiles of χ² with 2k and 2k + 2 degrees of freedom.
///
/// Source: Garwood 1936, Biometrika 28, 437-442, doi:10.1093/biomet/28.3-4.437.
public enum Garwood {
    private static let logTail = log(0.025)
    /// Where steps no longer get smaller they are rounding.
    private static let precision = 1e-15
    private static let mostSteps = 100

    /// `events` per `exposure`; no value where there is no exposure. The lower limit of no event is 0.
    public static func estimate(_ events: Int, per exposure: Double) -> Estimate {
        guard exposure > 0 else { return .none }
        return Estimate(
            Double(events) / exposure, lower: lowerLimit(events) / exposure, upper: upperLimit(events) / exposure)
    }

    /// Newton's method for log P(X ≥ k) over log x, which is concave: it reaches the root from any start. To 1e-12.
    public static func lowerLimit(_ events: Int) -> Double {
        guard events > 0 else { return 0 }
        let k = Double(events)
        var x = start(shape: k, z: -ConfidenceLevel.z)
        for _ in 0..<mostSteps {
            // P(X ≥ k) = p(k) (1 + x/(k+1) + x²/((k+1)(k+2)) + …)
            var term = 1.0
            var sum = 1.0
            var i = k + 1
            while term > precision * sum {
                term *= x / i
                sum += term
                i += 1
            }
            let step = (logTail - logProbability(events, mean: x) - log(sum)) * sum / k
            x *= exp(step)
            if abs(step) <= precision { break }
        }
        return x
    }

    /// Newton's method for log P(X ≤ k) over x, likewise.
    public static func upperLimit(_ events: Int) -> Double {
        let k = Double(events)
        var x = start(shape: k + 1, z: ConfidenceLevel.z)
        for _ in 0..<mostSteps {
            // P(X ≤ k) = p(k) (1 + k/x + k(k-1)/x² + …), k + 1 terms.
            var term = 1.0
            var sum = 1.0
            var i = k
            while term > precision * sum {
                term *= i / x
                sum += term
                i -= 1
            }
            let step = (logProbability(events, mean: x) + log(sum) - logTail) * sum
            x += step
            if abs(step) <= precision * x { break }
        }
        return x
    }

    private static func logProbability(_ events: Int, mean: Double) -> Double {
        Double(events) * log(mean) - mean - lgamma(Double(events) + 1).0
    }

    /// Wilson and Hilferty's cube, kept above 0.
    private static func start(shape: Double, z: Double) -> Double {
        let root = 1 - 1 / (9 * shape) + z / (3 * shape.squareRoot())
        return shape * pow(max(root, 0.1), 3)
    }
}
