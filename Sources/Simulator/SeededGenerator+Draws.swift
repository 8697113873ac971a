import Foundation

extension SeededGenerator {
    /// Uniform in [0, 1), with 53 bits.
    mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// True with probability `p`.
    mutating func chance(_ p: Double) -> Bool { uniform() < p }

    /// A whole number in 0..<count; `count` must be above 0.
    mutating func below(_ count: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(count)).high) }

    /// A whole number in the closed range.
    mutating func whole(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.upperBound - range.lowerBound + 1)
    }

    /// Standard normal (Box, Muller 1958).
    mutating func normal() -> Double {
        (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform())
    }

    /// Lognormal, by its median and the standard deviation of its logarithm.
    mutating func lognormal(median: Double, sigma: Double) -> Double { median * exp(sigma * normal()) }

    /// Exponential with a mean.
    mutating func exponential(mean: Double) -> Double { -mean * log(1 - uniform()) }

    /// Poisson by counting exponential gaps (Knuth); the work grows with the mean, which is small here.
    mutating func poisson(mean: Double) -> Int {
        var count = -1
        var elapsed = 0.0
        repeat {
            elapsed += exponential(mean: 1)
            count += 1
        } while elapsed < mean
        return count
    }

    /// A position in `weights` with probability in proportion to its weight; `nil` where all weights are 0.
    mutating func index(weightedBy weights: some Collection<Double>) -> Int? {
        let total = weights.reduce(0, +)
        guard total > 0 else { return nil }
        var rest = uniform() * total
        var last: Int?
        for (position, weight) in weights.enumerated() where weight > 0 {
            last = position
            rest -= weight
            if rest < 0 { return position }
        }
        return last
    }

    /// One of the choices, in proportion to their weights; `choices` must hold a positive weight.
    mutating func pick<T>(_ choices: [Weighted<T>]) -> T {
        choices[index(weightedBy: choices.lazy.map(\.weight)) ?? 0].value
    }
}

/// A choice and how often it is taken, relative to the others.
struct Weighted<T: Sendable>: Sendable {
    let value: T
    let weight: Double

    init(_ value: T, _ weight: Double) {
        self.value = value
        self.weight = weight
    }
}
