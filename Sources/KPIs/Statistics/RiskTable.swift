/// How one stretch under observation ended.
public enum Outcome: UInt8, Sendable {
    /// What is waited for happened.
    case event
    /// Something else happened that makes it impossible.
    case competing
    /// Neither, as far as one could see.
    case censored
}

/// One thing under observation from one age to another, both included. `entry` must not be above `exit`.
public struct Observation: Hashable, Sendable {
    public let entry: Int64
    /// The exit, and in two bits the outcome: there are millions.
    private let end: Int64

    /// `exit` is below 2^61 in either direction; in microseconds, 73,000 years.
    public init(entry: Int64 = 0, exit: Int64, outcome: Outcome) {
        self.entry = entry
        end = exit << 2 | Int64(outcome.rawValue)
    }

    public var exit: Int64 { end >> 2 }
    public var outcome: Outcome {
        switch end & 3 {
        case 0: .event
        case 1: .competing
        default: .censored
        }
    }
}

/// Observations at some positions among all, without a copy of them.
struct PickedObservations: RandomAccessCollection {
    let all: [Observation]
    let positions: ArraySlice<Int32>

    var startIndex: Int { 0 }
    var endIndex: Int { positions.count }
    subscript(index: Int) -> Observation { all[Int(positions[positions.startIndex + index])] }
}

/// How many were at risk, and what happened, at each age at which something did.
///
/// At risk at age t is who has entry ≤ t ≤ exit: events come before censorings, and who enters at t counts at t.
/// From the first gap in the risk set on nothing can be estimated: there the table ends. A gap begins at the age
/// at which nobody is left at risk while somebody enters later (at 0 if nobody is at risk there), that age included.
public struct RiskTable: Sendable {
    public struct Row: Hashable, Sendable {
        public let age: Int64
        public let atRisk: Int32
        public let events: Int32
        public let competing: Int32
    }

    /// In order of age; ages at which only censorings fall have no row.
    public let rows: [Row]
    /// The age at which the first gap begins.
    public let gap: Int64?
    /// The largest exit, beyond a gap or not; `nil` without observations.
    public let largestAge: Int64?

    /// O(n log n).
    public init(_ observations: [Observation]) {
        self.init(sorted: observations.sorted { $0.exit < $1.exit })
    }

    /// In ascending order of exits. O(n), and sorts who entered late.
    init<Observations: RandomAccessCollection>(sorted observations: Observations)
    where Observations.Element == Observation, Observations.Index == Int {
        largestAge = observations.last?.exit
        let late = observations.lazy.filter { $0.entry > 0 }.map(\.entry).sorted()
        guard late.count < observations.count else {
            rows = []
            gap = observations.isEmpty ? nil : 0
            return
        }
        var rows: [Row] = []
        rows.reserveCapacity(observations.count { $0.outcome != .censored })
        var gap: Int64?
        var next = 0
        var left = 0
        while left < observations.count {
            let age = observations[left].exit
            while next < late.count, late[next] <= age { next += 1 }
            let entered = observations.count - late.count + next
            let atRisk = Int32(entered - left)
            var (events, competing) = (Int32(0), Int32(0))
            while left < observations.count, observations[left].exit == age {
                switch observations[left].outcome {
                case .event: events += 1
                case .competing: competing += 1
                case .censored: break
                }
                left += 1
            }
            if entered == left, entered < observations.count {
                gap = age
                break
            }
            if events + competing > 0 {
                rows.append(Row(age: age, atRisk: atRisk, events: events, competing: competing))
            }
        }
        self.rows = rows
        self.gap = gap
    }
}
