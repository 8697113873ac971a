import Domain
import Foundation
import TestValues
import Testing

@testable import KPIs

/// How often limits hold the truth, by drawing 4,000 times or, where that is short, by adding up what can happen.
@Suite("Limits of 95 % hold the truth in 90 of 100 cases at 5 values, in 92 from 10 on, exact ones in 95")
struct CoverageTests {
    private static let shares = [0.02, 0.1, 0.5]
    private static let draws = 4000
    private static let grid = [5, 10, 30, 100].flatMap { n in shares.map { (n: n, p: $0) } }

    private static func bar(_ n: Int) -> Double { n < 10 ? 0.90 : 0.92 }

    private static func holds(_ truth: Double, _ estimate: Estimate) -> Bool {
        guard let lower = estimate.lower else { return false }
        // Without an upper limit there is none above it.
        return lower <= truth && truth <= estimate.upper ?? .infinity
    }

    private static func drawn(_ truth: Double, seed: Int, _ estimate: (inout SeededNumbers) -> Estimate) -> Double {
        var generator = SeededNumbers(seed: UInt64(seed))
        return Double((0..<draws).count { _ in holds(truth, estimate(&generator)) }) / Double(draws)
    }

    /// Over all numbers of events of `n`, each of which has the chance `p`.
    private static func binomial(_ n: Int, _ p: Double, holds: (Int) -> Bool) -> Double {
        (0...n).filter(holds).reduce(0) { sum, k in
            let ways = lgamma(Double(n + 1)).0 - lgamma(Double(k + 1)).0 - lgamma(Double(n - k + 1)).0
            return sum + exp(ways + Double(k) * log(p) + Double(n - k) * log1p(-p))
        }
    }

    private static func normal(_ generator: inout SeededNumbers) -> Double {
        (-2 * log(1 - Double.random(in: 0..<1, using: &generator))).squareRoot()
            * cos(2 * .pi * Double.random(in: 0..<1, using: &generator))
    }

    private static func exponential(_ generator: inout SeededNumbers) -> Double {
        -log(1 - Double.random(in: 0..<1, using: &generator))
    }

    // MARK: Shares

    @Test("Wilson's do", arguments: grid)
    func wilson(n: Int, p: Double) {
        #expect(Self.binomial(n, p) { Self.holds(p, Wilson.estimate($0, of: n)) } >= Self.bar(n))
    }

    /// People of 1 to `most` records, of whom two records are correlated by `alike`: Pólya's urn.
    private func clustered(people: Int, p: Double, alike: Double, most: Int) -> Double {
        let weight = 1 / alike - 1
        return Self.drawn(p, seed: people + Int(p * 1000) + most) { generator in
            var share = ClusteredShare()
            for _ in 0..<people {
                let records = 1 + generator.below(most)
                var events = 0
                for before in 0..<records {
                    let chance = (p * weight + Double(events)) / (weight + Double(before))
                    if generator.chance(chance) { events += 1 }
                }
                share.add(records: records, events: events)
            }
            return share.estimate
        }
    }

    @Test("Those of records of people do, where two records of one person are correlated by 0.1", arguments: grid)
    func clusteredShares(people: Int, p: Double) {
        #expect(clustered(people: people, p: p, alike: 0.1, most: 5) >= Self.bar(people))
    }

    /// Few people say too little of how much they differ, and z knows nothing of how few they are: Korn and Graubard also
    /// multiply the size by the square of t(n - 1)/t(m - 1), n records and m people, which these limits leave out. In
    /// numpy the same model has 0.893, 0.907 and 0.909.
    @Test("Where people have up to 7 records each, correlated by 0.3, some fall short: 87 of 100 at 5")
    func unlikePeople() {
        #expect(clustered(people: 5, p: 0.5, alike: 0.3, most: 7) >= 0.87)
        #expect(clustered(people: 10, p: 0.1, alike: 0.3, most: 7) >= 0.885)
        #expect(clustered(people: 100, p: 0.02, alike: 0.3, most: 7) >= 0.885)
    }

    // MARK: Exact limits

