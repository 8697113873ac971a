/// Whether groups have the same event as often at every age: the log-rank test of two or more groups, with late entry and
/// strata.
///
/// At each age of each stratum at which d of n at risk have the event, n_g of them in group g, d n_g/n are expected there; the
/// events follow the hypergeometric distribution, with the covariances d (n-d)/(n-1) · n_g/n (δ_gh - n_h/n). O_g - E_g and the
/// covariances are added up over ages and strata, and χ² = (O-E)' V⁻ (O-E). At risk is who has entry ≤ age ≤ exit.
///
/// V is singular, and a group that is never at risk together with another tells nothing. -V_gh is how much two groups were
/// compared, and V is the Laplacian of that graph; each connected part of it has one degree of freedom fewer than groups.
/// Groups are taken out one after the other, and what was compared with them is spread over the rest: Gauss' elimination, in
/// which no number is subtracted from another, so that rank and χ² need no threshold.
///
/// Nothing is carried from one age to the next, so a gap in the risk set, after which no curve could be estimated, only leaves
/// out ages at which nothing happened.
///
/// Sources: Mantel 1966, Cancer Chemotherapy Reports 50, 163-170; Peto, Peto 1972, doi:10.2307/2344317; strata and late entry:
/// Klein, Moeschberger 2003, Survival Analysis, 7.3 and 7.5. As R's survdiff with rho 0.
struct LogRank: Hashable, Sendable {
    /// Somebody under observation. Competing events count as censorings.
    struct Subject: Hashable, Sendable {
        let observation: Observation
        /// From 0 on.
        let group: Int
        /// Only subjects of one stratum are compared with each other.
        var stratum = 0
    }

    /// Events of each group less those expected, over all strata.
    let excesses: [Double]
    /// 0 where nothing could be compared.
    let chiSquare: Double
    /// Groups that were compared with others, less one for each set of groups that were compared with each other alone.
    let degreesOfFreedom: Int

    /// The probability of as large a χ² where groups don't differ; `nil` where nothing could be compared: without events, with
    /// one group at risk whenever something happened, or where it always happened to everybody at once.
    var p: Double? {
        degreesOfFreedom > 0 ? ChiSquare.upperTail(chiSquare, degreesOfFreedom: degreesOfFreedom) : nil
    }

    /// Groups are 0 to `groupCount` - 1. The order of subjects is of no matter. O(n log n), and at each age of an event the
    /// square of the number of groups.
    init(_ subjects: [Subject], groupCount: Int) {
        var sums = Sums(groupCount: groupCount)
        let sorted = subjects.sorted { ($0.stratum, $0.observation.exit) < ($1.stratum, $1.observation.exit) }
        for stratum in sorted.chunked(by: \.stratum) { sums.add(stratum) }
        excesses = sums.excesses
        (chiSquare, degreesOfFreedom) = sums.test()
    }
}

extension LogRank {
    /// What is added up over ages and strata.
    private struct Sums {
        private let groupCount: Int
        private(set) var excesses: [Double]
        /// By two groups: how much they were compared, -V. None of a group with itself.
        private var ties: [[Double]]

        init(groupCount: Int) {
            self.groupCount = groupCount
            excesses = Array(repeating: 0, count: groupCount)
            ties = Array(repeating: excesses, count: groupCount)
        }

        /// Of one stratum, in order of exit.
        mutating func add(_ subjects: ArraySlice<Subject>) {
            let late = subjects.sorted { $0.observation.entry < $1.observation.entry }
            var atRisk = [Int](repeating: 0, count: groupCount)
            var entered = 0
            for ofAge in subjects.chunked(by: \.observation.exit) {
                guard let age = ofAge.first?.observation.exit else { continue }
                while entered < late.count, late[entered].observation.entry <= age {
                    atRisk[late[entered].group] += 1
                    entered += 1
                }
                var events = [Int](repeating: 0, count: groupCount)
                for subject in ofAge where subject.observation.outcome == .event { events[subject.group] += 1 }
                add(events, of: atRisk)
                for subject in ofAge { atRisk[subject.group] -= 1 }
            }
        }

        private mutating func add(_ events: [Int], of atRisk: [Int]) {
            let (d, n) = (events.reduce(0, +), atRisk.reduce(0, +))
            // Where it happens to all of them nothing is left to chance.
            guard d > 0, d < n else { return }
            let weight = Double(d) * Double(n - d) / Double(n - 1)
            for group in 0..<groupCount where atRisk[group] > 0 {
                excesses[group] += Double(events[group] * n - d * atRisk[group]) / Double(n)
                let share = weight * Double(atRisk[group]) / Double(n)
                for other in 0..<groupCount where other != group {
                    ties[group][other] += share * Double(atRisk[other]) / Double(n)
                }
            }
        }

        func test() -> (chiSquare: Double, degreesOfFreedom: Int) {
            var (excesses, ties) = (excesses, ties)
            var (chiSquare, degreesOfFreedom) = (0.0, 0)
            for group in 0..<groupCount {
                let others = group + 1..<groupCount
                let all = others.reduce(0) { $0 + ties[group][$1] }
                // The last of those that were compared with each other: what is left of it is what the others lack.
                guard all > 0 else { continue }
                chiSquare += excesses[group] * excesses[group] / all
                degreesOfFreedom += 1
                for other in others {
                    let share = ties[group][other] / all
                    excesses[other] += excesses[group] * share
                    for third in others where third != other { ties[other][third] += share * ties[group][third] }
                }
            }
            return (chiSquare, degreesOfFreedom)
        }
    }
}

extension RandomAccessCollection where Index == Int {
    /// Neighbours that have the same key, each as a slice.
    fileprivate func chunked<Key: Equatable>(by key: (Element) -> Key) -> [SubSequence] {
        var chunks: [SubSequence] = []
        var start = startIndex
        while start < endIndex {
            let first = key(self[start])
            let end = self[start...].firstIndex { key($0) != first } ?? endIndex
            chunks.append(self[start..<end])
            start = end
        }
        return chunks
    }
}
