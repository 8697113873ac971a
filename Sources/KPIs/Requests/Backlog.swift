import Domain

/// What lies there undone.
public enum Backlog: KPI {
    public static let sheet = Sheet(
        id: "backlog",
        version: 3,
        title: "Backlog",
        question: "How many requests for help are open, and for how long?",
        formula: """
            Requests opened before the end of the period and by then neither closed for good nor withdrawn. Their age \
            is the time since opened_at; p50 and p90 interpolate between the two nearest ages (type 7). A request that \
            has had an answer is in_progress, one that hasn't is need_help.
            """,
        measures: [all, age],
        direction: .lowerIsBetter,
        inputs: [
            .init(
                [HelpRequests.openedAt, HelpRequests.resolvedAt], .always),
            .init(
                [
                    HelpRequests.firstResponseAt, HelpRequests.withdrawnAt, HelpRequests.team, HelpRequests.helper,
                    HelpRequests.requester,
                ], .whereKnown),
        ] + RequestEndings.inputsOfReopenings() + Pieces.inputsOfSelfSolved + Place.inputs(),
        periods: PeriodKind.allCases,
        breakdowns: [stateBreakdown],
        unfinished: """
            Only what is still open is counted. A reopened request is open again until it is closed after that, however \
            often it was reopened; it was answered at its first close at the latest. A request that its asker solved is \
            over. Ages are those reached so far.
            """,
        missing: """
            Without first_response_at there are no states. A request whose team is unknown counts for the organization \
            only, and lowers the coverage of departments and teams; one asked without a name belongs to its asker's \
            team if requester_id is given all the same. A count has no limits.
            """,
        reference: """
            CHAOSS, Issue Age. Quantiles: Hyndman, Fan 1996, doi:10.1080/00031305.1996.10473566, type 7.
            """,
        briefing: .init(
            .timelyHelp, matters: nil,
            next: "Which open requests does nobody work on any more, and has anybody told who asked?"))

    private static let all = Sheet.Measure(title: "open requests", headline: count, statistics: [count])
    private static let count = Sheet.Statistic(
        "count", .count, "open at the end of the period", adds: .sum(over: [.scope, .part]), minimum: .headcount)
    private static let age = Sheet.Measure(id: "age", title: "age of open requests", statistics: [p50, p90])
    private static let p50 = Sheet.Statistic("p50", .seconds, "median", minimum: .bothSides)
    private static let p90 = Sheet.Statistic("p90", .seconds, "age that one in ten exceeds", minimum: .bothSides)

    private static let stateBreakdown = "state"
    private enum State: Int32, CaseIterable {
        case needHelp, inProgress

        var name: String {
            switch self {
            case .needHelp: "need_help"
            case .inProgress: "in_progress"
            }
        }
    }

    public static func observe(into figures: inout Assembler) {
        let view = figures.view
        let to = view.window.to
        let second = Double(Instant.microsecondsPerSecond)
        // By age, so that those of each group need no sorting.
        let rows = view.rows.filter { view.finalClose(of: $0).outcome == .censored }
            .sorted { view.requests.openedAt[$0] > view.requests.openedAt[$1] }
        let ages = rows.map { Double(to - view.requests.openedAt[$0]) / second }
        let states: [State] = rows.map {
            view.firstResponse(of: $0).outcome == .event ? .inProgress : .needHelp
        }
        var records = Records(ofRequests: rows, in: view) { mix(ages[$0].bitPattern ^ UInt64(states[$0].rawValue)) }
        if view.facts.has(HelpRequests.firstResponseAt) {
            records.divisions = [
                .init(breakdown: stateBreakdown, keys: states.map(\.rawValue), texts: State.allCases.map(\.name))
            ]
        }
        var byAsker = RequestsByAsker(in: view)
        figures.add(all, of: records) { group in
            [
                .init(
                    count, Estimate(Double(group.positions.count)),
                    amounts: byAsker.amounts(of: group.positions.lazy.map { rows[Int($0)] }))
            ]
        }
        figures.add(age, of: records) { group in
            let sorted = group.positions.map { ages[Int($0)] }
            return [(p50, 0.5), (p90, 0.9)].map { statistic, q in
                .init(statistic, quantile: Quantile.type7(sorted: sorted, q), at: group.positions) { ages[Int($0)] }
            }
        }
    }
}
