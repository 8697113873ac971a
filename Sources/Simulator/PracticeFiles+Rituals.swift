import Domain

/// What teams plan to hold together, and whether they did.
extension PracticeFiles {
    mutating func writeRituals() throws(SimulationError) {
        var file = try CSVFile(of: Datasets.rituals, in: directory)
        var count = 0
        let office = organization.calendars[WorkWeek.office]
        for (position, team) in organization.teams.enumerated() {
            for (week, monday) in mondays.enumerated() {
                // Not all teams in the same week.
                for ritual in Habits.rituals where (week + position) % ritual.everyWeeks == 0 {
                    let day = monday.advanced(byDays: ritual.weekday - 1)
                    guard day >= from, day < until, !office.spans(startingOn: day).isEmpty else { continue }
                    let planned = WallTime(date: day, second: ritual.second)
                    let late = generator.whole(Habits.secondsLate)
                    let held =
                        generator.chance(Habits.shareHeld)
                        ? clock.text(of: WallTime(date: day, second: ritual.second + late)) : nil
                    let text = clock.text(of: planned)
                    try file.append([Names.ritual(count), team.id, ritual.kind, text, held, held ?? text])
                    count += 1
                }
            }
        }
        try file.finish()
    }
}
