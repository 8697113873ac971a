import Domain

/// Whom teams call in an emergency, with each time that somebody tried.
extension PracticeFiles {
    mutating func writeEmergencyContacts() throws(SimulationError) {
        var file = try CSVFile(of: Datasets.emergencyContacts, in: directory)
        for (position, team) in organization.teams.enumerated() {
            let hasBackup = !generator.chance(Habits.shareOfTeamsWithoutBackup)
            var day = from.advanced(byDays: generator.below(Habits.daysBetweenTests.lowerBound))
            var backup: Int?
            while day < until {
                let lead = organization.leads[position]
                try file.append([team.id, id(lead), "primary", day, midnight(day)])
                if hasBackup {
                    if !(backup.map { isThere($0, on: day) } ?? false) {
                        backup = colleague(of: lead, in: position, on: day)
                    }
                    if let backup { try file.append([team.id, id(backup), "backup", day, midnight(day)]) }
                }
                day = day.advanced(byDays: generator.whole(Habits.daysBetweenTests))
            }
        }
        try file.finish()
    }
}
