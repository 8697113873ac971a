import Domain

/// To whom people say in each survey that they would go.
extension PracticeFiles {
    mutating func writeSupportTies() throws(SimulationError) {
        var file = try CSVFile(of: Datasets.supportTies, in: directory)
        for survey in organization.plan.surveys {
            let last = survey.opens.advanced(byDays: Habits.surveyDays - 1)
            let updated = midnight(min(last, until.advanced(byDays: -1)))
            for position in organization.teams.indices {
                for spell in organization.teams[position].present(on: survey.opens)
                where generator.chance(Habits.shareNaming) {
                    var named: [Int] = []
                    for _ in 0..<generator.whole(Habits.namedColleagues) {
                        let whose = team(position, orElsewhere: 1 - Habits.shareNamedInTeam)
                        let kind = generator.pick(Habits.namedFor)
                        guard let colleague = colleague(of: spell.person, in: whose, on: survey.opens),
                            !named.contains(colleague)
                        else { continue }
                        named.append(colleague)
                        try file.append([survey.id, id(spell.person), id(colleague), kind, updated])
                    }
                }
            }
        }
        try file.finish()
    }
}
