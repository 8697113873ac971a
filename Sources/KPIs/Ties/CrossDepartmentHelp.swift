import Domain

/// How much help goes from one department to another.
public enum CrossDepartmentHelp: KPI {
    public static let sheet = Sheet(
        id: "cross_department_help",
        version: 1,
        title: "Help across departments",
        question: "Does help cross the borders of departments?",
        formula: """
            ratio: a tie is an ordered pair of two known people, one of whom helped the other in the period, however often. \
            Of the ties whose two people were in a known department on the last day before the period's end, the share \
            of those between two departments. expected: the share that would be, if everybody present on that day were \
            as likely to help everybody else, 1 - Σ s(s - 1)/(n(n - 1)) for n people in departments of s. ei_index: ties \
            between departments less ties within them, divided by both: -1 all within, 1 all between. A share far below \
            expected says that departments keep to themselves, not that they should not: much help is about work that a \
            department shares.

            time: the hours of help that began in the period and went from one department to another, divided by those \
            of which both departments are known, each on the day of the help.

            Limits of the ratio are Wilson's at the effective size over askers, those of time are of a ratio of sums over \
            them, by Student's t.
            """,
        measures: [ties, time],
        direction: .higherIsBetter,
        inputs: [.init([People.joinedOn], .always)] + Ties.inputs() + [
            .init([HelpRequests.effortMinutes], .whereKnown), .init([HelpContributions.minutes], .whereKnown),
        ] + Place.inputs(),
        scopes: [.organization],
        unfinished: "A request that isn't closed by the end of the period is not yet a piece of help.",
        missing: """
            Pieces of which one side is unknown, isn't in people or has no known department lower the coverage and are left \
            out; of time also those without minutes. Who had left by the last day has no department on it, so that \
            their ties are left out, while their hours count.

            Without any department or without data that says who was helped there is nothing, without minutes no time.
            """,
        reference: """
            Krackhardt, Stern 1988, Social Psychology Quarterly 51, 123-140, doi:10.2307/2786835. Limits: Wilson 1927, \
            doi:10.1080/01621459.1927.10502953, at the effective size of Korn, Graubard 1998, Survey Methodology 24, \
            193-201, since one asker has many ties; Cochran 1977, Sampling Techniques, 3rd edition, chapter 2.
            """,
        briefing: .init(
            .supportAndSafety, matters: nil,
            next: "Which departments never meet, and what would bring them together?"))

    private static let departments = [People.department, Teams.department] as [any Recorded]
    private static let ratio = Sheet.Statistic("ratio", .ratio, "share of ties between departments")
    private static let expected = Sheet.Statistic(
        "expected", .ratio, "share of ties between departments if everybody helped everybody alike",
        direction: Sheet.Direction.none, minimum: .headcount, rounding: .estimatedShare)
    private static let index = Sheet.Statistic(
        "ei_index", .ratio, "ties between departments less those within, divided by both", audience: .custodian,
        rounding: .estimatedShare, isCoefficient: true)
    private static let ties = Sheet.Measure(
        title: "who helped whom", needsOneOf: Ties.recipients, needsOneOfEach: [departments], headline: ratio,
        byChance: expected, statistics: [ratio, expected, index])
    private static let shareOfTime = Sheet.Statistic(
        "ratio", .ratio, "share of hours between departments", alsoTakes: Sheet.Statistic.takesRestOfSum,
        rounding: .estimatedShare)
    private static let time = Sheet.Measure(
        id: "time", title: "hours of help", needsOneOf: Ties.recipients,
        needsOneOfEach: [departments, Pieces.minutesColumns], statistics: [shareOfTime])

    public static func observe(into figures: inout Assembler) {
        guard figures.serves(ties) else { return }
        observeTies(into: &figures)
        observeTime(into: &figures)
    }

