import Domain

/// Whether the duty of being asked first goes round.
public enum RotationFairness: KPI {
    public static let sheet = Sheet(
        id: "rotation_fairness",
        version: 1,
        title: "Rotation fairness",
        question: "Is the duty of helping first shared evenly, and is somebody always on duty?",
        formula: """
            gini is the Gini coefficient, times n/(n-1), of the days on which each member was their team's primary \
            helper, weekends included; 0 means that everybody had as many. Beside it stands fairest, the least that whole \
            days can reach: that of the same days dealt evenly over the same members.

            Members are people who were in one and the same team on every day of the quarter; they are pooled over the \
            teams that had a turn in it, of either role, and who had none has 0 days. Days on duty for another team are \
            not counted, a day in two turns once. fairest gives each member the days divided by the members, rounded down, \
            and one more to as many as days are left over.

            covered: of the weeks of those teams, the share in which both roles, primary and backup, were taken on all \
            seven days. Weeks run from Monday to Sunday, in whole even where they began before the quarter, cut at its \
            end, and belong to the quarter in which their Thursday lies.

            back_to_back: of the primary turns that began in the quarter, the share that began on the day on which \
            another primary turn of the same person, of whatever team, ended (its valid_to).

            Limits of gini are a jackknife's, those of covered Wilson's, those of back_to_back Wilson's at the effective \
            size.
            """,
        measures: [days, covered, backToBack],
        direction: .lowerIsBetter,
        inputs: [
            .init(
                [
                    Rotations.team, Rotations.person, Rotations.role, Rotations.validFrom, Rotations.validTo,
                ], .always, reach: daysBefore)
        ] + Place.inputs(),
        periods: [.quarter],
        unfinished: """
            A turn that lasts on beyond the quarter counts up to its end, and one that begins later isn't there yet. A \
            turn that ends on the day on which it begins has no day, and is none.
            """,
        missing: """
            Without people there is neither gini nor fairest, and without a primary day of any member they have no value. \
            Turns of people who aren't in people lower the coverage of gini, fairest and back_to_back. Members, weeks and \
            turns count for the team of the turns, and for the department that it has on the quarter's last day; where that \
            is unknown, for the team and the organization, and they lower the coverage of departments.
            """,
        reference: """
            Convention. Gini's factor: Deltas 2003, doi:10.1162/rest.2003.85.1.226. Delete-one jackknife: Yitzhaki 1991, \
            Journal of Business & Economic Statistics 9, 235-239. Weeks: ISO 8601. Limits of shares: Wilson 1927, \
            doi:10.1080/01621459.1927.10502953; effective size: Korn, Graubard 1998, Survey Methodology 24, 193-201, \
            since one person has many turns.
            """,
        briefing: .init(
            .helpers, matters: .fivePoints,
            next: "Who takes more turns than others, and did they choose to?"))

    /// From Monday to the Thursday that a week belongs by.
    private static let daysBefore = 3

    private static let days = Sheet.Measure(
        title: "primary days of members", needs: [Datasets.people, People.team], headline: gini,
        statistics: [gini, fairest])
    private static let gini = Sheet.Statistic(
        "gini", .ratio, "Gini coefficient", leastPeople: 10, rounding: .twoDigits)
    private static let fairest = Sheet.Statistic(
        "fairest", .ratio, "the least that whole days dealt evenly could reach", leastPeople: 10,
        direction: Sheet.Direction.none, rounding: .twoDigits)
    private static let covered = Sheet.Measure(
        id: "covered", title: "weeks of teams", headline: shareCovered, statistics: [shareCovered])
    private static let shareCovered = Sheet.Statistic(
        "ratio", .ratio, "share with both roles every day", direction: .higherIsBetter, adds: .mean(over: [.scope]),
        minimum: .headcount)
    private static let backToBack = Sheet.Measure(
        id: "back_to_back", title: "primary turns begun", statistics: [shareBackToBack])
    private static let shareBackToBack = Sheet.Statistic(
        "ratio", .ratio, "share that began as another of the same person ended", adds: .mean(over: [.scope, .period]))

