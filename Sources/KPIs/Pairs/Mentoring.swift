import Domain

/// How many people have a mentor, and whether the two meet.
public enum Mentoring: KPI {
    public static let sheet = Sheet(
        id: "mentoring",
        version: 1,
        title: "Mentoring",
        question: "How many people have a mentor, and do they meet?",
        formula: """
            per_100_people: the mentor pairs that last on the last day before the period's end, of supported people \
            employed on it, for every hundred people employed on it. Somebody with two mentors is in two pairs; two \
            people told of under several ids are one, and so is a meeting of theirs, held if any of its rows is. Few \
            pairs may mean that few wish for one.

            meetings_held: of the meetings of mentor pairs that were planned for the period, the share held by its \
            end, on the day or another.

            across_departments: of the pairs of per_100_people, the share whose two people are in different departments \
            on that day.

            Limits of shares are Wilson's, at the effective size over those supported; per_100_people has none.
            """,
        measures: [pairs, meetings, across],
        direction: .higherIsBetter,
        inputs: Pairs.inputs() + Meetings.inputs() + Place.inputs(),
        unfinished: """
            A meeting that isn't held by the end of the period counts as not held; one that is planned for later is left \
            to the period for which it is.
            """,
        missing: """
            Pairs and meetings count for the team and department of the person supported: on the last day before the \
            period's end, or on the day for which the meeting was planned. A supported person who isn't in people \
            lowers the coverage and, in meetings_held, counts for the organization only. A mentor needn't be in people.

            A meeting whose pair isn't in the data lowers the coverage, since it may or may not be a mentor's. A pair of \
            which a department is unknown is left out of across_departments and lowers its coverage. Without people \
            there are meetings only, without held_at none.

            per_100_people is shown where three people or more have a mentor, and three or more have none.
            """,
        reference: """
            Convention. Limits: Wilson 1927, doi:10.1080/01621459.1927.10502953, at the effective size of Korn, Graubard \
            1998, Survey Methodology 24, 193-201, since one person can have several pairs and meetings.
            """,
        briefing: .init(
            .supportAndSafety, matters: nil,
            next: "Who would like a mentor and has none?"))

    private static let people = 100

    private static let pairs = Sheet.Measure(
        title: "mentor pairs", needs: [Datasets.people], headline: perHundred, statistics: [perHundred])
    private static let perHundred = Sheet.Statistic(
        "per_100_people", .ratio, "pairs per 100 people", adds: .mean(over: [.scope]), minimum: .variety,
        rounding: .twoDigits)
    private static let meetings = Sheet.Measure(
        id: "meetings_held", title: "meetings of mentor pairs", needs: [PairMeetings.heldAt],
        statistics: [.init("ratio", .ratio, "share held", adds: .mean(over: [.scope]))])
    private static let across = Sheet.Measure(
        id: "across_departments", title: "mentor pairs", needs: [Datasets.people],
        needsOneOf: [People.department, Teams.department],
        statistics: [
            .init(
                "ratio", .ratio, "share across departments", direction: Sheet.Direction.none,
                adds: .mean(over: [.scope]))
        ])

    public static func observe(into figures: inout Assembler) {
        let view = figures.view
        let pairs = Pairs(.mentor, in: view.facts)
        let lasting = pairs.lasting(on: view.window.lastDate)
        observePairs(lasting.map(\.supported), into: &figures)
        observeMeetings(into: &figures)
        observeDepartments(lasting, into: &figures)
    }

    private static func observePairs(_ supported: [Person], into figures: inout Assembler) {
        let view = figures.view
        var counts = [Int](repeating: 0, count: view.facts.people.count)
        for person in supported { counts[person.index] += 1 }
        let present = PresentPeople(in: view)
        let ofPresent = present.people.map { counts[$0.index] }
        let records = present.records(in: view, strangers: view.strangers(among: supported)) { UInt64(ofPresent[$0]) }
        figures.add(pairs, of: records) { group in
            let count = group.positions.reduce(0) { $0 + ofPresent[Int($1)] }
            return [
                .init(
                    perHundred, Estimate(Double(people * count) / Double(group.positions.count)),
                    sides: .init(of: group.positions) { ofPresent[Int($0)] > 0 })
            ]
        }
    }

    private static func observeMeetings(into figures: inout Assembler) {
        guard figures.serves(meetings) else { return }
        let view = figures.view
        let all = Meetings(.mentor, in: view)
        let planned = all.plannedAt.indices.filter { all.plannedAt[$0] >= view.window.from }
        let supported = planned.map { all.supported[$0] }
        let isHeld = planned.map { all.heldAt[$0] != nil }
        var records = Records(
            count: planned.count,
            places: planned.map {
                view.facts.place(of: all.supported[$0], on: view.window.zone.date(at: all.plannedAt[$0]))
            },
            people: Parties(supported, and: planned.map { all.supporter[$0] }, in: view) { position, _ in
                isHeld[position] ? 1 : 0
            })
        records.isComplete = { view.isKnown(supported[$0]) }
        records.lacking = all.pairlessCount
        observeShare(meetings, of: records, supported, into: &figures) { isHeld[$0] }
    }

    private static func observeDepartments(
        _ pairs: [(supported: Person, supporter: Person)], into figures: inout Assembler
    ) {
        guard figures.serves(across) else { return }
        let (view, facts) = (figures.view, figures.view.facts)
        let day = view.window.lastDate
        let present = pairs.filter { facts.roster.isEmployed($0.supported, on: day) }
        let places = present.map { facts.place(of: $0.supported, on: day) }
        let others = present.map { facts.place(of: $0.supporter, on: day).department }
        let isAcross = zip(places, others).map { place, other in
            place.department.isKnown && other.isKnown ? place.department != other : nil
        }
        let supported = present.map(\.supported)
        var records = Records(
            count: present.count, places: places,
            people: Parties(supported, and: present.map(\.supporter), in: view) { position, _ in
                isAcross[position].map { $0 ? 2 : 1 } ?? 0
            })
        records.isMeasured = { isAcross[$0] != nil }
        records.lacking = pairs.count { !view.isInPeople[$0.supported.index] }
        observeShare(across, of: records, supported, into: &figures) { isAcross[$0] == true }
    }

    /// `people` go by position.
    private static func observeShare(
        _ measure: Sheet.Measure, of records: Records<Parties>, _ people: [Person], into figures: inout Assembler,
        isCounted: @escaping (Int) -> Bool
    ) {
        var shares = ClusteredShares(personCount: figures.view.facts.people.count)
        figures.add(measure, of: records) { group in
            let share = shares.estimate(of: group.positions) {
                people[$0]
            } isEvent: {
                isCounted($0)
            }
            return [.init(measure.statistics[0], share)]
        }
    }
}
