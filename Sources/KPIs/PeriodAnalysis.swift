import Domain

/// Durations by period analysis: every request that was open at some time in the window, entering at the age that it
/// had at `from` and leaving at its end or, while it isn't over, at `to`.
///
/// Positions are ranks by exit age; every column goes by them, so groups that keep the order need no more sorting.
/// Ages are microseconds, on either clock.
///
/// Source: Brenner, Gefeller 1996, Cancer 78, 2004-2010.
struct PeriodAnalysis {
    /// What ages are read from: time as it passes, or the working clock, which only some requests have.
    enum Clock {
        case elapsed, working
    }

    /// All requests whose duration lies in the window, those without a clock too; positions in `facts.requests`.
    let population: [Int32]
    /// Positions in `facts.requests`.
    let rows: [Int32]
    let entries: [Int64]
    let exits: [Int64]
    let outcomes: [Outcome]

    /// `ending` says how the duration of a request ended.
    init(view: PeriodView, clock: Clock, ending: (Int) -> Ending) {
        let from = view.window.from.microseconds
        let to = view.window.to.microseconds
        var population: [Int32] = []
        var stretches: [(row: Int32, observation: Observation)] = []
        for row in view.rows {
            let end = ending(Int(row))
            guard end.at >= from else { continue }
            population.append(row)
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
        entries = stretches.map(\.observation.entry)
        exits = stretches.map(\.observation.exit)
        outcomes = stretches.map(\.observation.outcome)
    }

    /// Every position, by exit and by entry.
    var everything: Cohort {
        let positions = Array(Int32(0)..<Int32(rows.count))
        return Cohort(byExit: positions, byEntry: positions.sorted { entries[Int($0)] < entries[Int($1)] })
    }

    /// Some of the positions, in two orders.
    struct Cohort {
        let byExit: [Int32]
        let byEntry: [Int32]

        /// Parts by key, in ascending order of keys. `keys` goes by position.
        func split(by keys: [Int32], _ splitter: inout Splitter) -> [(key: Int32, cohort: Cohort)] {
            zip(splitter.split(byExit, by: keys), splitter.split(byEntry, by: keys)).map { exits, entries in
                (exits.key, Cohort(byExit: exits.positions, byEntry: entries.positions))
            }
        }
    }

    func riskTable(of cohort: Cohort) -> RiskTable {
        RiskTable(
            sortedEntries: cohort.byEntry.map { entries[Int($0)] }, sortedExits: cohort.byExit.map { exits[Int($0)] },
            outcomes: cohort.byExit.map { outcomes[Int($0)] })
    }

    /// By position: a hash of the stretch.
    var hashes: [UInt64] {
        rows.indices.map { position in
            var hash = mix(UInt64(bitPattern: entries[position]))
            hash = mix(hash ^ UInt64(bitPattern: exits[position]))
            return mix(hash ^ UInt64(outcomes[position].rawValue))
        }
    }
}
