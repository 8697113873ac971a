import Domain
import KPIs
import Testing

@testable import Disclosure

@Suite("What leaves lies on one grid, by the published n alone")
struct GridTests {
    private static let share = Sheet.Statistic("ratio", .ratio, "share")
    private static let rate = Sheet.Statistic("rate", .perYear, "rate")

    private func published(
        _ statistic: Sheet.Statistic, _ estimate: Estimate, n: Int, people: Int? = nil, censored: Int? = nil,
        coverage: Double? = nil, sides: Exposure.Sides? = nil, least: Int = 5
    ) -> Grid.Published {
        let figure = Figure(
            cell: cell(), unit: statistic.unit, estimate: estimate, n: n, censored: censored, coverage: coverage,
            contributors: Contributors(people: people ?? n, digest: .init()), exposure: Exposure(sides: sides))
        return Grid.published(figure, of: statistic, leastPeople: least)
    }

    @Test("Counts of people and records go to the nearest five, coverage to a tenth")
    func counts() {
        for (n, printed) in [(5, 5), (7, 5), (8, 10), (12, 10), (13, 15), (1004, 1005)] {
            let published = published(Self.share, Estimate(0.5), n: n, censored: n, coverage: 0.86)
            #expect(published.n == printed && published.censored == printed && published.coverage == 0.9)
        }
    }

    @Test(
        "A share has steps of 0.05 below n 150, of 0.02 below 300 and of 0.01 from there",
        arguments: [(147, 0.35), (148, 0.34), (297, 0.34), (298, 0.33), (3000, 0.33)])
    func shares(n: Int, printed: Double) {
        let events = Int((0.333 * Double(n)).rounded())
        #expect(published(Self.share, Wilson.estimate(events, of: n), n: n).estimate.value == printed)
    }

    @Test("A net score has the steps of a share, in points of a hundred")
    func netScores() {
        let score = Sheet.Statistic("score", .netScore, "score")
        let published = published(score, Estimate(-33.3, lower: -51, upper: -14), n: 40)
        #expect(published.estimate == Estimate(-35, lower: -55, upper: -10))
    }

    @Test("So has a mean from 0 to 100")
    func ofHundred() {
        let mean = Sheet.Statistic("mean", .hundred, "mean", minimum: .variety)
        let few = published(mean, Estimate(48.7, lower: 44.1, upper: 53.3), n: 40)
        #expect(few.estimate == Estimate(50, lower: 40, upper: 55))
        let many = published(mean, Estimate(48.7, lower: 48.1, upper: 49.3), n: 3000)
        #expect(many.estimate == Estimate(49, lower: 48, upper: 50))
    }

