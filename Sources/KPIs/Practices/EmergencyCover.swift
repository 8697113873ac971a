import Domain

/// Whether teams know whom to call when something happens to one of them, and have tried it.
public enum EmergencyCover: KPI {
    public static let sheet = Sheet(
        id: "emergency_cover",
        version: 1,
        title: "Emergency cover",
        question: "How many teams have somebody to call in an emergency, and somebody else if they can't be reached?",
        formula: """
            Of the teams on the period's last day, the share that has both a primary and a backup contact who were tested \
            within \(days) days: the date of the period's end less tested_on is at most \(days).

            Teams are those with a valid row in teams, whether somebody is in them or not; where teams was never given, \
            those in which somebody is employed on that day. Whoever is both primary and backup counts as both. Limits \
            are Wilson's.
            """,
        measures: [measure],
        direction: .higherIsBetter,
        inputs: [
            .init(
                [EmergencyContacts.team, EmergencyContacts.person, EmergencyContacts.role, EmergencyContacts.testedOn],
                .always, reach: days),
            .init([Teams.team], .either),
            .init([People.team, People.joinedOn], .either),
        ] + Place.inputs(),
        unfinished: "It looks at one day, the last before the period's end; a later test hasn't taken place yet.",
        missing: """
            A team without contacts isn't covered, nor is a contact without tested_on tested; as long as no file names \
            that column there is no figure. A contact needs to be neither in people nor in the team. Department is the \
            one that the team has on that day; a team without one counts for the organization only, and lowers the \
            coverage of departments.
            """,
        reference: """
            Convention: a quarter after a test nobody knows any more whether it would work. Limits: Wilson 1927, \
            doi:10.1080/01621459.1927.10502953.
            """,
        briefing: .init(
            .supportAndSafety, matters: .fivePoints,
            next: "Which teams would not know whom to call, and since when?"))

    /// A quarter.
    private static let days = 92

    private static let measure = Sheet.Measure(title: "teams", headline: ratio, statistics: [ratio])
    private static let ratio = Sheet.Statistic(
        "ratio", .ratio, "share with both contacts tested within \(days) days", adds: .mean(over: [.scope]),
        minimum: .headcount)

    private enum Role: String, CaseIterable {
        case primary, backup
    }

    public static func observe(into figures: inout Assembler) {
        let view = figures.view
        let facts = view.facts
        let day = view.window.lastDate
        let (team, person) = (facts[EmergencyContacts.team], facts[EmergencyContacts.person])
        let (role, testedOn) = (facts[EmergencyContacts.role], facts[EmergencyContacts.testedOn])
        let tested = facts.rows(of: Datasets.emergencyContacts).filter { row in
            testedOn[row] <= day && testedOn[row] > day.advanced(byDays: -days)
        }
        let contacts = PositionsByKey(tested.map { team[$0] }, keyCount: facts.symbols.texts.count)
        let teams = facts.has(Datasets.teams) ? facts.teams.all(on: day) : PresentTeams(view: view).all
        let isCovered = teams.map { team in
            let roles = contacts[team].map { facts.symbols[role[tested[Int($0)]]] }
            return Role.allCases.allSatisfy { roles.contains($0.rawValue) }
        }
        let shares = teams.map { team in
            contacts[team].map { position in
                let row = tested[Int(position)]
                let isBackup: UInt64 = facts.symbols[role[row]] == Role.backup.rawValue ? 1 : 0
                return CoOwners.Share(
                    person: person[row], hash: mix(UInt64(bitPattern: Int64(testedOn[row].daysSinceEpoch))) ^ isBackup)
            }
        }
        let records = Records(
            count: teams.count, places: teams.map { view.place(of: $0, on: day) }, people: CoOwners(shares, in: view))
        figures.add(measure, of: records) { group in
            [.init(ratio, Wilson.estimate(group.positions.count { isCovered[Int($0)] }, of: group.positions.count))]
        }
    }
}
