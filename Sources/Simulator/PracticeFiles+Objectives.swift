import Domain

/// What people are held to, settled for a calendar year.
extension PracticeFiles {
    mutating func writeObjectives() throws(SimulationError) {
        var file = try CSVFile(of: Datasets.objectives, in: directory)
        var count = 0
        for (position, person) in organization.people.enumerated() {
            for year in from.year...until.advanced(byDays: -1).year {
                let begins = max(person.joinedOn, LocalDate(firstOfMonth: 1, year: year))
                let ends = min(person.leftOn ?? .distantFuture, LocalDate(firstOfMonth: 1, year: year + 1))
                guard begins < ends, begins < until,
                    let spell = person.spells.last(where: { $0.from <= begins })
                else { continue }
                for habit in Habits.objectives where generator.chance(habit.share) {
                    let helped = colleague(of: position, in: spell.team, on: begins)
                    let beneficiary: String? =
                        switch habit.beneficiary {
                        case "team": organization.teams[spell.team].id
                        case "person": helped.map { id($0) }
                        default: nil
                        }
                    try file.append([
                        Names.objective(count), person.id, habit.beneficiary, beneficiary, habit.weight, habit.kind,
                        begins, ends, midnight(max(begins, from)),
                    ])
                    count += 1
                }
            }
        }
        try file.finish()
    }
}