    @Test("Those of a rate ratio hold it in 95 of 100 cases at least, at each number of events", arguments: grid)
    func rateRatio(n: Int, p: Double) {
        let (exposure, otherExposure) = (3.0, 7.0)
        let truth = p / (1 - p) * otherExposure / exposure
        let held = Self.binomial(n, p) {
            Self.holds(truth, RateRatio.estimate($0, per: exposure, over: n - $0, per: otherExposure))
        }
        #expect(held >= 0.95)
    }

    @Test("Those of a count hold its mean in 95 of 100 cases at least", arguments: grid)
    func counts(n: Int, p: Double) {
        let mean = Double(n) * p
        let held = (0...400).filter { Self.holds(p, Garwood.estimate($0, per: Double(n))) }.reduce(0.0) {
            $0 + exp(Double($1) * log(mean) - mean - lgamma(Double($1 + 1)).0)
        }
        #expect(held >= 0.95)
    }

    /// Knuth's: how many gaps fit.
    private static func poisson(_ mean: Double, _ generator: inout SeededNumbers) -> Int {
        var (count, left) = (0, mean - exponential(&generator))
        while left > 0 { (count, left) = (count + 1, left - exponential(&generator)) }
        return count
    }

    /// They are of the logarithm, so without events of both groups there are none. In numpy 0.949 at least.
    @Test("Mantel and Haenszel's of four quarters do, as often as there are any", arguments: grid)
    func ratesOfStrata(n: Int, rate: Double) {
        for truth in [1.0, 2] {
            var generator = SeededNumbers(seed: UInt64(n) + UInt64(rate * 1000) + UInt64(truth))
            let estimates = (0..<Self.draws).map { _ in
                MantelHaenszelRates.estimate(
                    (0..<4).map { _ in
                        .init(
                            events: Self.poisson(Double(n) * rate * truth, &generator), exposure: Double(n),
                            otherEvents: Self.poisson(Double(n) * rate, &generator), otherExposure: Double(n))
                    })
            }.filter { $0.lower != nil }
            let held = Double(estimates.count { Self.holds(truth, $0) }) / Double(estimates.count)
            #expect(held >= Self.bar(n), "\(truth) times the rate: \(held) of \(estimates.count)")
        }
    }

    /// χ² is that of many events; with few they are too alike to reach every p.
    @Test(
        "Where groups leave alike the log-rank test says otherwise in 4 to 6 of 100 cases, strata and late entry or not"
    )
    func logRankOfEquals() {
        for perGroup in [30, 100] {
            var generator = SeededNumbers(seed: UInt64(perGroup))
            let differ = (0..<Self.draws).count { _ in
                let subjects = (0..<3 * perGroup).map { number in
                    let stratum = number % 2
                    let entry = Int64(generator.below(400))
                    // The second stratum leaves at twice the rate.
                    let stays = Self.exponential(&generator) * (stratum == 0 ? 800 : 400)
                    let until = Int64(generator.below(600)) + 1
                    return LogRank.Subject(
                        observation: .init(
                            entry: entry, exit: entry + min(Int64(stays) + 1, until),
                            outcome: Int64(stays) < until ? .event : .censored),
                        group: number % 3, stratum: stratum)
                }
                return (LogRank(subjects, groupCount: 3).p ?? 1) < 0.05
            }
            #expect((0.04...0.06).contains(Double(differ) / Double(Self.draws)), "\(differ) of \(Self.draws)")
        }
    }

    // MARK: Ratios of sums

    private func ratio(_ n: Int, _ p: Double, share: (inout SeededNumbers) -> Double) -> Double {
        Self.drawn(p, seed: 100 * n + Int(p * 1000)) { generator in
            RatioOfSums.estimate(
                (0..<n).map { _ in
                    let x = Double.random(in: 2...6, using: &generator)
                    return (y: x * p * share(&generator), x: x)
                })
        }
    }

    @Test("Those of hours given of hours agreed do, where people give a half to three halves", arguments: grid)
    func ratios(n: Int, p: Double) {
        #expect(ratio(n, p) { Double.random(in: 0.5...1.5, using: &$0) } >= Self.bar(n))
    }

    /// The limits are symmetric, what people give is not: by Cochran 1977, 2.15, that takes more than 25 times the squared
    /// skewness, 2 here, so 100 people. In numpy the same model has 0.86, 0.88, 0.91 and 0.94.
    @Test("Where a few give most they do from a hundred people on, and hold it in 84, 86 and 89 of 100 below")
    func skewedRatios() {
        for (n, least) in [(5, 0.84), (10, 0.86), (30, 0.89)] {
            #expect(ratio(n, 0.1, share: Self.exponential) >= least, "\(n) people")
        }
        #expect(ratio(100, 0.1, share: Self.exponential) >= Self.bar(100))
    }

