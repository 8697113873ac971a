import Domain
import Foundation

/// The share that is still waiting, by age: the product-limit estimate with late entry.
///
/// S(t) = Π (1 - d/n) over the ages up to t at which d of n at risk had the event; competing events count as
/// censorings. Limits are those of log(-log S) with Greenwood's variance Σ d/(n(n-d)); S = 1, before anything happened,
/// and S = 0 have none. Where the limits of quantiles are looked for, those of S = 1 are 1.
///
/// Sources: Kaplan, Meier 1958, doi:10.1080/01621459.1958.10501452. Kalbfleisch, Prentice, The Statistical Analysis
/// of Failure Time Data, 1980 (limits). Brookmeyer, Crowley 1982, doi:10.2307/2530286 (limits of quantiles).
public struct KaplanMeier: Sendable {
    public struct Step: Hashable, Sendable {
        public let age: Int64
        public let survival: Double
        /// Greenwood's sum; infinite where S is 0.
        public let variance: Double
    }

    /// Where the curve falls, in order of age; nothing from a gap on.
    public let steps: [Step]
    /// The age from which on all is refused.
    public let gap: Int64?
    private let largestAge: Int64?

    public init(_ observations: [Observation]) { self.init(RiskTable(observations)) }

    public init(_ table: RiskTable) {
        var survival = 1.0
        var variance = 0.0
        var steps: [Step] = []
        steps.reserveCapacity(table.rows.count)
        for row in table.rows where row.events > 0 {
            let atRisk = Double(row.atRisk)
            let staying = Double(row.atRisk - row.events)
            survival *= staying / atRisk
            variance += Double(row.events) / (atRisk * staying)
            steps.append(Step(age: row.age, survival: survival, variance: variance))
        }
        self.steps = steps
        gap = table.gap
        largestAge = table.largestAge
    }

    /// S at an age, what happens at that very age included. `nil` from a gap on, and past the largest age unless
    /// S is 0 there.
    public func survival(at age: Int64) -> Estimate {
        guard let largestAge, age < gap ?? .max else { return .none }
        guard let step = steps.last(where: { $0.age <= age }) else {
            return age <= largestAge ? Estimate(1) : .none
        }
        guard age <= largestAge || step.survival == 0 else { return .none }
        guard let limits = step.limits else { return Estimate(step.survival) }
        return Estimate(step.survival, lower: limits.lower, upper: limits.upper)
    }

    /// The first age at which at most 1 - q are still waiting; each limit is the first age at which a limit of S
    /// is that low. `nil` what isn't reached before the curve's end or a gap.
    public func quantile(_ q: Double) -> Estimate {
        let threshold = 1 - q + Threshold.tolerance
        let depth = -log(threshold)
        var result = Estimate.none
        for step in steps {
            let age = Double(step.age)
            if result.value == nil, step.survival <= threshold { result.value = age }
            // The upper limit lies above S, so it isn't there before S is.
            guard step.survival > 0, result.lower == nil || result.value != nil else { continue }
            if result.lower == nil, step.isLowerLimit(atLeast: depth) { result.lower = age }
            if result.value != nil, step.isUpperLimit(atLeast: depth) {
                result.upper = age
                break
            }
        }
        return result
    }
}

extension KaplanMeier.Step {
    /// `nil` where S is 0.
    fileprivate var limits: (lower: Double, upper: Double)? {
        guard survival > 0 else { return nil }
        let margin = margin / -log(survival)
        return (pow(survival, exp(margin)), pow(survival, exp(-margin)))
    }

    private var margin: Double { ConfidenceLevel.z * variance.squareRoot() }

    /// Whether the lower limit is exp(-`depth`) or less. S must not be 0.
    ///
    /// With L = -log S, L exp(margin/L) ≥ depth. Millions of steps are asked, so that first comes what needs no second
    /// logarithm: log x ≥ 1 - 1/x.
    fileprivate func isLowerLimit(atLeast depth: Double) -> Bool {
        let own = -log(survival)
        guard own < depth else { return true }
        return margin >= own - own * own / depth && margin >= own * log(depth / own)
    }

    /// Whether the upper limit is exp(-`depth`) or less. S must not be 0.
    fileprivate func isUpperLimit(atLeast depth: Double) -> Bool {
        let own = -log(survival)
        return own >= depth && margin <= own * log(own / depth)
    }
}
