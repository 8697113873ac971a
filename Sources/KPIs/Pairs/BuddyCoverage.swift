import Domain

/// Whether those who join have somebody at their side from the first week on.
public enum BuddyCoverage: KPI {
    public static let sheet = Sheet(
        id: "buddy_coverage",
        version: 1,
        title: "Buddy coverage",
        question: "Do people who join have a buddy within a week, and do the two meet?",
        formula: """
            Of the people who joined and whose \(weekOfJoining)th day lies in the period, ratio is the share who had a \
            buddy by that day. The day of joining is the first; who had left by the \(weekOfJoining)th day is in neither \
            number. A buddy counts whose pair began no later than that day and had not ended when the person joined.

            check_ins: over the people who joined, are still there on their \(monthOfJoining)th day, and have that day in \
            the period, the meetings with a buddy that were held in those \(monthOfJoining) days, divided by the working \
            days among these: days on which a shift of the person's calendar starts, Monday to Friday without a calendar, \
            less holidays. 1 is a meeting each working day. Those planned for more than \(daysAhead) days before the \
            person joined don't count; one told of under several ids of its pair counts once.

            Each employment is joined once: a contract renewed without a working day between goes on. Who comes back \
            joins again, and a pair that began before the former employment ended is none for the new one, nor do its \
            meetings count.

            Limits are Wilson's, and those of a ratio of sums over the people who joined, by Student's t.
            """,
        measures: [buddies, checkIns],
        direction: .higherIsBetter,
        inputs: [.init([People.joinedOn], .always)] + Pairs.inputs(reach: weekOfJoining - 1)
            + Meetings.inputs(reach: monthOfJoining - 1 + daysAhead)
            + Place.inputs(people: [People.calendar], teams: [Teams.calendar], reach: monthOfJoining - 1)
            + Calendars.inputs(.whereKnown, reach: monthOfJoining - 1),
        unfinished: """
            Who hasn't reached the day by the period's end counts in the period in which they do. A meeting that was \
            planned for the period's end or later isn't counted, though it was held before.
            """,
        missing: """
            People count for the team and department that they are in on their \(weekOfJoining)th, or \
            \(monthOfJoining)th, day; somebody whose team is unknown counts for the organization only and lowers the \
            coverage below it. A pair of somebody who isn't in people tells of nobody who joined.

            Without pair_meetings, or held_at in it, there are no check_ins. A meeting whose pair isn't in the data is \
            none. Leave takes no working day away.
            """,
        reference: """
            Convention. Limits: Wilson 1927, doi:10.1080/01621459.1927.10502953. Ratio of sums: Cochran 1977, Sampling \
            Techniques, 3rd edition, chapter 2.
            """,
        briefing: .init(
            .supportAndSafety, matters: .fivePoints,
            next: "Who joined without a buddy, and who will be theirs?"))

    /// Days, that of joining included; conventions.
    private static let weekOfJoining = 7
    private static let monthOfJoining = 30
    /// Days from when a meeting was to be until the person joins; a month.
    private static let daysAhead = 31

    private static let buddies = Sheet.Measure(
        title: "people who joined", headline: ratio, statistics: [ratio])
    private static let ratio = Sheet.Statistic(
        "ratio", .ratio, "share who had a buddy by the \(weekOfJoining)th day", adds: .mean(over: [.scope, .period]),
        minimum: .coded)
    private static let checkIns = Sheet.Measure(
        id: "check_ins", title: "people who joined", needs: [PairMeetings.heldAt],
        statistics: [
            .init(
                "ratio", .ratio, "meetings with a buddy per working day of the first \(monthOfJoining) days",
                adds: .ratioOfSums(over: [.scope, .period]), alsoTakes: Sheet.Statistic.takesRestOfSum,
                rounding: .twoDigits)
        ])

    public static func observe(into figures: inout Assembler) {
        observeBuddies(into: &figures)
        observeCheckIns(into: &figures)
    }