    public static func observe(into figures: inout Assembler) {
        let window = figures.view.window
        let quarter = window.zone.date(at: window.from)..<window.lastDate.advanced(byDays: 1)
        let turns = RotationTurns(facts: figures.view.facts).all
        let inQuarter = turns.filter { $0.days.overlaps(quarter) }
        observeDays(inQuarter, in: quarter, into: &figures)
        observeWeeks(of: Set(inQuarter.map(\.team)).sorted(), turns, in: quarter, into: &figures)
        observeTurns(turns, in: quarter, into: &figures)
    }

    private static func place(of team: Symbol, in view: PeriodView) -> Place {
        view.place(of: team, on: view.window.lastDate)
    }

    // MARK: Days

    private static func observeDays(
        _ turns: [RotationTurns.Turn], in quarter: DateRange, into figures: inout Assembler
    ) {
        guard figures.serves(days) else { return }
        let view = figures.view
        let primary = turns.filter(\.isPrimary)
        let byPerson = PositionsByKey(primary.map(\.person), keyCount: view.facts.people.count)
        let teams = Set(turns.map(\.team))
        var daysOfMembers = ScopedPeople(0)
        for (person, team) in members(in: view) where teams.contains(team) {
            let own = byPerson[person].map { primary[Int($0)] }.filter { $0.team == team }
            let dayCount = own.map { $0.days.clamped(to: quarter) }.merged.reduce(0) { $0 + $1.dayCount }
            daysOfMembers.change(person, at: place(of: team, in: view)) { $0 = dayCount }
        }
        let places = primary.map { place(of: $0.team, in: view) }
        var tally = CoverageTally()
        for (turn, place) in zip(primary, places) {
            tally.add(isComplete: view.isKnown(turn.person), place: place)
        }
        let turnsByScope = positions(of: places, in: view)
        figures.add(days, of: daysOfMembers, also: turnsByScope.keys, coverage: tally.shares) { rows in
            let shares = rows.map {
                Assembler.PeopleReading.Share(person: $0.person, hash: mix(UInt64($0.value)))
            }
            return [
                .init(gini, Gini.estimate(rows.map { Double($0.value) }), of: shares),
                .init(fairest, Estimate(leastGini(of: rows.map(\.value))), of: shares),
            ]
        } all: { scope, _ in
            let own = (turnsByScope[scope] ?? []).map { primary[$0] }
            let dayCounts = Dictionary(grouping: own, by: \.person).mapValues { turns in
                turns.reduce(0) { $0 + $1.days.clamped(to: quarter).dayCount }
            }
            return Population(
                n: own.count,
                contributors: Contributors(
                    people: dayCounts.count,
                    digest: view.digest(of: dayCounts.map { ($0.key, mix(UInt64($0.value))) })))
        }
    }

    /// By scope: the positions of what is in it.
    private static func positions(of places: [Place], in view: PeriodView) -> [Scope: [Int]] {
        var positions: [Scope: [Int]] = [:]
        for (position, place) in places.enumerated() {
            positions[.organization, default: []].append(position)
            for kind in [ScopeKind.department, .team] {
                guard let id = view.facts.symbols[place[kind]] else { continue }
                positions[Scope(kind, id), default: []].append(position)
            }
        }
        return positions
    }

    /// Who was in which team on every day of the window, by person.
    private static func members(in view: PeriodView) -> [(person: Person, team: Symbol)] {
        let workforce = view.workforce
        return Dictionary(grouping: workforce.members, by: \.person).compactMap { person, employments in
            let stays = employments.flatMap(\.stays)
            guard let team = stays.first?.place.team, team.isKnown, stays.allSatisfy({ $0.place.team == team }),
                stays.reduce(0, { $0 + $1.days }) == workforce.days
            else { return nil }
            return (person, team)
        }.sorted { $0.person < $1.person }
    }

