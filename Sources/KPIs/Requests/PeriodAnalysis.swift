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
        stretches.reserveCapacity(view.rows.count)
        for row in view.rows {
            let end = ending(row)
            guard end.at >= from else { continue }
            let openedAt = view.requests.openedAt[row]
            let observation: Observation
            switch clock {
            case .elapsed:
                observation = Observation(from: openedAt, until: end, in: view.window)
            case .working:
                guard let clock = view.workingClock(of: row) else {
                    others.append((row, end.outcome))
                    continue
                }
                observation = Observation(
                    entry: clock.reading(at: from), exit: clock.reading(at: min(end.at, to)), outcome: end.outcome)
            }
            stretches.append((row, observation))
        }
        stretches.sort { $0.observation.exit < $1.observation.exit }
        rows = stretches.map(\.row) + others.map(\.row)
        self.stretches = stretches.map(\.observation)
        untimed = others.map(\.outcome)
    }

    func outcome(at position: Int) -> Outcome {
        position < stretches.count ? stretches[position].outcome : untimed[position - stretches.count]
    }

    /// Of some positions in ascending order.
    func stretches(at positions: ArraySlice<Int32>) -> PickedObservations {
        PickedObservations(all: stretches, positions: positions)
    }

    /// Of what the request at a position counts as.
    func hash(at position: Int) -> UInt64 {
        guard position < stretches.count else { return mix(UInt64(outcome(at: position).rawValue)) }
        return stretches[position].content
    }
}

extension Observation {
    /// Of what began at an instant, as time passes, in microseconds. It must not begin after the window, nor be over before.
    init(from beginning: Instant, until end: Ending, in window: Window) {
        self.init(
            entry: max(0, window.from - beginning), exit: min(end.at, window.to) - beginning, outcome: end.outcome)
    }

    /// A hash of all that it says.
    var content: UInt64 {
        let ages = mix(mix(UInt64(bitPattern: entry)) ^ UInt64(bitPattern: exit))
        return mix(ages ^ UInt64(outcome.rawValue))
    }
}
