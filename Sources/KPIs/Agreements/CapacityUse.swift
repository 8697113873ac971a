import Domain

/// How much of the help that people agreed to give is asked of them.
public enum CapacityUse: KPI {
    public static let sheet = Sheet(
        id: "capacity_use",
        version: 3,
        title: "Use of agreed capacity",
        question: "Do people give more help than they agreed to?",
        formula: """
            default: over people with capacity, the sum of the hours of help that they began to give in the period, \
            divided by the sum of their capacities.

            above_capacity: of the weeks of people with capacity in them, those with more hours than capacity. Weeks \
            run from Monday to Sunday, in whole even where they began before the period, cut at its end, and belong to \
            the period in which their Thursday lies.

            \(Capacity.definition)

            agreed: the time a week that people employed on the last day of the period have agreed to give on that \
            day, on average; 0 for somebody without an agreement. Agreements are voluntary, so it is no target.

            Limits are those of a ratio of sums over people and of a mean, by Student's t, and Wilson's.
            """,
        measures: [use, above, agreed],
        direction: .lowerIsBetter,
        inputs: [
            .init(
                [AgreementStretches.person, AgreementStretches.hoursPerWeek, AgreementStretches.validFrom], .always,
                reach: daysBefore),
            .init([AgreementStretches.validTo], .whereKnown, reach: daysBefore),
            .init([Leave.person, Leave.validFrom, Leave.validTo], .whereKnown, reach: daysBefore),
        ] + Calendars.inputs(.whereKnown, reach: daysBefore)
            + Pieces.inputs(
                .whereKnown, requests: [HelpRequests.effortMinutes], contributions: [HelpContributions.minutes],
                reach: daysBefore)
            + Place.inputs(people: [People.calendar], teams: [Teams.calendar], reach: daysBefore),
        unfinished: "A week that the period's end cuts counts up to that end, and so does its capacity.",
        missing: """
            If no minutes of a person's help in a period or week are known, the person has no hours there, rather than \
            0, and is left out; somebody who gave no help has 0 hours. If nobody's help in the period has minutes, \
            nobody's hours are known; if no help ever had any, there is no figure but agreed, which needs people \
            instead.

            People whose capacity is 0 are left out. Somebody who isn't in people counts as employed. Unknown hours, \
            and people who aren't in people, lower the coverage; in agreed only those who hold an agreement on the \
            last day and aren't in people do.

            A person counts for the team and department of the last day before the period's end; somebody who had left \
            by then counts for the organization only.
            """,
        reference: """
            Convention. Ratio of sums: Cochran 1977, Sampling Techniques, 3rd edition, chapter 2. Mean: Student 1908, \
            doi:10.1093/biomet/6.1.1. Weeks: ISO 8601. Limits of shares: Wilson 1927, \
            doi:10.1080/01621459.1927.10502953, at the effective size of Korn, Graubard 1998, Survey Methodology 24, \
            193-201, since one person has many weeks.
            """,
        briefing: .init(
            .helpers, matters: .aFifth,
            next: "Was the agreement too small, or the demand too large? Whose agreement should be talked over?"))

    private static let ratio = Sheet.Statistic(
        "ratio", .ratio, "hours given per hour agreed", adds: .ratioOfSums(over: [.scope]),
        alsoTakes: Sheet.Statistic.takesRestOfSum, rounding: .twoDigits)
    private static let share = Sheet.Statistic(
        "ratio", .ratio, "share of people's weeks with more help than agreed", adds: .mean(over: [.scope]),
        minimum: .variety)
    private static let use = Sheet.Measure(
        title: "use of capacity", needsOneOf: Pieces.minutesColumns, needsOneOfEach: Pieces.columnsOfEach,
        headline: ratio,
        statistics: [ratio])
    private static let above = Sheet.Measure(
        id: "above_capacity", title: "weeks above capacity", needsOneOf: Pieces.minutesColumns,
        needsOneOfEach: Pieces.columnsOfEach, statistics: [share])
    private static let agreed = Sheet.Measure(
        id: "agreed", title: "time agreed", needs: [Datasets.people], statistics: [perWeek])
    private static let perWeek = Sheet.Statistic(
        "per_week", .seconds, "per week and person present", direction: Sheet.Direction.none,
        adds: .mean(over: [.scope]), alsoTakes: Sheet.Statistic.takesRestOfSum)