    private static func observeBuddies(into figures: inout Assembler) {
        let view = figures.view
        let pairs = Pairs(.buddy, in: view.facts)
        let byPerson = PositionsByKey(pairs.supported, keyCount: view.facts.people.count)
        let joiners = Joiner.all(reaching: weekOfJoining, in: view)
        let hasBuddy = joiners.map { joiner in
            byPerson[joiner.person].contains { position in
                let (from, to) = (pairs.from[Int(position)], pairs.to[Int(position)])
                return from <= joiner.day && max(from, joiner.joinedOn) < to && from >= joiner.cameBackFrom
            }
        }
        figures.add(buddies, of: Joiner.records(of: joiners, in: view) { hasBuddy[$0] ? 1 : 0 }) { group in
            [.init(ratio, shareOf: group.positions) { hasBuddy[Int($0)] }]
        }
    }

    private static func observeCheckIns(into figures: inout Assembler) {
        guard figures.serves(checkIns) else { return }
        let view = figures.view
        let joiners = Joiner.all(reaching: monthOfJoining, in: view)
        guard let first = joiners.map(\.joinedOn).min() else { return }
        let meetings = Meetings(.buddy, in: view)
        let byPerson = PositionsByKey(meetings.supported, keyCount: view.facts.people.count)
        let count = Int(view.window.lastDate.daysSinceEpoch - first.daysSinceEpoch) + 1
        let calendars = Calendars(facts: view.facts, zone: view.window.zone)
        var workingDays = WorkingDays(view: view, calendars: calendars, first: first, count: count)
        let zone = view.window.zone
        let pairs = joiners.map { joiner in
            let end = joiner.joinedOn.advanced(byDays: monthOfJoining)
            let days = first.days(from: joiner.joinedOn, to: end, count: count)
            let held = byPerson[joiner.person].count { position in
                guard let heldAt = meetings.heldAt[Int(position)] else { return false }
                let (planned, held) = (zone.date(at: meetings.plannedAt[Int(position)]), zone.date(at: heldAt))
                return joiner.joinedOn <= held && held < end
                    && planned >= joiner.joinedOn.advanced(byDays: -daysAhead)
                    && meetings.pairedFrom[Int(position)] >= joiner.cameBackFrom
            }
            let worked = workingDays.days(of: joiner.person)[days].count { $0 }
            return (y: Double(held), x: Double(worked))
        }
        let records = Joiner.records(of: joiners, in: view) {
            mix(mix(pairs[$0].y.bitPattern) ^ pairs[$0].x.bitPattern)
        }
        figures.add(checkIns, of: records) { group in
            let estimate = RatioOfSums.estimate(group.positions.map { pairs[Int($0)] })
            let days = group.positions.reduce(into: [Person: Double]()) { days, position in
                days[joiners[Int(position)].person, default: 0] += pairs[Int(position)].x
            }
            return [.init(checkIns.statistics[0], estimate, amounts: Array(days.values))]
        }
    }
}

/// Somebody who joined and reached a day of their employment in a window.
private struct Joiner {
    let person: Person
    let joinedOn: LocalDate
    /// The day that was reached.
    let day: LocalDate
    /// The first day gone from the employment before; `distantPast` without one.
    let cameBackFrom: LocalDate
    /// On that day.
    let place: Place

    /// Whose `dayOfJoining`th day lies in the view's window, and who are still employed on it; by person.
    static func all(reaching dayOfJoining: Int, in view: PeriodView) -> [Joiner] {
        let facts = view.facts
        let from = view.window.zone.date(at: view.window.from)
        var joiners: [Joiner] = []
        for person in facts.everybody {
            var leftOn = LocalDate.distantPast
            for employment in facts.roster.employments(of: person) {
                let day = employment.joinedOn.advanced(byDays: dayOfJoining - 1)
                if from <= day, day <= view.window.lastDate, day < employment.leftOn {
                    joiners.append(
                        Joiner(
                            person: person, joinedOn: employment.joinedOn, day: day, cameBackFrom: leftOn,
                            place: facts.place(of: person, on: day)))
                }
                leftOn = employment.leftOn
            }
        }
        return joiners
    }

    /// Each as a record; `hash` is of what the one at a position counts as.
    static func records(
        of joiners: [Joiner], in view: PeriodView, hash: @escaping (_ position: Int) -> UInt64
    ) -> Records<Owners> {
        Records(
            count: joiners.count, places: joiners.map(\.place),
            people: Owners(joiners.map(\.person), in: view) { position, _ in hash(position) })
    }
}
