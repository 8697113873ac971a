import Domain

/// How many people have nothing to do with anybody's help.
public enum Isolation: KPI {
    public static let sheet = Sheet(
        id: "isolation",
        version: 1,
        title: "Isolation",
        question: "How many people neither helped anybody nor were helped?",
        formula: """
            Of the people who were employed on at least \(leastPercent) % of the period's days, the share who neither \
            gave a piece of help to anybody who is known nor got any. That says nothing about why: who needs no help \
            and isn't asked for any is counted like somebody who is left alone.

            A piece of help is a contribution, at its start, given to its recipient or else to whoever asked the request \
            that it names; or a resolved request that no contribution names, at its first close, given to its asker.

            It goes by quarters; an analysis of another stretch of time takes that. Days of leave count as employed. \
            Limits are Wilson's.
            """,
        measures: [measure],
        direction: .lowerIsBetter,
        inputs: [.init([People.joinedOn], .always)] + Ties.inputs() + Place.inputs(),
        periods: [.quarter],
        unfinished: """
            A request that isn't closed by the end of the period is not yet a piece of help, so that somebody who waits \
            for their first answer can still be counted as isolated.
            """,
        missing: """
            People count for the team and department of the last day before the period's end; who had left by then counts \
            for the organization only. Who has helped or was helped and isn't in people lowers the coverage. Help of \
            which one side is unknown connects nobody. Without data that says who was helped there is nothing.
            """,
        reference: "Convention. Limits: Wilson 1927, doi:10.1080/01621459.1927.10502953.",
        briefing: .init(
            .supportAndSafety, matters: nil,
            next: "Who works without any tie to others, and is that how they want it?"))

    /// Of the period's days. A convention: who came late or left early had little time to meet anybody.
    private static let leastPercent = 80

    private static let share = Sheet.Statistic(
        "ratio", .ratio, "share with no help in or out", adds: .mean(over: [.scope]), audience: .organization,
        minimum: .coded)
    private static let measure = Sheet.Measure(
        title: "people there most of the time", needsOneOf: Ties.recipients, headline: share, statistics: [share])

    public static func observe(into figures: inout Assembler) {
        guard figures.serves(measure) else { return }
        let view = figures.view
        let isEnd = view.ties.isEnd
        let places = view.lastPlaces
        let people = view.facts.everybody.filter { wasThere($0, in: view) }
        func isIsolated(_ position: Int32) -> Bool { !isEnd[people[Int(position)].index] }
        var records = Records(
            count: people.count, places: people.map { places[$0.index] },
            people: Owners(people, in: view) { position, _ in isIsolated(Int32(position)) ? 1 : 0 })
        records.lacking = view.strangers(among: view.facts.everybody.filter { isEnd[$0.index] })
        figures.add(measure, of: records) { group in
            [.init(share, shareOf: group.positions, isCounted: isIsolated)]
        }
    }

    /// Employed on enough of the window's dates.
    private static func wasThere(_ person: Person, in view: PeriodView) -> Bool {
        let from = view.window.zone.date(at: view.window.from)
        let to = view.window.lastDate.advanced(byDays: 1)
        func days(_ from: LocalDate, _ to: LocalDate) -> Int {
            max(0, Int(to.daysSinceEpoch) - Int(from.daysSinceEpoch))
        }
        let employed = view.facts.roster.employments(of: person).reduce(0) {
            $0 + days(max(from, $1.joinedOn), min(to, $1.leftOn))
        }
        return 100 * employed >= leastPercent * days(from, to)
    }
}
