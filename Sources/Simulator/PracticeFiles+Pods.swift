import Domain

/// Small groups within teams; whoever joins comes to the smallest.
extension PracticeFiles {
    mutating func writePods() throws(SimulationError) {
        var file = try CSVFile(of: Datasets.pods, in: directory)
        for team in organization.teams where generator.chance(Habits.shareOfTeamsWithPods) {
            let spells = team.spells.filter { $0.from < until && $0.to ?? .distantFuture > from }
                .sorted { ($0.from, $0.person) < ($1.from, $1.person) }
            let present = team.present(on: from).count
            var pods = [[SimulatedOrganization.Spell]](
                repeating: [], count: max(1, (present + Habits.peopleOfPod / 2) / Habits.peopleOfPod))
            for spell in spells {
                let day = max(spell.from, from)
                let sizes = pods.map { pod in pod.count { $0.to ?? .distantFuture > day } }
                let smallest = sizes.indices.min { sizes[$0] < sizes[$1] } ?? 0
                pods[smallest].append(spell)
                try file.append([
                    team.id, Names.pod(smallest), id(spell.person), spell.from, spell.to, midnight(day),
                ])
            }
        }
        try file.finish()
    }
}
