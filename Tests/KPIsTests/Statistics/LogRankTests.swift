import TestValues
import Testing

@testable import KPIs

@Suite("Log-rank test")
struct LogRankTests {
    private typealias Subject = LogRank.Subject

    private static func subject(
        _ group: Int, _ exit: Int64, _ outcome: Outcome = .event, entry: Int64 = 0, stratum: Int = 0
    ) -> Subject {
        Subject(observation: Observation(entry: entry, exit: exit, outcome: outcome), group: group, stratum: stratum)
    }

    /// Weeks in remission under 6-mercaptopurine and under a placebo (Freireich et al. 1963, Blood 21, 699).
    private static let remission: [Subject] = {
        let relapses: [Int64] = [6, 6, 6, 7, 10, 13, 16, 22, 23]
        let stillWell: [Int64] = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
        let placebo: [Int64] = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
        return relapses.map { subject(0, $0) } + stillWell.map { subject(0, $0, .censored) }
            + placebo.map { subject(1, $0) }
    }()

    @Test("The remission times of Freireich et al. give the χ² that lifelines gives")
    func remissionTimes() {
        // lifelines 0.30.3: logrank_test(…).test_statistic; 9 relapses against 19.25 expected, as textbooks have it.
        let test = LogRank(Self.remission, groupCount: 2)
        #expect(agree(test.chiSquare, 16.792940989216547) && test.degreesOfFreedom == 1)
        #expect(agree(test.excesses[0], 9 - 19.25050094803113) && agree(test.excesses[1], 21 - 10.749499051968872))
        #expect(abs((test.p ?? 0) - 4.168809109334564e-05) < 1e-14)
    }

    @Test("Strata are compared each by itself: what differs between them alone is no difference")
    func strata() {
        // By hand. In each stratum two of group 0 and two of group 1 are at risk, and one of each leaves at once: 1 - 2 · 2/4 = 0.
        let alike = [Int64(5), 50].enumerated().flatMap { stratum, age in
            [0, 1].flatMap { group in
                [
                    Self.subject(group, age, stratum: stratum),
                    Self.subject(group, 90, .censored, stratum: stratum),
                ]
            }
        }
        let same = LogRank(alike, groupCount: 2)
        #expect(same.chiSquare == 0 && same.degreesOfFreedom == 1 && same.p == 1)
        // One stratum leaves early and has most of group 0. Pooled that looks like the group.
        let mixed = [(0, Int64(1), 0, 6), (1, 1, 0, 2), (0, 9, 1, 2), (1, 9, 1, 6)].flatMap {
            group, age, stratum, count in
            (0..<count).map {
                Self.subject(group, $0 < count / 2 ? age : 10, $0 < count / 2 ? .event : .censored, stratum: stratum)
            }
        }
        #expect(LogRank(mixed, groupCount: 2).chiSquare == 0)
        let pooled = LogRank(
            mixed.map { Subject(observation: $0.observation, group: $0.group) }, groupCount: 2)
        // 3 - 4 · 8/16 at 1 and 1 - 4 · 5/12 at 9, variances 4 · 12/15 · 1/4 = 4/5 and 4 · 8/11 · 35/144 = 70/99.
        let variance: Double = 4.0 / 5 + 70.0 / 99
        #expect(agree(pooled.chiSquare, 1 / (9 * variance)))
    }

    @Test("Whoever enters at the age of an event is at risk in it, and who is censored at it too")
    func lateEntry() {
        // At 5 all four are at risk: 1 - 1 · 2/4, with the variance 1/4. At 9 only group 1 is.
        let test = LogRank(
            [
                Self.subject(0, 5), Self.subject(0, 5, .censored), Self.subject(1, 9, entry: 5),
                Self.subject(1, 7, .censored, entry: 2), Self.subject(0, 20, .censored, entry: 10),
            ], groupCount: 2)
        #expect(test.excesses == [0.5, -0.5] && test.chiSquare == 1 && test.degreesOfFreedom == 1)
    }