    private static func observeTies(into figures: inout Assembler) {
        let view = figures.view
        let departments = view.lastPlaces.map(\.department)
        let known = TieRecords(view.ties)
        let tally = view.ties.tally(in: view) { asker, helper in
            departments[asker.index].isKnown && departments[helper.index].isKnown
        } place: { _, _ in
            .unknown
        }
        let between = known.askers.indices.map {
            (asker: departments[known.askers[$0].index], helper: departments[known.helpers[$0].index])
        }
        func isBetween(_ position: Int) -> Bool { between[position].asker != between[position].helper }
        var records = known.records(
            in: view, places: Array(repeating: .unknown, count: between.count), tally: tally
        ) {
            isBetween($0) ? 1 : 0
        }
        records.isMeasured = { between[$0].asker.isKnown && between[$0].helper.isKnown }
        var shares = ClusteredShares(personCount: view.facts.people.count)
        figures.add(ties, of: records) { group in
            let share = shares.estimate(of: group.positions) {
                known.askers[$0]
            } isEvent: {
                isBetween($0)
            }
            let external = group.positions.count { isBetween(Int($0)) }
            let ofTies = ExternalInternal.index(external: external, ofTies: group.positions.count)
            return [.init(ratio, share), .init(index, Estimate(ofTies))]
        }
        observeExpected(tally, into: &figures)
    }

    private static func observeExpected(_ tally: CoverageTally, into figures: inout Assembler) {
        let view = figures.view
        let present = PresentPeople(in: view)
        let departments = present.places.map(\.department)
        let owners = Owners(present.people, in: view) { position, _ in
            (view.facts.symbols[departments[position]] ?? "").utf8.reduce(0) { mix($0 ^ UInt64($1)) }
        }
        var records = Records(
            count: departments.count, places: Array(repeating: .unknown, count: departments.count), people: owners)
        records.isMeasured = { departments[$0].isKnown }
        records.tally = tally
        figures.add(ties, of: records) { group in
            let sizes = Dictionary(grouping: group.positions) { departments[Int($0)] }.values.map(\.count)
            return [.init(expected, Estimate(ExternalInternal.expectedShare(groupSizes: sizes)))]
        }
    }

    private static func observeTime(into figures: inout Assembler) {
        guard figures.serves(time) else { return }
        let view = figures.view
        let pieces = Pieces(view: view, details: [.minutes, .recipients])
        let positions = (0..<pieces.count).filter { pieces.recipient[$0].isKnown }
        let (askers, helpers) = (positions.map { pieces.recipient[$0] }, positions.map { pieces.helper[$0] })
        let minutes = positions.map { pieces.minutes[$0] }
        let between = positions.map { position in
            let day = view.window.zone.date(at: pieces.startedAt[position])
            return (
                asker: view.facts.place(of: pieces.recipient[position], on: day).department,
                helper: view.facts.place(of: pieces.helper[position], on: day).department
            )
        }
        func isBetween(_ position: Int) -> Bool { between[position].asker != between[position].helper }
        let people = Parties(askers, and: helpers, in: view) { position, _ in
            mix(minutes[position].bitPattern ^ (isBetween(position) ? 1 : 0))
        }
        var records = Records(
            count: positions.count, places: Array(repeating: .unknown, count: positions.count), people: people)
        records.isMeasured = {
            between[$0].asker.isKnown && between[$0].helper.isKnown && !minutes[$0].isNaN
        }
        records.isComplete = { view.isKnown(askers[$0]) && view.isKnown(helpers[$0]) }
        records.lacking = pieces.count - positions.count + pieces.helperlessCount
        figures.add(time, of: records) { group in
            // Whole minutes add up exactly, and others come in ascending order: sums are the same to the bit.
            var sums = [(y: Double, x: Double)?](repeating: nil, count: view.facts.people.count)
            for position in group.positions.map({ Int($0) }) where !minutes[position].isNaN {
                let sum = sums[askers[position].index] ?? (0, 0)
                sums[askers[position].index] = (
                    sum.y + (isBetween(position) ? minutes[position] : 0), sum.x + minutes[position]
                )
            }
            let hours = sums.compactMap { $0 }.map { (y: $0.y / 60, x: $0.x / 60) }
            return [.init(shareOfTime, RatioOfSums.estimate(hours, most: 1), amounts: hours.map(\.y))]
        }
    }
}
