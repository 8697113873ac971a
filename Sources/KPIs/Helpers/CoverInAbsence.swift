import Domain

/// Whether teams answer as well while the one who helps most is away.
public enum CoverInAbsence: KPI {
    public static let sheet = Sheet(
        id: "cover_in_absence",
        version: 1,
        title: "Cover in absence",
        question: "Are requests answered in time while a team's busiest helper is away?",
        formula: """
            Of the requests whose target for the first answer fell due in the period, the share that was answered in time \
            (as in response_target_met): away of those opened on days on which the busiest helper of the asked team was \
            on leave, other_days of those opened on other days. Both are pooled over the teams that had requests of both \
            kinds, so that a team is compared with itself. It is an association and no cause: leave can be everybody's, as \
            holidays are.

            The busiest helper of a team is whoever gave most hours of help in the three calendar months before the \
            period, among the pieces of help that belong to the team; of those with as many hours, whoever gave most \
            pieces. Somebody whose pieces all lack minutes comes after everybody whose hours are known; if no piece of \
            those months has minutes, pieces alone decide. If two have as many of both, the team has no busiest helper \
            and is left out.

            A contribution is a piece at its start; so is, at its first close, a resolved request that no contribution \
            names. A piece belongs to the team that its helper was in at its start or, if the helper isn't in people, to \
            the team that the request names. A day is the request's local date of opening, in the organization's zone. \
            Somebody who isn't employed on a day isn't away; who isn't in people counts as employed.

            Limits are Wilson's, at the effective size.
            """,
        measures: [away, otherDays],
        direction: .higherIsBetter,
        inputs: ResponseTargets.inputs(.always) + [
            .init([Leave.person, Leave.validFrom, Leave.validTo], .always, reach: ResponseTargets.reach)
        ]
            + Pieces.inputs(
                requests: [HelpRequests.effortMinutes], contributions: [HelpContributions.minutes],
                reach: daysOfQuarter)
            + Place.inputs(reach: daysOfQuarter),
        settings: [Settings.responseTargetMinutes.name],
        scopes: [.organization],
        unfinished: """
            A request without an answer by the end of the period missed its target. One that was withdrawn, or solved by \
            its asker, before the target fell due is left out. A target that falls due later is left to the period in \
            which it does.
            """,
        missing: """
            With fewer than \(leastTeams) teams that have requests of both kinds there is no value: so few would tell of \
            single helpers. A request whose team is unknown is left out and lowers the coverage, and so does a busiest \
            helper who isn't in people. Without minutes anywhere the busiest helper is found by pieces.
            """,
        reference: """
            Convention. ITIL 4, service level targets. Limits: Wilson 1927, doi:10.1080/01621459.1927.10502953, at the \
            effective size of Korn, Graubard 1998, Survey Methodology 24, 193-201, since one asker has many requests.
            """,
        briefing: .init(
            .timelyHelp, matters: .fivePoints,
            next: "What does only the busiest helper know, and who could learn it next?"))

    /// Of three calendar months the most.
    private static let daysOfQuarter = 92
    /// Of fewer it would be plain whose absence it is about.
    private static let leastTeams = 5

    private static let away = Sheet.Measure(
        id: "away", title: "requests of days on which the busiest helper was away", headline: ratio,
        statistics: [ratio])
    private static let otherDays = Sheet.Measure(
        id: "other_days", title: "requests of other days", headline: ratio, statistics: [ratio])
    private static let ratio = Sheet.Statistic(
        "ratio", .ratio, "share answered within the target",
        estimation: .from(
            leastTeams, "teams with requests of both kinds of days", isOfN: false))

    public static func observe(into figures: inout Assembler) {
        let view = figures.view
        let targets = ResponseTargets(dueIn: view)
        let asked = zip(targets.rows, targets.verdicts).filter { $1 != .withdrawn }
        let rows = asked.map(\.0)
        let isMet = asked.map { $1 == .met }
        let teams = view.places(of: rows).map(\.team)
        let busiest = BusiestHelpers(view: view)
        /// Whether somebody was away; `nil` where nobody could be.
        let isAway = zip(rows, teams).map { row, team in
            busiest.of(team).map { view.isAway($0, on: view.window.zone.date(at: view.requests.openedAt[row])) }
        }
        func teamsWhere(_ wanted: Bool) -> Set<Symbol> {
            Set(zip(teams, isAway).filter { $1 == wanted }.map(\.0))
        }
        let compared = teamsWhere(true).intersection(teamsWhere(false))
        var shares = ClusteredShares(personCount: view.facts.people.count)

        func add(_ measure: Sheet.Measure, _ wanted: Bool) {
            var records = Records(ofRequests: rows, in: view) { mix(isMet[$0] ? 1 : 0) }
            records.isMeasured = { teams[$0].isKnown }
            records.isComplete = { busiest.of(teams[$0]).map(view.isKnown) ?? true }
            let isPart = rows.indices.map { isAway[$0] == wanted && compared.contains(teams[$0]) }
            records.isPart = isPart
            figures.add(measure, of: records) { group in
                let part = group.positions.lazy.filter { isPart[Int($0)] }
                let share = shares.estimate(of: part) {
                    view.requests.requester[rows[$0]]
                } isEvent: {
                    isMet[$0]
                }
                // A refused one counts all that could have been compared.
                return [.init(ratio, compared.count < leastTeams ? .none : share, isOfPart: !group.isRefused)]
            }
        }
        add(away, true)
        add(otherDays, false)
    }
}

/// Who gave most help in each team in the quarter before a window.
private struct BusiestHelpers {
    private struct Total {
        let person: Person
        /// Below 0 where it isn't known.
        let hours: Double
        let pieces: Int
    }

    private var byTeam: [Symbol: Person] = [:]

    init(view: PeriodView) {
        let quarter = view.window.quarterBefore
        let pieces = Pieces(view: view, from: quarter.from, details: [.minutes])
        let teams = pieces.places(in: view).map(\.team)
        let byHelper = PositionsByKey(pieces.helper, keyCount: view.facts.people.count)
        var totals: [Symbol: [Total]] = [:]
        for person in view.facts.everybody {
            let own = byHelper[person].filter { pieces.startedAt[Int($0)] < quarter.to }
            for (team, own) in Dictionary(grouping: own, by: { teams[Int($0)] }) where team.isKnown {
                totals[team, default: []].append(
                    Total(person: person, hours: pieces.hours(of: own) ?? -1, pieces: own.count))
            }
        }
        byTeam = totals.compactMapValues { totals in
            let hours = totals.map(\.hours).max() ?? 0
            let busiest = totals.filter { $0.hours >= hours - Threshold.tolerance }
            let pieces = busiest.map(\.pieces).max() ?? 0
            let first = busiest.filter { $0.pieces == pieces }
            return first.count == 1 ? first[0].person : nil
        }
    }

    /// `nil` where nobody helped, or two are equal.
    func of(_ team: Symbol) -> Person? { byTeam[team] }
}

extension PeriodView {
    /// Whether somebody who is employed, or isn't in `people`, was on leave on a day.
    fileprivate func isAway(_ person: Person, on day: LocalDate) -> Bool {
        let isOnLeave = facts.leave.byPerson[person]?.contains { $0.from <= day && day < $0.to } ?? false
        return isOnLeave && (!isInPeople[person.index] || facts.roster.isEmployed(person, on: day))
    }
}
