import Domain

/// Where and when something is planted, or merely different; teams are positions in the organization. Each truth has a
/// place of its own as long as there are places enough.
struct Plan {
    let overloadedTeam, slowTeam: Int
    let overrunTeam: Int
    let overrunFrom: LocalDate
    let afterHoursTeam: Int
    let afterHoursFrom: LocalDate
    let waveDepartment: String
    /// The first of the month.
    let waveMonth: LocalDate
    let fallDepartment: String
    /// The first survey in which people are less satisfied; `nil` where there is none at all.
    let fallSurvey: Survey?
    /// Works round the clock; nothing is planted there. Only where every truth has a team of its own.
    let shiftTeam: Int?
    let surveys: [Survey]

    init(
        teams: Int, departments: [String], from: LocalDate, until: LocalDate, using generator: inout SeededGenerator
    ) {
        let places = Self.shuffled(Array(0..<teams), using: &generator)
        overloadedTeam = places[0]
        slowTeam = places[1 % teams]
        overrunTeam = places[2 % teams]
        afterHoursTeam = places[3 % teams]
        shiftTeam = places.dropFirst(4).first
        let shuffled = Self.shuffled(departments, using: &generator)
        waveDepartment = shuffled[0]
        fallDepartment = shuffled[1 % shuffled.count]

        let (year, month, _) = from.civil
        let months = (until.civil.year - year) * 12 + until.civil.month - month
        func start(at part: Double) -> LocalDate {
            LocalDate(firstOfMonth: month + Int(Double(months) * part), year: year)
        }
        // Each begins early enough to be seen for months, and late enough to have a time before it.
        afterHoursFrom = start(at: 1 / 3)
        overrunFrom = start(at: 1 / 2)
        waveMonth = start(at: 2 / 3)
        surveys = Survey.rounds(from: from, until: until)
        fallSurvey = surveys.isEmpty ? nil : surveys[surveys.count / 2]
    }

    /// Fisher and Yates 1938, so that the same seed gives the same order for ever.
    private static func shuffled<T>(_ values: [T], using generator: inout SeededGenerator) -> [T] {
        var values = values
        for last in values.indices.dropFirst().reversed() { values.swapAt(last, generator.below(last + 1)) }
        return values
    }
}

/// One round of the quarterly survey.
struct Survey {
    let id: String
    /// The first Monday of its month.
    let opens: LocalDate

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
