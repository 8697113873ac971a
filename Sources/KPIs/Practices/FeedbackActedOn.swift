import Domain

/// Whether something comes of what people hand in.
public enum FeedbackActedOn: KPI {
    public static let sheet = Sheet(
        id: "feedback_acted_on",
        version: 1,
        title: "Feedback acted on",
        question: "Is something done about what people ask to start, to stop or to continue, and how soon?",
        formula: """
            An item of feedback has \(days) days of 24 hours from submitted_at. Of the items whose \(days) days ended in \
            the period, the share that was acted on during them, their last instant included.

            time_to_action is the time from submitted_at to acted_on_at, over every item that was open at some time in \
            the period. An item enters at the age that it had when the period began. p50 and p90 are the first ages at \
            which the Kaplan-Meier estimate of the share still open is at most 0.5 and 0.1.

            An answer alone is no action. Limits of the share are Wilson's.
            """,
        measures: [measure, timeToAction],
        direction: .higherIsBetter,
        inputs: [
            // A day more than the days themselves: clocks change.
            .init([Feedback.submittedAt, Feedback.actedOnAt], .always, reach: days + 1),
            .init([Feedback.team], .whereKnown, reach: days + 1),
        ] + Place.inputs(reach: days + 1),
        bucketsPerPerson: Contributors.Digest.bucketsPerNameless,
        unfinished: """
            An item whose \(days) days aren't over by the end of the period is left to the period in which they end. \
            What wasn't acted on by the end of the period is censored there in time_to_action and never dropped. From \
            the first age at which nothing is left at risk while an item enters later, nothing is estimated; what is \
            not reached has no value.
            """,
        missing: """
            An item without acted_on_at wasn't acted on; as long as no file names the column there is no figure. An item \
            belongs to the team that its row names, and to the department of that team on the day of submission; one \
            without a team counts for the organization only, and lowers the coverage of departments and teams. Feedback \
            names nobody: behind the times stand as many people as there are items, and no more than are in the scope; \
            for the share it takes enough people who are there. So without people nothing is shown.
            """,
        reference: """
            \(days) days are a convention. Limits of the share: Wilson 1927, doi:10.1080/01621459.1927.10502953. Period \
            analysis: Brenner, Gefeller 1996, Cancer 78, 2004-2010. Kaplan, Meier 1958, \
            doi:10.1080/01621459.1958.10501452. Limits of quantiles: Brookmeyer, Crowley 1982, doi:10.2307/2530286, with \
            log(-log S).
            """,
        briefing: .init(
            .supportAndSafety, matters: .fivePoints,
            next: "What was suggested that nobody answered, and who will answer?"))

    private static let days = 30

    private static let measure = Sheet.Measure(
        title: "items of feedback by their \(days) days", headline: ratio, statistics: [ratio])
    private static let ratio = Sheet.Statistic(
        "ratio", .ratio, "share acted on within \(days) days", adds: .mean(over: [.scope, .period]),
        minimum: .headcount)
    private static let timeToAction = Sheet.Measure(
        id: "time_to_action", title: "time from submission to action", statistics: [p50, p90])
    private static let p50 = Sheet.Statistic(
        "p50", .seconds, "median", direction: .lowerIsBetter, minimum: .bothSides)
    private static let p90 = Sheet.Statistic(
        "p90", .seconds, "time within which nine of ten are acted on", direction: .lowerIsBetter, minimum: .bothSides)

    public static func observe(into figures: inout Assembler) {
        let view = figures.view
        let window = view.window
        let (submittedAt, actedOnAt) = (view.facts[Feedback.submittedAt], view.facts[Feedback.actedOnAt])
        let items = view.facts.rows(of: Datasets.feedback)

        let wait = Int64(days) * Instant.microsecondsPerDay
        let begun = Interval(from: window.from - wait, to: window.to - wait)
        let due = items.filter { begun.contains(submittedAt[$0]) }
        let isActedOn = due.map { actedOnAt[$0] <= submittedAt[$0] + wait }
        let ofDue = records(of: due, in: view) { isActedOn[$0] ? 1 : 0 }
        figures.add(measure, of: ofDue) { group in
            [.init(ratio, Wilson.estimate(group.positions.count { isActedOn[Int($0)] }, of: group.positions.count))]
        }

        let open = items.filter { submittedAt[$0] < window.to && actedOnAt[$0] >= window.from }.map { row in
            let acted = actedOnAt[row] < window.to ? actedOnAt[row] : .never
            let end = Ending(event: acted, withdrawn: .never)
            return (row: row, observation: Observation(from: submittedAt[row], until: end, in: window))
        }.sorted { $0.observation.exit < $1.observation.exit }
        let ofOpen = records(of: open.map(\.row), in: view) { open[$0].observation.content }
        figures.add(timeToAction, of: ofOpen) { group in
            let observations = group.isRefused ? [] : group.positions.map { open[Int($0)].observation }
            let curve = KaplanMeier(RiskTable(sorted: observations))
            func isEvent(_ position: Int32) -> Bool { open[Int(position)].observation.outcome == .event }
            let censored = group.positions.count { !isEvent($0) }
            return [(p50, 0.5), (p90, 0.9)].map { statistic, quantile in
                .init(
                    statistic, quantile: quantile, of: curve, over: observations, at: group.positions,
                    censored: censored, isEvent: isEvent)
            }
        }
    }

    /// `state` is what the item at a position counts as.
    private static func records(
        of items: [Row], in view: PeriodView, state: (_ position: Int) -> UInt64
    ) -> Records<Nameless> {
        let (teams, submittedAt) = (view.facts[Feedback.team], view.facts[Feedback.submittedAt])
        return Records(
            count: items.count, places: items.map { view.place(of: teams[$0], at: submittedAt[$0]) },
            people: Nameless(count: items.count, in: view) { position in
                mix(mix(UInt64(bitPattern: submittedAt[items[position]].microseconds)) ^ state(position))
            })
    }
}
