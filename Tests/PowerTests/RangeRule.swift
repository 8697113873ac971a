import Domain
import KPIs

@testable import Disclosure

/// Ways to say how much a figure goes up and down anyway. One is in force; docs/signals.md compares the others with it.
enum RangeRule: Hashable, CustomStringConvertible {
    /// A figure's own ranges from six values on, with fewer those of all cells of its KPI.
    case inForce
    /// Those of all cells, however many values there are.
    case pooled
    /// The larger of the two, with the degrees of freedom of all cells' ranges, or so many if that is less.
    case larger(degrees: Double)

    static let others: [RangeRule] = [
        .pooled, .larger(degrees: .infinity), .larger(degrees: 20), .larger(degrees: 15), .larger(degrees: 10),
    ]

    // As `VerdictFamily` has them; a test compares.
    private static let meanRange = 1.128
    private static let degreesPerRange = 0.62
    private static let limits = 1.96

    var description: String {
        switch self {
        case .inForce: "in force"
        case .pooled: "pooled"
        case .larger(.infinity): "larger"
        case .larger(let degrees): "larger, \(Int(degrees)) df"
        }
    }

    /// What is said to have changed; `nil` of all else.
    func meanings(of members: [VerdictFamily.Member]) -> [Signal.Meaning?] {
        if self == .inForce { return VerdictFamily.verdicts(of: members).map { $0?.meaning } }
        let pools = Dictionary(members.map { ($0.kpi, $0.comparison.ranges) }, uniquingKeysWith: +)
        var meanings: [Signal.Meaning?] = []
        var candidates: [(index: Int, p: Double)] = []
        for (index, member) in members.enumerated() {
            guard case .open(let difference) = member.comparison.outcome else {
                if case .decided(let verdict) = member.comparison.outcome {
                    meanings.append(verdict.meaning)
                } else {
                    meanings.append(nil)
                }
                continue
            }
            let isBelievable = abs(difference.amount) >= member.matters?.amount ?? .infinity
            meanings.append(isBelievable ? Signal.Meaning(member.direction, isAbove: difference.amount > 0) : nil)
            if let p = p(of: difference, own: member.comparison.ranges, pool: pools[member.kpi]) {
                candidates.append((index, p))
            } else {
                meanings[index] = nil
            }
        }
        let believed = BenjaminiHochberg.believed(candidates.map(\.p), rate: Verdict.falseDiscoveryRate)
        for (candidate, isBelieved) in zip(candidates, believed) where !isBelieved { meanings[candidate.index] = nil }
        return meanings
    }

    /// `nil` where there are too few ranges.
    private func p(
        of difference: PastComparison.Difference, own: PastComparison.Ranges, pool: PastComparison.Ranges?
    ) -> Double? {
        func mean(_ ranges: PastComparison.Ranges) -> Double {
            max(ranges.sum / Double(ranges.count), difference.step)
        }
        var (range, degrees) = (mean(own), Self.degreesPerRange * Double(own.count))
        if let pool, pool != own, pool.count >= VerdictFamily.leastPooledRanges {
            degrees = Self.degreesPerRange * Double(pool.count)
            if case .larger(let most) = self {
                (range, degrees) = (max(range, mean(pool)), min(degrees, most))
            } else {
                range = mean(pool)
            }
        } else if difference.basis < VerdictFamily.leastOwnBasis {
            return nil
        }
        let usual = range / Self.meanRange * (1 + 1 / Double(difference.basis)).squareRoot()
        let size = abs(difference.amount)
        let z = size > 0 ? min(Self.limits * size / difference.arm, size / usual) : 0
        return StudentT.beyond(z, degreesOfFreedom: degrees)
    }
}
