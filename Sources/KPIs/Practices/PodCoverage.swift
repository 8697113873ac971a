import Domain

/// Whether large teams are divided into groups that are small enough to look after each other.
public enum PodCoverage: KPI {
    public static let sheet = Sheet(
        id: "pod_coverage",
        version: 1,
        title: "Pod coverage",
        question: "Does everybody in a large team belong to a small group?",
        formula: """
            Of the teams with \(leastTeam) people or more on the period's last day, the share of those in which everybody \
            is in a pod of \(sizes.lowerBound) to \(sizes.upperBound).

            A team's people are those employed in it on that day. A pod is as large as there are people of its team who \
            are in it then: who has left, or works in another team, is not counted. Somebody in several pods is covered \
            by any one of that size. Limits are Wilson's.
            """,
        measures: [measure],
        direction: .higherIsBetter,
        inputs: [
            .init([Pods.team, Pods.pod, Pods.person], .always),
            .init([Pods.validFrom, Pods.validTo], .whereKnown),
            .init([People.team, People.joinedOn], .always),
        ] + Place.inputs(),
        unfinished: "It looks at one day, the last before the period's end.",
        missing: """
            Without valid_from a member was always in the pod, without valid_to they still are. People in no known team \
            are in none of the teams. Department is the one that the team has on that day; a team without one counts for \
            the organization only, and lowers the coverage of departments. Where no team is so large there is no figure.
            """,
        reference: """
            Convention: a group of \(sizes.lowerBound) to \(sizes.upperBound) is small enough for everybody to be seen. \
            Limits: Wilson 1927, doi:10.1080/01621459.1927.10502953.
            """,
        briefing: .init(
            .supportAndSafety, matters: nil,
            next: "Which large teams have no small groups, and do they miss them?"))

    /// Smaller ones are a group by themselves.
    private static let leastTeam = 20
    private static let sizes = 4...6

    private static let measure = Sheet.Measure(title: "large teams", headline: ratio, statistics: [ratio])
    private static let ratio = Sheet.Statistic(
        "ratio", .ratio, "share with everybody in a pod", adds: .mean(over: [.scope]), minimum: .headcount)

    private struct Pod: Hashable {
        let team: Symbol
        let id: Symbol
    }

    public static func observe(into figures: inout Assembler) {
        let view = figures.view
        let teams = PresentTeams(view: view)
        let members = members(of: teams, in: view)
        let isMember = teams.flags(of: members.values.joined())
        let isCovered = teams.flags(of: members.values.filter { sizes.contains($0.count) }.joined())
        let large = teams.all.filter { teams.people(of: $0).count >= leastTeam }
        let isFull = large.map { team in teams.people(of: team).allSatisfy { isCovered[$0.index] } }
        let shares = large.map { team in
            teams.people(of: team).map { CoOwners.Share(person: $0, hash: isMember[$0.index] ? 1 : 0) }
        }
        let records = Records(
            count: large.count, places: large.map { view.place(of: $0, on: view.window.lastDate) },
            people: CoOwners(shares, in: view))
        figures.add(measure, of: records) { group in
            [.init(ratio, Wilson.estimate(group.positions.count { isFull[Int($0)] }, of: group.positions.count))]
        }
    }

    /// Who was in which pod of their own team on the last day.
    private static func members(of teams: PresentTeams, in view: PeriodView) -> [Pod: Set<Person>] {
        let (named, pods, people) = (view.facts[Pods.team], view.facts[Pods.pod], view.facts[Pods.person])
        let (from, to) = (view.facts[Pods.validFrom], view.facts[Pods.validTo])
        let day = view.window.lastDate
        return view.facts.rows(of: Datasets.pods).reduce(into: [:]) { members, row in
            // Where the first day was never given it stands for unknown, and they were always there.
            let isThere = (from[row] <= day || from[row] == Kind.Day.unknown) && day < to[row]
            guard isThere, teams.team(of: people[row]) == named[row] else { return }
            members[Pod(team: named[row], id: pods[row]), default: []].insert(people[row])
        }
    }
}
