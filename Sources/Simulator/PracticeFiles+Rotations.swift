import Domain

/// Who of a team is asked first, and who next, week by week.
extension PracticeFiles {
    mutating func writeRotations() throws(SimulationError) {
        var file = try CSVFile(of: Datasets.rotations, in: directory)
        for position in organization.teams.indices {
            /// The number of somebody's last week of duty.
            var lastTurn: [Int: Int] = [:]
            var stuck: [Int] = []
            for (week, monday) in mondays.enumerated() {
                let day = max(monday, from)
                let present = organization.teams[position].present(on: day).filter {
                    !organization.people[$0.person].isOnLeave(day)
                }
                guard var primary = leastRecent(present.map(\.person), lastTurn) else { continue }
                if organization.plan.stuckRotation.holds(in: position, on: day) {
                    if stuck.isEmpty {
                        stuck = Array(present.filter { $0.to == nil }.map(\.person).prefix(Habits.stuckPeople))
                        counts.stuckPeople = stuck
                    }
                    let there = stuck.filter { isThere($0, on: day) }
                    if !there.isEmpty { primary = there[week % there.count] }
                }
                lastTurn[primary] = week
                let next = monday.advanced(byDays: 7)
                let (team, updated) = (organization.teams[position].id, midnight(day))
                try file.append([team, id(primary), "primary", monday, next, updated])
                guard !generator.chance(Habits.shareOfWeeksWithoutBackup),
                    let backup = leastRecent(present.map(\.person).filter { $0 != primary }, lastTurn)
                else { continue }
                try file.append([team, id(backup), "backup", monday, next, updated])
            }
        }
        try file.finish()
    }

    /// Whoever has waited longest for a turn; of several the first.
    private func leastRecent(_ people: [Int], _ lastTurn: [Int: Int]) -> Int? {
        people.min { lastTurn[$0] ?? -1 < lastTurn[$1] ?? -1 }
    }
}