    /// That of the same days, dealt evenly.
    private static func leastGini(of days: [Int]) -> Double? {
        guard !days.isEmpty else { return nil }
        let (each, left) = days.reduce(0, +).quotientAndRemainder(dividingBy: days.count)
        return Gini.estimate(days.indices.map { Double($0 < left ? each + 1 : each) }).value
    }

    // MARK: Weeks

    private static func observeWeeks(
        of teams: [Symbol], _ turns: [RotationTurns.Turn], in quarter: DateRange, into figures: inout Assembler
    ) {
        let view = figures.view
        let weeks = weeks(of: quarter)
        let byTeam = PositionsByKey(turns.map(\.team), keyCount: view.facts.symbols.texts.count)
        var places: [Place] = []
        var isCovered: [Bool] = []
        var people: [[CoOwners.Share]] = []
        for team in teams {
            let own = byTeam[team].map { turns[Int($0)] }
            let roles = [true, false].map { isPrimary in
                own.filter { $0.isPrimary == isPrimary }.map(\.days).merged
            }
            for week in weeks {
                places.append(place(of: team, in: view))
                isCovered.append(
                    roles.allSatisfy { role in
                        role.contains {
                            $0.lowerBound <= week.lowerBound && week.upperBound <= $0.upperBound
                        }
                    })
                people.append(
                    own.filter { $0.days.overlaps(week) }.map { turn in
                        let days = turn.days.clamped(to: week)
                        let first = mix(UInt64(bitPattern: Int64(days.lowerBound.daysSinceEpoch)))
                        return .init(
                            person: turn.person,
                            hash: mix(first ^ UInt64(days.dayCount << 1 | (turn.isPrimary ? 1 : 0))))
                    })
            }
        }
        let records = Records(count: places.count, places: places, people: CoOwners(people, in: view))
        figures.add(covered, of: records) { group in
            let count = group.positions.count { isCovered[Int($0)] }
            return [.init(shareCovered, Wilson.estimate(count, of: group.positions.count))]
        }
    }

    /// From Monday; those whose Thursday lies in the quarter, cut at its end.
    private static func weeks(of quarter: DateRange) -> [DateRange] {
        let first = quarter.lowerBound
        let thursday = first.advanced(byDays: (4 - first.isoWeekday + 7) % 7)
        return sequence(first: thursday) { $0.advanced(byDays: 7) }.prefix { $0 < quarter.upperBound }.map {
            $0.advanced(byDays: -daysBefore)..<min($0.advanced(byDays: 7 - daysBefore), quarter.upperBound)
        }
    }

    // MARK: Turns

    private static func observeTurns(
        _ turns: [RotationTurns.Turn], in quarter: DateRange, into figures: inout Assembler
    ) {
        let view = figures.view
        let primary = turns.filter(\.isPrimary)
        let ends = Dictionary(grouping: primary, by: \.person).mapValues { Set($0.map(\.days.upperBound)) }
        let begun = primary.indices.filter { quarter.contains(primary[$0].days.lowerBound) }
        let follows = begun.map { index in
            ends[primary[index].person]?.contains(primary[index].days.lowerBound) == true
        }
        let owners = Owners(begun.map { primary[$0].person }, in: view) { position, _ in
            let first = mix(UInt64(bitPattern: Int64(primary[begun[position]].days.lowerBound.daysSinceEpoch)))
            return mix(first ^ (follows[position] ? 1 : 0))
        }
        var records = Records(
            count: begun.count, places: begun.map { place(of: primary[$0].team, in: view) }, people: owners)
        records.isComplete = { view.isKnown(primary[begun[$0]].person) }
        var shares = ClusteredShares(personCount: view.facts.people.count)
        figures.add(backToBack, of: records) { group in
            let share = shares.estimate(of: group.positions) {
                primary[begun[$0]].person
            } isEvent: {
                follows[$0]
            }
            return [.init(shareBackToBack, share)]
        }
    }
}