    // MARK: Means

    @Test(
        "Those of a mean do, of normal values and of answers from 1 to 5 of which most are 4 and 5",
        arguments: [5, 10, 30, 100])
    func means(n: Int) {
        let normal = Self.drawn(0, seed: n) { generator in
            let values = (0..<n).map { _ in Self.normal(&generator) }.sorted()
            return Mean.estimate(sorted: values, on: -100...100)
        }
        #expect(abs(normal - 0.95) < 0.012)
        let chances = [1.0, 2, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 5, 5]
        let truth = chances.reduce(0, +) / Double(chances.count)
        let answers = Self.drawn(truth, seed: n) { generator in
            Mean.estimate(sorted: (0..<n).map { _ in generator.pick(chances) }.sorted(), on: 1...5)
        }
        #expect(answers >= Self.bar(n))
    }

    /// Student's t has no width where all values are the same, whoever computes it, and the mean of few is then wrong.
    /// Durations are as skewed as above; by Cochran's rule they take a hundred. In numpy 0.88 and 0.90 at 5 and 10.
    @Test("Those of a mean of values that are 0 or 1 do where 2.5 are 1 on average, and cannot where all may be 0")
    func meansOfFew() {
        for (n, p) in Self.grid {
            let held = Self.binomial(n, p) { ones in
                let values = (0..<n).map { $0 < n - ones ? 0.0 : 1 }
                return Self.holds(p, Mean.estimate(sorted: values, on: 0...1))
            }
            #expect(held <= 1 - pow(1 - p, Double(n)) + 1e-12, "\(n) values of \(p)")
            if Double(n) * p >= 2.5 { #expect(held >= Self.bar(n), "\(n) values of \(p)") }
        }
        for (n, least) in [(5, 0.86), (10, 0.88)] {
            let held = Self.drawn(1, seed: n) { generator in
                let values = (0..<n).map { _ in Self.exponential(&generator) }.sorted()
                return Mean.estimate(sorted: values, on: 0...Double.infinity)
            }
            #expect(held >= least, "\(n) durations")
        }
    }

    // MARK: Orders and inequality

    @Test("Spearman's do", arguments: [10, 30, 100], [0, 0.5, 0.9])
    func spearman(n: Int, correlation: Double) {
        // Of two normal values: Pearson 1907, On further methods of determining correlation.
        let truth = 6 / Double.pi * asin(correlation / 2)
        let held = Self.drawn(truth, seed: n + Int(correlation * 10)) { generator in
            Spearman.estimate(
                (0..<n).map { _ in
                    let (x, own) = (Self.normal(&generator), Self.normal(&generator))
                    return (x: x, y: correlation * x + (1 - correlation * correlation).squareRoot() * own)
                })
        }
        #expect(held >= Self.bar(n))
    }

    private func gini(_ n: Int, _ truth: Double, value: (inout SeededNumbers) -> Double) -> Double {
        Self.drawn(truth, seed: n) { generator in Gini.estimate((0..<n).map { _ in value(&generator) }) }
    }

    @Test("Gini's do, where as many give much as chance would have it", arguments: [5, 10, 30, 100])
    func gini(n: Int) {
        #expect(gini(n, 0.5, value: Self.exponential) >= Self.bar(n))
    }

    /// The jackknife's error is one of few values, and z knows nothing of that; Tukey 1958, Annals of Mathematical
    /// Statistics 29, 614, takes t with n - 1 degrees of freedom, which has 0.93 here. In numpy 0.875, 0.910 and 0.936.
    @Test("Of values that are spread evenly they hold it in 85 of 100 cases at 5, in 89 at 10, and do from 30 on")
    func giniOfEven() {
        func held(_ n: Int) -> Double { gini(n, 1.0 / 3) { Double.random(in: 0..<1, using: &$0) } }
        #expect(held(5) >= 0.85)
        #expect(held(10) >= 0.89)
        #expect(held(30) >= Self.bar(30))
    }
}