    @Test("Nothing to compare has no p: no events, one group, one subject, or all at once")
    func nothing() {
        let cases: [[Subject]] = [
            [], [Self.subject(0, 3)], [Self.subject(0, 3, .censored), Self.subject(1, 4, .censored)],
            [Self.subject(1, 3), Self.subject(1, 4)], [Self.subject(0, 3), Self.subject(1, 3)],
            [Self.subject(0, 3), Self.subject(1, 9, entry: 4)], [Self.subject(0, 3), Self.subject(1, 4, stratum: 1)],
            [Self.subject(0, 3, .competing), Self.subject(1, 4, .censored)],
        ]
        for subjects in cases {
            let test = LogRank(subjects, groupCount: 2)
            #expect(test.chiSquare == 0 && test.degreesOfFreedom == 0 && test.p == nil)
        }
    }

    @Test("A group that is never at risk beside another takes no degree of freedom, and changes nothing")
    func emptyGroups() {
        let plain = LogRank(Self.remission, groupCount: 2)
        let shifted = Self.remission.map { Subject(observation: $0.observation, group: $0.group == 0 ? 1 : 3) }
        let alone = [Self.subject(4, 50, entry: 40), Self.subject(2, 3, stratum: 1), Self.subject(2, 4, stratum: 1)]
        let test = LogRank(shifted + alone, groupCount: 6)
        #expect(agree(test.chiSquare, plain.chiSquare) && test.degreesOfFreedom == 1)
        #expect([0, 2, 4, 5].allSatisfy { test.excesses[$0] == 0 })
    }

    @Test("Pairs of groups that meet in strata of their own are two tests: χ² and degrees of freedom add up")
    func apart() {
        let other = Self.remission.map { Subject(observation: $0.observation, group: $0.group + 2, stratum: 1) }
        let one = LogRank(Self.remission, groupCount: 2)
        let both = LogRank(Self.remission + other, groupCount: 4)
        #expect(agree(both.chiSquare, 2 * one.chiSquare) && both.degreesOfFreedom == 2)
    }

    @Test(
        "Over random groups, ties, late entries, gaps and strata it is what the plain sums give, in any order, to the bit"
    )
    func random() {
        for seed in UInt64(1)...300 {
            var generator = SeededNumbers(seed: seed)
            let (groupCount, strataCount) = (2 + generator.below(4), 1 + generator.below(3))
            let subjects = (0..<(2 + generator.below(60))).map { _ in
                let entry = generator.chance(0.5) ? 0 : Int64(generator.below(20))
                return Self.subject(
                    generator.below(groupCount), entry + Int64(generator.below(12)),
                    generator.chance(0.7) ? .event : .censored, entry: entry, stratum: generator.below(strataCount))
            }
            let test = LogRank(subjects, groupCount: groupCount)
            #expect(LogRank(subjects.shuffled(using: &generator), groupCount: groupCount) == test)
            let plain = Plain(subjects, groupCount: groupCount)
            #expect(zip(test.excesses, plain.excesses).allSatisfy { agree($0, $1) }, "seed \(seed)")
            #expect(test.degreesOfFreedom == plain.rank, "seed \(seed)")
            #expect(agree(test.chiSquare, plain.chiSquare), "seed \(seed)")
            // Which group comes first is of no matter.
            let turned = subjects.map {
                Subject(observation: $0.observation, group: groupCount - 1 - $0.group, stratum: $0.stratum)
            }
            #expect(agree(LogRank(turned, groupCount: groupCount).chiSquare, plain.chiSquare), "seed \(seed)")
        }
    }

    @Test("Ten thousand people with one event each day, and one of them alone in a group, lose no digits")
    func large() throws {
        // By hand: n from 10,000 down, one of group 0 at risk until it leaves as the last but one. Expected Σ 1/n, variance
        // Σ (1/n)(1 - 1/n), n from 2 on; the last is at risk alone.
        let count = 10_000
        let test = LogRank((1...count).map { Self.subject($0 == count - 1 ? 0 : 1, Int64($0)) }, groupCount: 2)
        let shares = (2...count).map { 1 / Double($0) }
        let expected = shares.reduce(0, +)
        let variance = shares.reduce(0) { $0 + $1 * (1 - $1) }
        #expect(agree(test.excesses[0], 1 - expected))
        #expect(agree(test.chiSquare, (1 - expected) * (1 - expected) / variance))
    }

