import Domain
import TestValues

extension Organization {
    /// Those that have records of their own here.
    private static let told: Set<String> = [
        "teams", "people", "turnover", "help_requests", "request_waits", "request_reopenings", "help_contributions",
        "satisfaction", "survey_invitations", "agreements", "agreement_boundaries", "calendars", "calendar_holidays",
        "leave", "recognitions", "rotations", "rituals", "commitments", "pairings", "pair_meetings", "objectives",
        "rewards", "feedback", "support_ties", "pods", "emergency_contacts",
    ]

    /// Rows of the other datasets, as their descriptors have them.
    mutating func addOthers(_ generator: inout SeededNumbers) {
        for dataset in Datasets.all where !Self.told.contains(dataset.name) && generator.chance(0.8) {
            var keys: Set<[String?]> = []
            for _ in 0..<Int.random(in: 1...20, using: &generator) {
                let row = row(of: dataset, &generator)
                guard keys.insert(dataset.key.map { row[$0] }).inserted else { continue }
                others[dataset.name, default: []].append(row)
            }
        }
    }

    /// Its dates and instants in the order of its columns, so that it keeps the rules.
    private func row(of dataset: Dataset, _ generator: inout SeededNumbers) -> [String: String] {
        var day = date(from).advanced(byDays: Int.random(in: -40...windowDays, using: &generator))
        var row: [String: String] = [:]
        for column in dataset.columns where column.required || generator.chance(0.7) {
            row[column.name] = text(of: column, day, &generator)
            if [.date, .instant].contains(column.type) { day = day.advanced(byDays: generator.pick([0, 1, 7, 30])) }
        }
        return row
    }

    private func text(
        of column: Dataset.Column, _ day: LocalDate, _ generator: inout SeededNumbers
    ) -> String {
        switch column.type {
        case .person: generator.pick(folk)
        case .text where column.name == "team_id": generator.pick(teamNames.compactMap { $0 })
        case .text, .token, .presence: "\(column.name) \(generator.pick([1, 2, 3, 4]))"
        case .date: day.description
        case .instant: "\(day)T\(generator.pick(["00:00", "09:00", "23:30"]))Z"
        case .timeOfDay: generator.pick(["00:00", "09:30", "24:00"])
        case .number(let least): "\(generator.pick([0, 1, 2.5, 40]) + (least ?? 0))"
        case .integer(let range): "\(Int.random(in: range.clamped(to: -100...100), using: &generator))"
        case .boolean: generator.pick(["true", "false"])
        case .choice(let words): generator.pick(words)
        case .zone: generator.pick(Self.randomZones.compactMap { $0 })
        }
    }
}
