import Domain
import Foundation
import KPIs

/// Figures of one period and one kind of scope, about which it is decided together which of them changed. Pure.
///
///     z = the smaller of 1.96 · |difference| / arm and |difference| / (R / 1.128 · √(1 + 1/k))
///
/// The first measures it by the figure's limits, the second by how much such figures go up and down anyway. R is the mean
/// moving range of all figures of the same KPI in the family, if they have ten ranges together; from k = 6 on that of the k
/// values themselves where it is larger, since some figures vary more than others. p is that of Student's t with 0.62 degrees
/// of freedom for each range, but 15 at most, 20 from k = 6 on: the more figures are taken together, the less they are alike. A
/// figure that stands alone has its own ranges, from k = 6 on. Benjamini and Hochberg's procedure at 0.10 says which differences
/// to believe.
///
/// Sources: `BenjaminiHochberg`, `StudentT`; Wheeler 1993, Understanding Variation (1.128); 0.62: Patnaik's approximation
/// as in Duncan 1986, Quality Control and Industrial Statistics, table D3. 6 and 10 are conventions; 15 and 20
/// are by simulation (ADR 52).
struct VerdictFamily {
    /// A figure of the family.
    struct Member: Sendable {
        let kpi: String
        let comparison: PastComparison
        let matters: Sheet.Matters?
        let direction: Sheet.Direction
    }

    /// From so many values on a figure's own ranges tell how much it varies; with fewer a verdict is early.
    static let leastOwnBasis = 6
    /// Fewest ranges of several figures.
    static let leastPooledRanges = 10
    private static let degreesPerRange = 0.62
    /// Of the ranges of several figures, while the figure has few of its own, and then.
    private static let mostDegrees = (early: 15.0, later: 20.0)
    /// Limits of 95 %, in standard errors.
    private static let limits = 1.96
    /// The mean range of two normal values, in standard deviations.
    private static let meanRange = 1.128
    /// What differs by less is the arithmetic's.
    private static let tolerance = 1e-9

    private struct Candidate {
        let index: Int
        let difference: PastComparison.Difference
        let matters: Sheet.Matters
        let p: Double
    }

    /// How much a figure goes up and down anyway.
    private struct Variation {
        let meanRange: Double
        let degreesOfFreedom: Double
    }

    /// One for each member, in their order; `nil` where nothing is said.
    static func verdicts(of members: [Member]) -> [Verdict?] {
        let pools = Dictionary(
            members.map { ($0.kpi, $0.comparison.ranges) }, uniquingKeysWith: +)
        var verdicts: [Verdict?] = []
        var candidates: [Candidate] = []
        for (index, member) in members.enumerated() {
            switch member.comparison.outcome {
            case .none: verdicts.append(nil)
            case .decided(let verdict): verdicts.append(verdict)
            case .open(let difference):
                verdicts.append(.tooEarly)
                guard let matters = member.matters,
                    let variation = variation(of: member, difference, pool: pools[member.kpi])
                else { continue }
                candidates.append(
                    Candidate(
                        index: index, difference: difference, matters: matters, p: p(of: difference, variation)))
            }
        }
        let believed = BenjaminiHochberg.believed(candidates.map(\.p), rate: Verdict.falseDiscoveryRate)
        for (candidate, isBelieved) in zip(candidates, believed) {
            verdicts[candidate.index] = verdict(
                of: candidate, isBelieved: isBelieved, members[candidate.index].direction)
        }
        return verdicts
    }

    /// `nil` where there are too few ranges.
    private static func variation(
        of member: Member, _ difference: PastComparison.Difference, pool: PastComparison.Ranges?
    ) -> Variation? {
        let own = member.comparison.ranges
        let isEarly = difference.basis < leastOwnBasis
        func mean(_ ranges: PastComparison.Ranges) -> Double {
            max(ranges.sum / Double(ranges.count), difference.step)
        }
        func degrees(_ ranges: PastComparison.Ranges) -> Double { degreesPerRange * Double(ranges.count) }
        if let pool, pool.count > own.count, pool.count >= leastPooledRanges {
            return isEarly
                ? Variation(meanRange: mean(pool), degreesOfFreedom: min(degrees(pool), mostDegrees.early))
                : Variation(
                    meanRange: max(mean(own), mean(pool)), degreesOfFreedom: min(degrees(pool), mostDegrees.later))
        }
        guard !isEarly else { return nil }
        return Variation(meanRange: mean(own), degreesOfFreedom: degrees(own))
    }

    private static func p(of difference: PastComparison.Difference, _ variation: Variation) -> Double {
        let size = abs(difference.amount)
        guard size > 0 else { return 1 }
        let usual = variation.meanRange / meanRange * (1 + 1 / Double(difference.basis)).squareRoot()
        let z = min(limits * size / difference.arm, size / usual)
        return StudentT.beyond(z, degreesOfFreedom: variation.degreesOfFreedom)
    }

    private static func verdict(
        of candidate: Candidate, isBelieved: Bool, _ direction: Sheet.Direction
    ) -> Verdict {
        let amount = candidate.difference.amount
        // The difference's limits on either side of nothing: how far it may be, at most.
        let furthest = max(abs(amount) + candidate.difference.outwardArm, candidate.difference.arm - abs(amount))
        let matters = candidate.matters.amount
        if isBelieved, abs(amount) >= matters - tolerance {
            return .moved(
                Signal.Meaning(direction, isAbove: amount > 0), isEarly: candidate.difference.basis < leastOwnBasis,
                isSeasonal: candidate.difference.isAsAYearAgo)
        }
        return furthest <= matters + tolerance ? .steady : .cannotTell
    }
}
