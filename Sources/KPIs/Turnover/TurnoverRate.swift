import Domain

/// How many people leave, for how many there are.
public enum TurnoverRate: KPI {
    public static let sheet = Sheet(
        id: "turnover_rate",
        version: 2,
        title: "Turnover rate",
        question: "How many people leave, compared with how many there are?",
        formula: """
            Separations in the period, those whose first day gone lies in it, divided by the mean headcount of its \
            days. The headcount of a day is everybody who joined on or before it and isn't gone.

            voluntary and involuntary take the separations so labelled, regretted those marked so, unlabelled those \
            without a type. Retirements, ended contracts and others are only in all.

            month_ends divides by the mean headcount of the last days of months that lie in the period, open_close by \
            the mean headcount of the day before the period and its last day. joins, exits, headcount_open (the day \
            before the period) and headcount_close (its last day) are counts.

            A separation belongs to the team of the person's last day, a join to that of the first, each day of \
            headcount to the team of that day. Somebody who left on the day of joining counts in both, in the team \
            that the row names.

            Transfers are not separations. Neither are contracts that another follows without a day from Monday to \
            Friday between, unless it is marked as a rehire or turnover says that the person left voluntarily, \
            involuntarily or for retirement.
            """,
        measures: [
            all, voluntary, involuntary, regretted, unlabelled, monthEnds, openClose, joins, exits, headcountOpen,
            headcountClose,
        ],
        direction: .lowerIsBetter,
        inputs: Workforce.inputs(needsLeavers: false) + [.init([Turnover.regretted], .whereKnown)],
        settings: [Settings.leavers.name],
        unfinished: """
            People who are still there count in the headcount of every day and in no separation. What is known about \
            days after the period is not used.
            """,
        missing: """
            A separation in turnover ends the stretch that it is about, whatever left_on in people says; of two about \
            one stretch the newer counts. left_on alone is a separation without a type. If neither was ever given, \
            there are only joins and headcounts. A left_on that is blank in 30 years of employment and more counts as \
            not given until the setting leavers says that it is complete.

            A separation that ends no known employment, or one that a newer one replaced, is not counted and lowers \
            the coverage. So does one without a type for voluntary and involuntary, and one that doesn't say for \
            regretted. Days and separations in no known team count for the organization only; the coverage of teams \
            and departments is by the last day in the period.

            Without people on any of the days there is no rate; without a month's end in the period there is no \
            month_ends. voluntary, involuntary, regretted and unlabelled say something about those who left, so it is \
            not enough that many people were there: enough of them must have left.
            """,
        reference: """
            SHRM, turnover rate; ISO 30414:2018, turnover. Limits: Garwood 1936, Biometrika 28, 437-442, of the count, \
            divided by the headcount.
            """,
        briefing: .init(
            .stayingAndRewards, matters: .aFifth,
            next: "What did those who left say, and who might be next?"))

    private static let all = rate("all", "separations", headline: ratio, minimum: .headcount)
    private static let voluntary = rate("voluntary", "voluntary separations", needs: [Turnover.type])
    private static let involuntary = rate("involuntary", "involuntary separations", needs: [Turnover.type])
    private static let regretted = rate("regretted", "regretted separations", needs: [Turnover.regretted])
    private static let unlabelled = rate(
        "unlabelled", "separations without a type", needs: [Turnover.type],
        direction: Sheet.Direction.none)
    private static let monthEnds = rate("month_ends", "separations over headcounts of month ends", minimum: .headcount)
    private static let openClose = rate(
        "open_close", "separations over headcounts of first and last", minimum: .headcount)
    private static let joins = count("joins", "people who joined", of: flow)
    private static let exits = count("exits", "people who left", of: flow, needsOneOf: Workforce.leavers)
    private static let headcountOpen = count("headcount_open", "people on the day before the period", of: stock)
    private static let headcountClose = count("headcount_close", "people on the last day", of: stock)

    private static let ratio = Sheet.Statistic(
        "ratio", .ratio, "divided by the mean headcount", adds: adds, rounding: .rate)
    private static let adds = Sheet.Additivity.ratioOfSums(over: [.scope])
    // Counts go with the size of the organization: that they moved is neither good nor bad.
    private static let flow = Sheet.Statistic(
        "count", .count, "their number", direction: Sheet.Direction.none, adds: .sum(over: [.scope, .period]),
        minimum: .headcount)
    private static let stock = Sheet.Statistic(
        "count", .count, "their number", direction: Sheet.Direction.none, adds: .sum(over: [.scope]),
        minimum: .headcount)

    private static func rate(
        _ id: String, _ title: String, needs: [any Recorded] = [], headline: Sheet.Statistic? = nil,
        direction: Sheet.Direction? = nil, minimum: Sheet.Minimum = .bothSides
    ) -> Sheet.Measure {
        Sheet.Measure(
            id: id, title: title, needs: needs, needsOneOf: Workforce.leavers, headline: headline,
            statistics: [
                .init(
                    ratio.id, ratio.unit, ratio.title, direction: direction, adds: adds, minimum: minimum,
                    rounding: ratio.rounding)
            ])
    }

    private static func count(
        _ id: String, _ title: String, of number: Sheet.Statistic, needsOneOf: [any Recorded] = []
    ) -> Sheet.Measure {
        Sheet.Measure(id: id, title: title, needsOneOf: needsOneOf, statistics: [number])
    }

    /// What one person adds to a scope's figures.
    private struct Part {
        var days = 0
        var monthEnds = 0
        var atOpening = 0
        var atClose = 0
        var joins = 0
        var exits = 0
        var voluntary = 0
        var involuntary = 0
        var regretted = 0
        var unlabelled = 0
    }

