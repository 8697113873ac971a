import Domain

/// Where and when something is planted, or merely different; teams are positions in the organization. Each truth has a
/// place of its own as long as there are places enough.
///
/// What isn't planted is `nil`. That doesn't move the other places.
struct Plan {
    let overloadedTeam, slowTeam: Int?
    let overrun, afterHours: Change<Int>?
    /// Its place is a department, its day the first of the month.
    let exitWave: Change<String>?
    let fallDepartment: String
    /// The first survey in which people are less satisfied; `nil` too where there is none at all.
    let fallSurvey: Survey?
    /// Works round the clock; nothing is planted there of what requests show. Only where there are teams enough.
    let shiftTeam: Int?
    let surveys: [Survey]

    /// From when on juniors hardly ask.
    let quietFrom: LocalDate?
    /// Places are departments.
    let helpingManagers, closedClique, idleFeedback: Change<String>?
    /// Departments too, which others share: none of them shows in figures of another.
    let fearOfAsking, visibleBurnout, silentBurnout: Change<String>?
    let isSupportKeeping: Bool
    let brokenPromises, stuckRotation: Change<Int>?
    /// From when on rewards go to those who help less.
    let punishedFrom: LocalDate?
    /// From when on buddies don't meet.
    let absentFrom: LocalDate?

    /// Something that is so at one place from a day on.
    struct Change<Place: Equatable & Sendable>: Sendable {
        let place: Place
        let from: LocalDate
    }

    /// - Parameters:
    ///   - departments: of the teams, in their order.
    ///   - left: what isn't planted.
    init(
        departments ofTeams: [String], without left: Set<PlantedTruth>, from: LocalDate, until: LocalDate,
        using generator: inout SeededGenerator
    ) {
        let teams = ofTeams.count
        func planted<T>(_ truth: PlantedTruth, _ value: T) -> T? { left.contains(truth) ? nil : value }
        let places = Self.shuffled(Array(0..<teams), using: &generator)
        overloadedTeam = planted(.overloadedHelper, places[0])
        slowTeam = planted(.slowTeam, places[1 % teams])
        shiftTeam = places.dropFirst(4).first
        var departments: [String] = []
        for department in ofTeams where !departments.contains(department) { departments.append(department) }
        let shuffled = Self.shuffled(departments, using: &generator)
        fallDepartment = shuffled[1 % shuffled.count]
        let others = (2...4).map { shuffled[$0 % shuffled.count] }
        // Where managers help, the one helper of a team is nothing special; what people give unasked, managers don't; and
        // of those who work in shifts most are never there when their manager is.
        let crowded = [0, 0, 2, 3, 4].map { ofTeams[places[$0 % teams]] }
        let crowds = others.map { other in crowded.count { $0 == other } }
        let managers = others.indices.min { crowds[$0] < crowds[$1] } ?? 0
        let rest = others.indices.filter { $0 != managers }.map { others[$0] }

        // Of a longer time the last months have them, so that the newest figures are still held against what was before.
        let last = until.civil.year * 12 + until.civil.month
        let months = min(last - from.civil.year * 12 - from.civil.month, Self.mostMonths)
        func start(at part: Double) -> LocalDate {
            LocalDate(firstOfMonth: until.civil.month - months + Int(Double(months) * part), year: until.civil.year)
        }
        // Each begins early enough to be seen for months, and late enough to have a time before it.
        afterHours = planted(.afterHoursHelp, Change(place: places[3 % teams], from: start(at: 1 / 3)))
        overrun = planted(.capacityOverrun, Change(place: places[2 % teams], from: start(at: 1 / 2)))
        exitWave = planted(.exitWave, Change(place: shuffled[0], from: start(at: 2 / 3)))
        surveys = Survey.rounds(from: from, until: until)
        let recent = surveys.filter { $0.opens >= start(at: 0) }
        fallSurvey = left.contains(.satisfactionFall) || recent.isEmpty ? nil : recent[recent.count / 2]
        // What is compared by quarters has one before it and one within it.
        quietFrom = planted(.quietJuniors, start(at: 2 / 3))
        helpingManagers = planted(.helpingManagers, Change(place: others[managers], from: start(at: 1 / 2)))
        closedClique = planted(.closedClique, Change(place: rest[0], from: start(at: 1 / 2)))
        idleFeedback = planted(.idleFeedback, Change(place: rest[1], from: start(at: 1 / 2)))
        brokenPromises = planted(.brokenPromises, Change(place: places[5 % teams], from: start(at: 1 / 2)))
        stuckRotation = planted(.stuckRotation, Change(place: places[6 % teams], from: start(at: 1 / 2)))
        punishedFrom = planted(.punishedHelp, start(at: 1 / 2))
        absentFrom = planted(.absentBuddies, start(at: 1 / 2))

        isSupportKeeping = !left.contains(.keepingSupport)
        // Departments of which requests, contributions and the inventory show nothing else.
        var free = [shuffled[0], fallDepartment, rest[1]]
        func leastCrowded(_ crowd: [Int]) -> String {
            let crowd = crowd.map { ofTeams[places[$0 % teams]] }
            let crowds = free.map { department in crowd.count { $0 == department } }
            return free.remove(at: crowds.indices.min { crowds[$0] < crowds[$1] } ?? 0)
        }
        // Nobody carries a team alone where many help at night, nor where few are asked; and where nothing is seen no team
        // helps after hours. The inventory says nothing of cliques.
        let visible = leastCrowded([0, 0, 0, 2, 4])
        let fearful = leastCrowded([0])
        free.append(rest[0])
        let silent = leastCrowded([3, 3, 2])
        let middle = start(at: 1 / 2)
        let isInventoryAsked = surveys.contains { $0.opens >= middle && $0.isLong }
        fearOfAsking = planted(.fearOfAsking, Change(place: fearful, from: middle))
        visibleBurnout = isInventoryAsked ? planted(.visibleBurnout, Change(place: visible, from: middle)) : nil
        silentBurnout = isInventoryAsked ? planted(.silentBurnout, Change(place: silent, from: middle)) : nil
    }

    private static let mostMonths = 18

    /// Fisher and Yates 1938, so that the same seed gives the same order for ever.
    private static func shuffled<T>(_ values: [T], using generator: inout SeededGenerator) -> [T] {
        var values = values
        for last in values.indices.dropFirst().reversed() { values.swapAt(last, generator.below(last + 1)) }
        return values
    }
}

extension Optional {
    /// Whether a change has come to a place by a day; what isn't planted never does.
    func holds<Place>(in place: Place, on day: LocalDate) -> Bool where Wrapped == Plan.Change<Place> {
        map { $0.place == place && day >= $0.from } ?? false
    }
}

/// One round of the quarterly survey.
struct Survey {
    let id: String
    /// The first Monday of its month.
    let opens: LocalDate

    /// Whether it asks the long instruments too.
    var isLong: Bool { Habits.inventoryMonths.contains(opens.civil.month) }

    /// Those that open in `from ..< until`.
    static func rounds(from: LocalDate, until: LocalDate) -> [Survey] {
        let (year, month, _) = from.civil
        let months = (until.civil.year - year) * 12 + until.civil.month - month
        return (0...months).compactMap { offset in
            let first = LocalDate(firstOfMonth: month + offset, year: year)
            let opens = first.advanced(byDays: (8 - first.isoWeekday) % 7)
            guard Habits.surveyMonths.contains(first.civil.month), opens < until else { return nil }
            return Survey(id: "pulse-" + first.description.prefix(7), opens: opens)
        }
    }
}
