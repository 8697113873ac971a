import Domain

/// Writes what teams do about support beside single requests: rotas, rituals, promises, pairs, objectives, rewards,
/// feedback, named colleagues, pods, contacts.
///
/// Each file has a generator of its own, so that none depends on what is planted in another.
struct PracticeFiles {
    let organization: SimulatedOrganization
    let directory: String
    /// First simulated day, and the first that has not happened yet.
    let from, until: LocalDate
    var clock: WallClock
    var generator: SeededGenerator
    /// Of what is planted.
    var counts = Counts()

    struct Counts {
        var promises = 0
        var feedback = 0
        /// Who takes the turns of the stuck rotation, as positions.
        var stuckPeople: [Int] = []
    }

    init(
        _ organization: SimulatedOrganization, directory: String, from: LocalDate, until: LocalDate, zone: Zone,
        generator: SeededGenerator
    ) {
        self.organization = organization
        self.directory = directory
        self.from = from
        self.until = until
        self.generator = generator
        clock = WallClock(zone: zone)
    }

    mutating func write() throws(SimulationError) {
        var seeds = generator
        generator = SeededGenerator(seed: seeds.next())
        try writeRotations()
        generator = SeededGenerator(seed: seeds.next())
        try writeRituals()
        generator = SeededGenerator(seed: seeds.next())
        try writeCommitments()
        generator = SeededGenerator(seed: seeds.next())
        try writePairings()
        generator = SeededGenerator(seed: seeds.next())
        try writeObjectives()
        generator = SeededGenerator(seed: seeds.next())
        try writeRewards()
        generator = SeededGenerator(seed: seeds.next())
        try writeFeedback()
        generator = SeededGenerator(seed: seeds.next())
        try writeSupportTies()
        generator = SeededGenerator(seed: seeds.next())
        try writePods()
        generator = SeededGenerator(seed: seeds.next())
        try writeEmergencyContacts()
    }

    // MARK: What several files ask

    /// The Monday of the first simulated day's week, and the Mondays after it.
    var mondays: [LocalDate] {
        let first = from.advanced(byDays: 1 - from.isoWeekday)
        let weeks = (Int(until.daysSinceEpoch - first.daysSinceEpoch) + 6) / 7
        return (0..<weeks).map { first.advanced(byDays: 7 * $0) }
    }

    /// Employed, and not on leave.
    func isThere(_ person: Int, on day: LocalDate) -> Bool {
        let person = organization.people[person]
        return person.joinedOn <= day && day < person.leftOn ?? .distantFuture && !person.isOnLeave(day)
    }

    /// Somebody else of a team on a day; those who help more are taken more often.
    mutating func colleague(of person: Int, in team: Int, on day: LocalDate) -> Int? {
        let others = organization.teams[team].present(on: day).map(\.person).filter { $0 != person }
        return generator.index(weightedBy: others.map { organization.people[$0].helping }).map { others[$0] }
    }

    /// A team, or with a chance any.
    mutating func team(_ own: Int, orElsewhere chance: Double) -> Int {
        generator.chance(chance) ? generator.below(organization.teams.count) : own
    }

    func id(_ person: Int) -> String { organization.people[person].id }

    /// The text of a time that has happened.
    mutating func past(_ time: WallTime?) -> String? {
        guard let time, time.date < until else { return nil }
        return clock.text(of: time)
    }

    mutating func midnight(_ date: LocalDate) -> String { clock.text(of: WallTime(date: date, second: 0)) }

    mutating func workingSeconds(medianHours: Double) -> Int {
        Int(generator.lognormal(median: medianHours * 3600, sigma: Habits.secondSigma))
    }
}