    @Test("The tail of χ² is that of the incomplete gamma function, to 1e-12 of it")
    func tail() {
        // mpmath 1.3.0 with 40 digits: gammainc(ν/2, x/2, regularized=True).
        let published: [(Double, Int, Double)] = [
            (10.326741954885648, 1, 0.0013111645203554775), (3.841458820694124, 1, 0.0500000000000000574),
            (1e-08, 1, 0.999920211544052694), (1e-08, 2, 0.999999995000000012), (0.5, 7, 0.999446481390424965),
            (25.4, 3, 0.0000127351394097433621), (100, 1, 1.52397060483210521e-23),
            (1400, 1, 2.1010145162642175e-306), (700, 3, 2.09913085342040884e-151),
            (1400, 2, 9.85967654375977086e-305), (90, 100, 0.753197965599829727),
            (2000, 2001, 0.502102849858023291), (5000, 2001, 4.18558009901664198e-256), (0.001, 50, 1),
        ]
        for (x, degreesOfFreedom, tail) in published {
            let found = ChiSquare.upperTail(x, degreesOfFreedom: degreesOfFreedom)
            #expect(abs(found - tail) <= 1e-12 * tail, "\(x), \(degreesOfFreedom): \(found)")
        }
        #expect(ChiSquare.upperTail(0, degreesOfFreedom: 1) == 1 && ChiSquare.upperTail(1e9, degreesOfFreedom: 5) == 0)
    }
}

/// The test as it is written in textbooks: one pass over everybody for each age, and a solution by Gauss with the whole matrix.
private struct Plain {
    var excesses: [Double]
    private var variance: [[Double]]

    init(_ subjects: [LogRank.Subject], groupCount: Int) {
        excesses = Array(repeating: 0, count: groupCount)
        variance = Array(repeating: excesses, count: groupCount)
        for stratum in Set(subjects.map(\.stratum)) {
            let inside = subjects.filter { $0.stratum == stratum }
            for age in Set(inside.filter { $0.observation.outcome == .event }.map(\.observation.exit)) {
                let atRisk = inside.filter { $0.observation.entry <= age && age <= $0.observation.exit }
                let gone = atRisk.filter { $0.observation.exit == age && $0.observation.outcome == .event }
                let (n, d) = (Double(atRisk.count), Double(gone.count))
                let shares = (0..<groupCount).map { group in Double(atRisk.count { $0.group == group }) / n }
                let factor = n > 1 ? d * (n - d) / (n - 1) : 0
                for group in 0..<groupCount {
                    excesses[group] += Double(gone.count { $0.group == group }) - d * shares[group]
                    for other in 0..<groupCount {
                        variance[group][other] += factor * shares[group] * ((group == other ? 1 : 0) - shares[other])
                    }
                }
            }
        }
    }

    /// What is left of the matrix after as many pivots, the largest first, as are no rounding.
    private var eliminated: (rank: Int, chiSquare: Double) {
        var (matrix, vector) = (variance, excesses)
        var left = Set(vector.indices)
        var (rank, chiSquare) = (0, 0.0)
        while let pivot = left.max(by: { matrix[$0][$0] < matrix[$1][$1] }), matrix[pivot][pivot] > 1e-9 {
            left.remove(pivot)
            rank += 1
            chiSquare += vector[pivot] * vector[pivot] / matrix[pivot][pivot]
            for row in left {
                let factor = matrix[row][pivot] / matrix[pivot][pivot]
                vector[row] -= factor * vector[pivot]
                for column in left { matrix[row][column] -= factor * matrix[pivot][column] }
            }
        }
        return (rank, chiSquare)
    }

    var rank: Int { eliminated.rank }
    var chiSquare: Double { eliminated.chiSquare }
}
