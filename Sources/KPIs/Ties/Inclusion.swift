import Domain

/// How many people take part in asking and being helped, and how many of those who help each other are new to it.
public enum Inclusion: KPI {
    public static let sheet = Sheet(
        id: "inclusion",
        version: 1,
        title: "Inclusion",
        question: "Does help reach everybody, and does it reach beyond those who always helped each other?",
        formula: """
            default: of the people present on the last day before the period's end, the share who asked for help or got \
            some in the period. Who asked opened a request, whatever came of it; who got help is named as the recipient \
            of a contribution, asked the request that it names, or asked a request that was resolved by somebody else. \
            A low share may mean that little help was needed.

            new_ties: a tie is an ordered pair of two known people, one of whom helped the other in the period, however \
            often. It is new if the one didn't help the other in the \(EarlierTies.days) days before the period, local dates, \
            whoever they worked with then. The value is the share of ties that are new.

            Both go by quarters; an analysis of another stretch of time takes that, and looks back as far.

            Limits are Wilson's, of ties at the effective size over askers.
            """,
        measures: [people, newTies],
        direction: .higherIsBetter,
        inputs: [.init([People.joinedOn], .always)] + EarlierTies.inputs
            + Place.inputs(people: [People.location]),
        periods: [.quarter],
        breakdowns: [locationBreakdown],
        unfinished: """
            Who asked is counted at once, answered or not. A request that isn't closed by the end of the period is not \
            yet a piece of help.
            """,
        missing: """
            People count for the team, department and location of the last day before the period's end, ties for those \
            of their asker. Who isn't in people and asked for help or got some lowers the coverage. So do, of new ties, \
            pieces of which one side is unknown or isn't in people. Who has no known location is in none of the parts.

            In the first year of the data more ties look new than are: who helped whom before is not known. Without data \
            that says who was helped there is nothing.
            """,
        reference: """
            Convention. Limits: Wilson 1927, doi:10.1080/01621459.1927.10502953; effective size: Korn, Graubard 1998, \
            Survey Methodology 24, 193-201, since one asker has many ties.
            """,
        briefing: .init(
            .supportAndSafety, matters: nil,
            next: "Whom does help not reach, and how would they come into touch with others?"))

    private static let locationBreakdown = "location"
    private static let share = Sheet.Statistic(
        "ratio", .ratio, "share who asked or were helped", adds: .mean(over: [.scope, .part]), minimum: .coded)
    private static let people = Sheet.Measure(
        title: "people present", needsOneOf: Ties.recipients, headline: share, statistics: [share])
    private static let newShare = Sheet.Statistic(
        "ratio", .ratio, "share that are new", direction: Sheet.Direction.none, adds: .mean(over: [.scope, .part]))
    private static let newTies = Sheet.Measure(
        id: "new_ties", title: "who helped whom", needsOneOf: Ties.recipients, statistics: [newShare])

    public static func observe(into figures: inout Assembler) {
        guard figures.serves(people) else { return }
        let view = figures.view
        let ties = view.ties
        observePeople(ties, into: &figures)
        let known = TieRecords(ties)
        let before = view.earlierTies
        let isNew = known.askers.indices.map { !before.contains(known.askers[$0], known.helpers[$0]) }
        let places = view.lastPlaces
        var records = known.records(
            in: view, places: known.askers.map { places[$0.index] },
            tally: ties.tally(in: view) { asker, _ in places[asker.index] }
        ) {
            isNew[$0] ? 1 : 0
        }
        records.divisions = [division(known.askers, in: view)]
        var shares = ClusteredShares(personCount: view.facts.people.count)
        figures.add(newTies, of: records) { group in
            let share = shares.estimate(of: group.positions) {
                known.askers[$0]
            } isEvent: {
                isNew[$0]
            }
            return [.init(newShare, share)]
        }
    }

    private static func observePeople(_ ties: Ties, into figures: inout Assembler) {
        let view = figures.view
        let requests = view.requests
        let opened = requests.rows(with: requests.openedAt, in: view.window.interval)
        let hasAsked = Set(opened.map { requests.requester[$0] })
        let isIncluded = view.facts.everybody.map { ties.isAsker($0) || hasAsked.contains($0) }
        let present = PresentPeople(in: view)
        func isCounted(_ position: Int32) -> Bool { isIncluded[present.people[Int(position)].index] }
        var records = present.records(
            in: view, strangers: view.strangers(among: view.facts.everybody.filter { isIncluded[$0.index] })
        ) {
            isCounted(Int32($0)) ? 1 : 0
        }
        records.divisions = [division(present.people, in: view)]
        figures.add(people, of: records) { group in
            [.init(share, shareOf: group.positions, isCounted: isCounted)]
        }
    }

    /// Where each of some people worked on the last day.
    private static func division<Behind>(_ people: [Person], in view: PeriodView) -> Records<Behind>.Division {
        let locations = view.facts.everybody.map {
            view.facts.roster.spell(of: $0, on: view.window.lastDate)?.location ?? .unknown
        }
        return .init(
            breakdown: locationBreakdown, keys: people.map { locations[$0.index].ordinal },
            texts: view.facts.symbols.texts)
    }
}
