import Domain
import Foundation

/// A plausible organization and how its people help each other, decided by a seed: the same arguments give the same
/// bytes.
///
/// Some truths are planted (`PlantedTruth`), each in a team or department of its own where there are enough. Nothing
/// reads the clock.
public struct Simulation: Sendable {
    public let people: Int
    public let seed: UInt64
    /// The first of a month.
    public let from: LocalDate
    /// First day that is not simulated; what happens from here on is left open.
    public let until: LocalDate
    public let zone: Zone
    /// What isn't planted.
    public let left: Set<PlantedTruth>

    /// Fewer people could not hide one another in any figure.
    public static let peopleRange = 5...1_000_000
    public static let monthsRange = 1...240

    /// - Parameters:
    ///   - people: how many places there are from the first day on; some are vacant for a while.
    ///   - months: whole calendar months before the month of `until`; days of that month come on top.
    ///   - seed: decides everything that is left to chance.
    ///   - until: first day that has not happened yet.
    ///   - zone: the zone in which people work and in which times are written.
    ///   - left: what isn't planted; the others stay where they are.
    public init(
        people: Int, months: Int, seed: UInt64, until: LocalDate, zone: Zone, without left: Set<PlantedTruth> = []
    ) throws(SimulationError) {
        guard Self.peopleRange.contains(people) else {
            throw .outOfRange(name: "people", given: people, range: Self.peopleRange)
        }
        guard Self.monthsRange.contains(months) else {
            throw .outOfRange(name: "months", given: months, range: Self.monthsRange)
        }
        self.people = people
        self.seed = seed
        self.until = until
        self.zone = zone
        self.left = left
        let (year, month, _) = until.civil
        from = LocalDate(firstOfMonth: month - months, year: year)
    }

    /// What it writes, in an order in which it can be loaded.
    public static let datasets = [
        Datasets.teams, Datasets.people, Datasets.turnover, Datasets.calendars, Datasets.calendarHolidays,
        Datasets.leave, Datasets.agreements, Datasets.agreementBoundaries, Datasets.helpRequests,
        Datasets.requestWaits, Datasets.requestReopenings, Datasets.helpContributions, Datasets.recognitions,
        Datasets.satisfaction,
        Datasets.surveyInvitations, Datasets.rotations, Datasets.rituals, Datasets.commitments, Datasets.pairings,
        Datasets.pairMeetings, Datasets.objectives, Datasets.rewards, Datasets.feedback, Datasets.supportTies,
        Datasets.pods, Datasets.emergencyContacts,
    ]

    /// Of the generators beside the first, so that what they decide leaves everything else as it is.
    private static let seedOfPractices: UInt64 = 0x7072_6163_7469_6365
    private static let seedOfInstruments: UInt64 = 0x696E_7374_7275_6D65
    private static let seedOfPlanted: UInt64 = 0x706C_616E_7465_6421
    private static let seedOfSupport: UInt64 = 0x7375_7070_6F72_7421
    private static let seedOfFear: UInt64 = 0x6166_7261_6964_2121
    private static let seedOfBurnout: UInt64 = 0x6275_726E_6F75_7421

    /// How far `write` has come; `month` is the first day of the month that was finished last.
    public struct Progress: Equatable, Sendable {
        public var month: LocalDate
        public var requests: Int
    }

    /// Writes a file for each of `datasets`, and `planted.json`, into a directory, which is made if it is missing. Files
    /// of these names are replaced, each only once its successor is complete.
    ///
    /// Memory grows with people, not with requests.
    @discardableResult
    public func write(
        to directory: String, progress: (Progress) -> Void = { _ in }
    ) throws(SimulationError) -> PlantedTruths {
        do {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        } catch {
            throw .cannotWrite(path: directory, reason: error.localizedDescription)
        }
        var generator = SeededGenerator(seed: seed)
        var organization = SimulatedOrganization(
            headcount: people, from: from, until: until, without: left, using: &generator)
        var support = SeededGenerator(seed: seed ^ Self.seedOfSupport)
        organization.plantUnsupported(from: from, until: until, using: &support)
        var files = OrganizationFiles(organization, directory: directory, from: from, zone: zone)
        try files.write()
        var surveys = SurveyFiles(
            organization: organization, directory: directory, until: until, clock: WallClock(zone: zone),
            generator: SeededGenerator(seed: generator.next()),
            instruments: SeededGenerator(seed: seed ^ Self.seedOfInstruments))
        try surveys.write()
        var practices = PracticeFiles(
            organization, directory: directory, from: from, until: until, zone: zone,
            generator: SeededGenerator(seed: seed ^ Self.seedOfPractices))
        try practices.write()
        let help = HelpGenerator(
            organization: organization, generator: generator,
            planted: SeededGenerator(seed: seed ^ Self.seedOfPlanted),
            fear: SeededGenerator(seed: seed ^ Self.seedOfFear),
            burnout: SeededGenerator(seed: seed ^ Self.seedOfBurnout))
        let truths = truths(of: organization, try writeHelp(help, to: directory, progress), practices.counts)
        try truths.write(to: directory + "/planted.json")
        return truths
    }

    private func writeHelp(
        _ generator: consuming HelpGenerator, to directory: String, _ progress: (Progress) -> Void
    ) throws(SimulationError) -> HelpFiles.Counts {
        var files = try HelpFiles(of: generator.organization, in: directory, until: until, zone: zone)
        var day = from
        while day < until {
            for request in generator.requests(on: day) { try files.append(request) }
            for contribution in generator.unasked(on: day) { try files.append(contribution) }
            for recognition in generator.otherThanks(on: day) { try files.append(recognition) }
            let next = day.advanced(byDays: 1)
            if next.civil.month != day.civil.month || next == until {
                let (year, month, _) = day.civil
                progress(
                    Progress(month: LocalDate(firstOfMonth: month, year: year), requests: files.counts.requests))
            }
            day = next
        }
        var counts = files.counts
        counts.notAsked = generator.notAsked
        try files.finish()
        return counts
    }
}