    public static func observe(into figures: inout Assembler) {
        let view = figures.view
        let workforce = view.workforce
        let labels = Labels(facts: view.facts)
        let parts = parts(of: workforce, labels)
        let cohort = Workforce.Cohort(workforce.members, of: workforce, at: \.lastPlace, in: view)
        typealias Row = ScopedPeople<Part>.Row

        func add(
            _ measure: Sheet.Measure, isComplete: (Workforce.Member) -> Bool = { _ in true },
            readings: ([Row]) -> Assembler.PeopleReading
        ) {
            figures.add(
                measure, of: parts, among: cohort, isComplete: { !workforce.hasLeft($0) || isComplete($0) }
            ) { [readings($0)] }
        }

        /// Events over a mean headcount: the sum of `units` over `unitCount`. n: people with exposure. Of what kind a leaving
        /// was is about those who left: of a single one, everybody there knows who it is.
        func addRate(
            _ measure: Sheet.Measure, _ events: (Part) -> Int, per units: (Part) -> Int = { $0.days },
            of unitCount: Int,
            tellsOfLeavers: Bool = false, isComplete: (Workforce.Member) -> Bool = { _ in true }
        ) {
            add(measure, isComplete: isComplete) { rows in
                let left = rows.filter { $0.value.exits > 0 }
                let counted = left.count { events($0.value) > 0 }
                return .init(
                    ratio,
                    Garwood.estimate(
                        rows.reduce(0) { $0 + events($1.value) },
                        per: Double(rows.reduce(0) { $0 + units($1.value) }) / Double(unitCount)),
                    of: rows.map {
                        .init(
                            person: $0.person, hash: mix(UInt64(units($0.value))) ^ UInt64(events($0.value)),
                            isCounted: $0.value.days > 0, events: $0.value.exits)
                    }, tellsOfAffected: tellsOfLeavers,
                    sides: tellsOfLeavers ? .init(counted, of: left.count) : nil)
            }
        }

        func addCount(_ measure: Sheet.Measure, _ number: Sheet.Statistic, of count: (Part) -> Int) {
            add(measure) { rows in
                let counted = rows.filter { count($0.value) > 0 }
                let counts = counted.map { count($0.value) }
                let total = counts.reduce(0, +)
                return .init(
                    number, Estimate(Double(total)),
                    of: zip(counted, counts).map { .init(person: $0.person, hash: UInt64($1)) }, n: total,
                    amounts: counts.map { Double($0) }, headcount: rows.count { $0.value.days > 0 })
            }
        }

        func addRateOfLeavers(
            _ measure: Sheet.Measure, _ events: (Part) -> Int,
            isComplete: (Workforce.Member) -> Bool = { labels.type(of: $0) != nil }
        ) {
            addRate(measure, events, of: workforce.days, tellsOfLeavers: true, isComplete: isComplete)
        }

        addRate(all, { $0.exits }, of: workforce.days)
        addRateOfLeavers(voluntary, { $0.voluntary })
        addRateOfLeavers(involuntary, { $0.involuntary })
        addRateOfLeavers(regretted, { $0.regretted }) { labels.isRegretted($0) != nil }
        addRateOfLeavers(unlabelled, { $0.unlabelled }) { _ in true }
        addRate(monthEnds, { $0.exits }, per: { $0.monthEnds }, of: workforce.monthEnds.count)
        addRate(openClose, { $0.exits }, per: { $0.atOpening + $0.atClose }, of: 2)
        addCount(joins, flow, of: { $0.joins })
        addCount(exits, flow, of: { $0.exits })
        addCount(headcountOpen, stock, of: { $0.atOpening })
        addCount(headcountClose, stock, of: { $0.atClose })
    }

    /// What `turnover` says of separations.
    private struct Labels {
        let facts: Facts

        func type(of member: Workforce.Member) -> SeparationType? {
            let separation = member.employment.separation
            return separation.isKnown ? facts.separations.type[separation.index] : nil
        }

        func isRegretted(_ member: Workforce.Member) -> Bool? {
            let separation = member.employment.separation
            guard separation.isKnown, facts.separations.regretted[separation.index] >= 0 else { return nil }
            return facts.separations.regretted[separation.index] == 1
        }
    }

    private static func parts(of workforce: Workforce, _ labels: Labels) -> ScopedPeople<Part> {
        let monthEnds = workforce.monthEnds
        var parts = ScopedPeople(Part())
        for member in workforce.members {
            let person = member.person
            for stay in member.stays {
                parts.change(person, at: stay.place) {
                    $0.days += stay.days
                    $0.monthEnds += monthEnds.count { stay.from <= $0 && $0 < stay.to }
                }
            }
            if let place = member.placeBefore { parts.change(person, at: place) { $0.atOpening += 1 } }
            if member.employment.joinedOn >= workforce.from {
                parts.change(person, at: member.stays.first?.place ?? member.lastPlace) { $0.joins += 1 }
            }
            guard workforce.hasLeft(member) else {
                parts.change(person, at: member.lastPlace) { $0.atClose += 1 }
                continue
            }
            let type = labels.type(of: member)
            let isRegretted = labels.isRegretted(member) ?? false
            parts.change(person, at: member.lastPlace) {
                $0.exits += 1
                $0.voluntary += type == .voluntary ? 1 : 0
                $0.involuntary += type == .involuntary ? 1 : 0
                $0.unlabelled += type == nil ? 1 : 0
                $0.regretted += isRegretted ? 1 : 0
            }
        }
        return parts
    }
}
