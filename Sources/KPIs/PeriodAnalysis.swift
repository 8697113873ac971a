import Domain

/// Durations by period analysis: every request that was open at some time in the window, entering at the age that it
/// had at `from` and leaving at its end or, while it isn't over, at `to`.
///
/// Positions are ranks by exit age; both columns go by them, so groups that keep the order need no more sorting.
/// Ages are microseconds, on either clock.
///
/// Source: Brenner, Gefeller 1996, Cancer 78, 2004-2010.
struct PeriodAnalysis {
    /// What ages are read from: time as it passes, or the working clock, which only some requests have.
    enum Clock {
        case elapsed, working
    }

    /// How many requests there are whose duration lies in the window, those without a clock too.
    let population: Int
    /// Positions in `facts.requests`.
    let rows: [Int32]
    let stretches: [Observation]

    /// `ending` says how the duration of a request ended.
    init(view: PeriodView, clock: Clock, ending: (Int) -> Ending) {
        let from = view.window.from.microseconds
        let to = view.window.to.microseconds
        var population = 0
        var stretches: [(row: Int32, observation: Observation)] = []
        for row in view.rows {
            let end = ending(Int(row))
            guard end.at >= from else { continue }
            population += 1
            let openedAt = view.facts.requests.openedAt[Int(row)]
            let ages: (entry: Int64, exit: Int64)
            switch clock {
            case .elapsed:
                ages = (max(0, from - openedAt), min(end.at, to) - openedAt)
            case .working:
                guard let clock = view.workingClock(of: Int(row)) else { continue }
                ages = (clock.reading(at: from), clock.reading(at: min(end.at, to)))
            }
            stretches.append((row, Observation(entry: ages.entry, exit: ages.exit, outcome: end.outcome)))
        }
        self.population = population
        stretches.sort { $0.observation.exit < $1.observation.exit }
        rows = stretches.map(\.row)
        self.stretches = stretches.map(\.observation)
    }

    /// Of some positions in ascending order; of all of them no copy is made.
    func stretches(at positions: ArraySlice<Int32>) -> [Observation] {
        positions.count == stretches.count ? stretches : positions.map { stretches[Int($0)] }
    }

    /// Of the stretch at a position.
    func hash(at position: Int) -> UInt64 {
        let stretch = stretches[position]
        let hash = mix(mix(UInt64(bitPattern: stretch.entry)) ^ UInt64(bitPattern: stretch.exit))
        return mix(hash ^ UInt64(stretch.outcome.rawValue))
    }
}
