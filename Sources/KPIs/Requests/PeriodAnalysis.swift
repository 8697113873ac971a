import Domain

/// Durations by period analysis: every request that was open at some time in the window, entering at the age that it
/// had at `from` and leaving at its end or, while it isn't over, at `to`.
///
/// Positions are ranks by exit age, so groups that keep the order need no more sorting; those of requests without the
/// clock come behind. Ages are microseconds, on either clock.
///
/// Source: Brenner, Gefeller 1996, Cancer 78, 2004-2010.
struct PeriodAnalysis {
    /// What ages are read from: time as it passes, or the working clock, which only some requests have.
    enum Clock {
        case elapsed, working
    }

    /// Rows, of every request whose duration lies in the window.
    let rows: [Row]
    /// Of the first ones, which have the clock.
    let stretches: [Observation]
    /// How the others ended.
    private let untimed: [Outcome]

    /// `ending` says how the duration of a request ended.
    init(view: PeriodView, clock: Clock, ending: (Row) -> Ending) {
        let from = view.window.from
        let to = view.window.to
        var stretches: [(row: Row, observation: Observation)] = []
        var others: [(row: Row, outcome: Outcome)] = []
        for row in view.rows {
            let end = ending(row)
            guard end.at >= from else { continue }
            let openedAt = view.requests.openedAt[row]
            let ages: (entry: Int64, exit: Int64)
            switch clock {
            case .elapsed:
                ages = (max(0, from - openedAt), min(end.at, to) - openedAt)
            case .working:
                guard let clock = view.workingClock(of: row) else {
                    others.append((row, end.outcome))
                    continue
                }
                ages = (clock.reading(at: from), clock.reading(at: min(end.at, to)))
            }
            stretches.append((row, Observation(entry: ages.entry, exit: ages.exit, outcome: end.outcome)))
        }
        stretches.sort { $0.observation.exit < $1.observation.exit }
        rows = stretches.map(\.row) + others.map(\.row)
        self.stretches = stretches.map(\.observation)
        untimed = others.map(\.outcome)
    }

    func outcome(at position: Int) -> Outcome {
        position < stretches.count ? stretches[position].outcome : untimed[position - stretches.count]
    }

    /// Of some positions in ascending order; of all of them no copy is made.
    func stretches(at positions: ArraySlice<Int32>) -> [Observation] {
        positions.count == stretches.count ? stretches : positions.map { stretches[Int($0)] }
    }

    /// Of what the request at a position counts as.
    func hash(at position: Int) -> UInt64 {
        guard position < stretches.count else { return mix(UInt64(outcome(at: position).rawValue)) }
        let stretch = stretches[position]
        let hash = mix(mix(UInt64(bitPattern: stretch.entry)) ^ UInt64(bitPattern: stretch.exit))
        return mix(hash ^ UInt64(stretch.outcome.rawValue))
    }
}