    /// People with a week above, and with one that isn't.
    private static let leastOfEach = 3

    /// A week; the one that holds the period's first Thursday begins three days before it at the earliest.
    private static let daysBefore = 7

    public static func observe(into figures: inout Assembler) {
        observeAgreed(into: &figures)
        guard figures.serves(use) else { return }
        let people = AgreedHours.ofPeople(in: figures.view, withWeeks: true)
        let periods = Uses(of: people, in: figures.view) { $0.period.map { [$0] } ?? [] }
        figures.add(use, of: periods.records) { group in
            let uses = group.positions.flatMap { periods.known[Int($0)] }
            return [
                .init(
                    ratio, RatioOfSums.estimate(uses.map { ($0.given, $0.capacity) }), amounts: uses.map(\.given))
            ]
        }
        let weeks = Uses(of: people, in: figures.view, uses: \.weeks)
        figures.add(above, of: weeks.records) { group in
            func above(_ position: Int32) -> Int {
                weeks.known[Int(position)].count { $0.given / $0.capacity > 1 + Threshold.tolerance }
            }
            var share = ClusteredShare()
            for position in group.positions where !weeks.known[Int(position)].isEmpty {
                share.add(records: weeks.known[Int(position)].count, events: above(position))
            }
            // A record is a week, so that there is no saying of how many people it is: few on one side are hidden.
            let few = [
                group.positions.count { above($0) > 0 },
                group.positions.count { above($0) < weeks.known[Int($0)].count },
            ].contains { $0 < leastOfEach }
            let sides = few ? nil : Assembler.Reading.Sides(of: group.positions) { above($0) > 0 }
            return [.init(CapacityUse.share, share.estimate, sides: sides)]
        }
    }

    private static func observeAgreed(into figures: inout Assembler) {
        let view = figures.view
        let agreements = HeldAgreements(view: view)
        let present = PresentPeople(in: view)
        let secondsPerHour = 3600.0
        var agreedByPerson = [Double](repeating: 0, count: view.facts.people.count)
        for holder in agreements.holders { agreedByPerson[holder.person.index] = holder.hoursPerWeek * secondsPerHour }
        let seconds = present.people.map { agreedByPerson[$0.index] }
        let records = present.records(in: view, strangers: view.strangers(among: agreements.holders.map(\.person))) {
            mix(seconds[$0].bitPattern)
        }
        figures.add(agreed, of: records) { group in
            let amounts = group.positions.map { seconds[Int($0)] }.sorted()
            return [.init(perWeek, Mean.estimate(sorted: amounts, on: 0...Double.infinity), amounts: amounts)]
        }
    }

    /// What people count with, each at a position: periods or weeks. A record is one of them.
    private struct Uses {
        let records: Records<Owners>
        /// By position.
        let known: [[(given: Double, capacity: Double)]]

        init(of people: [AgreedHours], in view: PeriodView, uses: (AgreedHours) -> [AgreedHours.Use]) {
            let counted = people.map { (person: $0.person, place: $0.place, uses: uses($0)) }.filter {
                !$0.uses.isEmpty
            }
            let given = counted.map { person in person.uses.filter { $0.given != nil } }
            known = given.map { $0.map { (given: $0.given ?? 0, capacity: $0.capacity) } }
            let owners = Owners(counted.map(\.person), in: view) { position, isRefused in
                Self.hash(of: isRefused ? counted[position].uses : given[position])
            }
            var records = Records(count: counted.count, places: counted.map(\.place), people: owners)
            records.isMeasured = { !given[$0].isEmpty }
            records.isComplete = { view.isKnown(counted[$0].person) }
            records.weight = { position, isRefused in (isRefused ? counted[position].uses : given[position]).count }
            self.records = records
        }

        /// Of unknown hours none is below 0.
        private static func hash(of uses: [AgreedHours.Use]) -> UInt64 {
            uses.reduce(UInt64(0)) { mix(mix($0 ^ ($1.given ?? -1).bitPattern) ^ $1.capacity.bitPattern) }
        }
    }
}