    @Test("Durations have two digits, scores a tenth; limits go outward")
    func others() {
        let seconds = Sheet.Statistic("mean", .seconds, "mean")
        #expect(
            published(seconds, Estimate(4127, lower: 3909.9, upper: 4301), n: 40).estimate
                == Estimate(4100, lower: 3900, upper: 4400))
        #expect(
            published(seconds, Estimate(0.0126, lower: 0.001, upper: 0.0991), n: 40).estimate
                == Estimate(0.013, lower: 0.001, upper: 0.1))
        let score = Sheet.Statistic("mean", .scale, "mean")
        #expect(
            published(score, Estimate(3.449, lower: 3.31, upper: 3.52), n: 40).estimate
                == Estimate(3.4, lower: 3.3, upper: 3.6))
        #expect(published(score, Estimate(3), n: 40).estimate == Estimate(3))
    }

    @Test(
        "A probability has two digits, and no finer ones than thousandths",
        arguments: [(0.2345, 0.23), (0.0614, 0.061), (0.0061, 0.006), (0.0006, 0.001), (8.1e-8, 0), (0, 0), (1, 1)])
    func probabilities(p: Double, printed: Double) {
        let statistic = Sheet.Statistic("p", .probability, "p")
        #expect(published(statistic, Estimate(p), n: 40).estimate == Estimate(printed))
    }

    @Test("A quantile's limit beyond which fewer than five people lie is open")
    func openLimits() {
        let median = Sheet.Statistic("p50", .seconds, "median", minimum: .bothSides)
        let exact = Estimate(60, lower: 30, upper: 90)
        func limits(_ before: Int?, _ after: Int?) -> Estimate {
            published(
                median, exact, n: 40, sides: .init(before: 9, after: 9, beforeLower: before, afterUpper: after)
            ).estimate
        }
        #expect(limits(5, 5) == exact)
        #expect(limits(4, 5) == Estimate(60, lower: nil, upper: 90))
        #expect(limits(5, 4) == Estimate(60, lower: 30, upper: nil))
        #expect(limits(nil, nil) == Estimate(60))
        // Beyond a limit no more than ten are counted.
        for (people, limit) in [(9, nil), (10, 30.0)] {
            let sides = Exposure.Sides(before: 10, after: 10, beforeLower: people, afterUpper: 10)
            #expect(published(median, exact, n: 40, sides: sides, least: 12).estimate.lower == limit)
        }
    }

    @Test("The limits of answers are open for fewer than 25 people")
    func limitsOfAnswers() {
        let mean = Sheet.Statistic("mean", .scale, "mean", minimum: .variety)
        let exact = Estimate(4, lower: 3.2, upper: 4.8)
        #expect(published(mean, exact, n: 22).estimate == Estimate(4))
        #expect(published(mean, exact, n: 25).estimate == exact)
    }

    /// What a reader holds.
    private struct Printed: Hashable {
        let value: Double?
        let n: Int
    }

    @Test("All counts and n that print the same share have the same limits, which hold those of each")
    func limitsOfShares() throws {
        var limits: [Printed: Estimate] = [:]
        for n in (5...120).map({ $0 }) + [148, 149, 150, 151, 298, 300, 302, 1001] {
            for events in 0...n {
                let exact = Wilson.estimate(events, of: n)
                let published = published(Self.share, exact, n: n)
                let printed = Printed(value: published.estimate.value, n: published.n)
                #expect(limits[printed] == nil || limits[printed] == published.estimate, "\(events) of \(n)")
                limits[printed] = published.estimate
                let (lower, upper) = try (#require(published.estimate.lower), #require(published.estimate.upper))
                #expect(lower <= exact.lower ?? 0 && exact.upper ?? 1 <= upper, "\(events) of \(n)")
            }
        }
    }

    @Test("The limits of a share of records hold those with the design effect")
    func designEffects() throws {
        for (events, n, effect) in [(30, 100, 1.83), (3, 40, 2.2), (399, 420, 7.77), (200, 400, 1)] {
            let exact = Wilson.estimate(events, of: n, designEffect: effect)
            let published = published(Self.share, exact, n: n, people: n / 4).estimate
            let (lower, upper) = try (#require(published.lower), #require(published.upper))
            #expect(lower <= exact.lower ?? 0 && exact.upper ?? 1 <= upper)
            // Two digits of it and the grid: no wider than one and a half steps more on each side.
            #expect(lower > (exact.lower ?? 0) - 0.1 && upper < (exact.upper ?? 1) + 0.1)
        }
    }

    @Test("Where a share of records prints as 0, its limits hold whoever has the few events")
    func fewEvents() throws {
        // 435 records of 15 people, two of which count: one person's only records, while another has 420.
        let records = [2.0, 420] + Array(repeating: 1.0, count: 13)
        let (n, events, people) = (435.0, 2.0, 15.0)
        let spread = records.enumerated().reduce(0) { sum, person in
            let difference = (person.offset == 0 ? events : 0) - events / n * person.element
            return sum + difference * difference
        }
        let effect = people / (people - 1) * spread / (events * (1 - events / n))
        #expect(effect > 4)
        let worst = Wilson.estimate(2, of: 435, designEffect: effect)
        let printed = published(Self.share, worst, n: 435, people: 15).estimate
        #expect(printed == published(Self.share, Wilson.estimate(0, of: 435), n: 435, people: 15).estimate)
        #expect(try printed.value == 0 && #require(printed.upper) >= #require(worst.upper))
        // Where one in a hundred would be told as such, it isn't told to a fifth.
        #expect(printed.upper == 0.06)
    }

    @Test("Where a share of records prints as 0 or 1, its limits are no wider than those of as many records as people")
    func extremes() {
        // 1 of 400 prints as 0, as 0 of 400 does; by 80 people.
        let some = published(Self.share, Wilson.estimate(1, of: 400, designEffect: 1.4), n: 400, people: 80).estimate
        let none = published(Self.share, Wilson.estimate(0, of: 400), n: 400, people: 80).estimate
        #expect(some == none && none.value == 0 && none.lower == 0)
        // Wilson's upper limit of 0.0025 of 80 is 0.052.
        #expect(none.upper == 0.06)
    }

    @Test("All numbers of events that print the same rate have the same limits, which hold those of each")
    func limitsOfRates() throws {
        for exposure in [3.7, 41.25, 512.5, 20_000] {
            var limits: [Double: Estimate] = [:]
            for events in 0...400 {
                let exact = Garwood.estimate(events, per: exposure)
                let published = published(Self.rate, exact, n: 100).estimate
                let printed = try #require(published.value)
                #expect(
                    limits[printed] == nil || limits[printed] == published,
                    "\(events) per \(exposure): \(published), \(String(describing: limits[printed]))")
                limits[printed] = published
                let (lower, upper) = try (#require(published.lower), #require(published.upper))
                #expect(lower <= exact.lower ?? 0 && exact.upper ?? 0 <= upper, "\(events) per \(exposure)")
            }
        }
    }
}
