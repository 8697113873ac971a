import Domain

/// How often a closed request turns out not to have been.
public enum Reopened: KPI {
    public static let sheet = Sheet(
        id: "reopened",
        version: 2,
        title: "Reopened requests",
        question: "How often does a closed request have to be opened again?",
        formula: """
            A request is watched for \(days) days of 24 hours from its first close on. Of the first closes whose watch \
            ended in the period, the share after which the request was opened again during it, its last instant \
            included.
            """,
        measures: [measure],
        direction: .lowerIsBetter,
        inputs: [
            // A day more than the days themselves: clocks change.
            .init(
                [HelpRequests.openedAt, HelpRequests.resolvedAt], .always, reach: days + 1),
            .init([HelpRequests.reopenedAt], .either, reach: days + 1),
            .init([RequestReopenings.request, RequestReopenings.reopenedAt], .either, reach: days + 1),
            .init(
                [
                    HelpRequests.withdrawnAt, HelpRequests.firstResponseAt, HelpRequests.team, HelpRequests.helper,
                    HelpRequests.requester,
                ],
                .whereKnown),
        ] + Pieces.inputsOfSelfSolved + Place.inputs(),
        periods: PeriodKind.allCases,
        unfinished: """
            A close whose \(days) days aren't over by the end of the period is left to the period in which they end. A \
            request that was withdrawn before its close, or that its asker solved, has no close. Of several \
            reopenings, the first one after the first close counts.
            """,
        missing: """
            As long as no request has reopened_at and no request_reopenings are of one, it is unknown whether reopening \
            is recorded at all, and there is no figure. A request whose team is unknown counts for the organization only, and lowers the coverage of \
            departments and teams.
            """,
        reference: """
            \(days) days are a convention. Limits: Wilson 1927, doi:10.1080/01621459.1927.10502953, at the effective \
            size of Korn, Graubard 1998, Survey Methodology 24, 193-201, since one asker has many requests.
            """,
        briefing: .init(
            .timelyHelp, matters: .fivePoints,
            next: "What was missing the first time, and who noticed?"))

    private static let days = 14

    private static let measure = Sheet.Measure(title: "first closes", headline: ratio, statistics: [ratio])
    private static let ratio = Sheet.Statistic(
        "ratio", .ratio, "share reopened within \(days) days", adds: .mean(over: [.scope]))

    public static func observe(into figures: inout Assembler) {
        let view = figures.view
        let wait = Int64(days) * Instant.microsecondsPerDay
        let closed = Interval(from: view.window.from - wait, to: view.window.to - wait)
        let rows = view.requests.rows(with: view.requests.resolvedAt, in: closed) {
            view.firstClose(of: $0).outcome == .event
        }
        let isReopened = rows.map { row in
            view.reopenedAt(row).map { $0 - view.firstClose(of: row).at <= wait } ?? false
        }
        var shares = ClusteredShares(personCount: view.facts.people.count)
        let records = Records(ofRequests: rows, in: view) { mix(isReopened[$0] ? 1 : 0) }
        figures.add(measure, of: records) { group in
            let share = shares.estimate(of: group.positions) {
                view.requests.requester[rows[$0]]
            } isEvent: {
                isReopened[$0]
            }
            return [.init(ratio, share)]
        }
    }
}
