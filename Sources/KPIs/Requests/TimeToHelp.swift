import Domain

/// What the measures of a time to help have in common: quantiles and withdrawn share by Kaplan-Meier and Aalen-Johansen
/// over the requests of a window, and the naive mean.
enum TimeToHelp {
    static let p50 = Sheet.Statistic("p50", .seconds, "median", minimum: .bothSides)
    static let p90 = Sheet.Statistic("p90", .seconds, "time within which nine of ten are done", minimum: .bothSides)
    static let withdrawnShare = Sheet.Statistic(
        "withdrawn_share", .ratio, "share withdrawn before it was done", needs: [HelpRequests.withdrawnAt],
        direction: Sheet.Direction.none, rounding: .estimatedShare)
    static let naiveMean = Sheet.Statistic(
        "naive_mean", .seconds, "naive mean of those closed in the period",
        adds: .mean(over: [.scope, .part]),
        audience: .custodian)
    static let breakdowns = ["kind", "channel", "urgency", "level", "anonymity"]
    /// Emotional help and what is asked without a name.
    static let sensitiveBreakdowns: Set = ["kind", "anonymity"]
    /// What a measure on the working clock needs.
    static let workingNeeds = [Datasets.calendars, Teams.calendar] as [any Recorded]
    /// What the working clock reads beside the requests, and what attributes them to teams and departments; `people`
    /// are columns that count besides.
    static func workingInputs(people: [any ColumnHandle] = []) -> [Sheet.Input] {
        Place.inputs(people: people, teams: [Teams.calendar, Teams.zone]) + Calendars.inputs(.whereKnown) + [
            .init([RequestWaits.request, RequestWaits.from, RequestWaits.to], .whereKnown)
        ]
    }

    /// Adds them; `ending` says how the duration of a request ended.
    static func observe(
        _ measure: Sheet.Measure, clock: PeriodAnalysis.Clock, into figures: inout Assembler, ending: (Row) -> Ending
    ) {
        guard figures.serves(measure) else { return }
        let view = figures.view
        let analysis = PeriodAnalysis(view: view, clock: clock, ending: ending)
        guard !analysis.rows.isEmpty else { return }
        var records = Records(
            count: analysis.rows.count, places: view.places(of: analysis.rows),
            people: RequestContributors(view: view, rows: analysis.rows, hash: analysis.hash))
        records.isMeasured = { $0 < analysis.stretches.count }
        let isEvent = analysis.rows.indices.map { analysis.outcome(at: $0) == .event }
        records.isPart = isEvent
        records.divisions = divisions(of: analysis.rows, in: view)
        figures.add(measure, of: records) { group in
            let timed = analysis.stretches(at: group.isRefused ? [] : group.positions)
            let table = RiskTable(sorted: timed)
            let curve = KaplanMeier(table)
            let gap = curve.gap.map { _ in Refusal.gap }
            let censored = group.positions.count - group.partCount
            func quantile(_ statistic: Sheet.Statistic, _ q: Double) -> Assembler.Reading {
                .init(
                    statistic, quantile: q, of: curve, over: timed, at: group.positions, censored: censored
                ) { isEvent[Int($0)] }
            }
            let closed = timed.lazy.filter { $0.outcome == .event }.map(\.exit)
            return [
                quantile(p50, 0.5), quantile(p90, 0.9),
                .init(withdrawnShare, Estimate(AalenJohansen.competingShare(table)), refusal: gap),
            ]
                + (measure.statistics.contains { $0.id == naiveMean.id }
                    ? [
                        .init(
                            naiveMean, Mean.estimate(sorted: Array(closed), least: 0).ofMicroseconds, isOfPart: true,
                            refusal: gap)
                    ] : [])
        }
    }

    private static func divisions(
        of rows: [Row], in view: PeriodView
    ) -> [Records<RequestContributors>.Division] {
        let texts = view.facts.symbols.texts
        let askerLevel = view.askerLevel
        func division(
            _ name: String, _ texts: [String], key: (Row) -> Int32
        ) -> Records<RequestContributors>.Division {
            .init(breakdown: name, keys: rows.map(key), texts: texts)
        }
        func division(_ name: String, _ column: Column<Kind.Symbol>) -> Records<RequestContributors>.Division {
            let values = view.facts[column]
            return division(name, texts) { values[$0].ordinal }
        }
        let anonymous = view.facts[HelpRequests.anonymous]
        return [
            division("kind", HelpRequests.kind), division("channel", HelpRequests.channel),
            division("urgency", HelpRequests.urgency), division("level", texts) { askerLevel[$0.index].ordinal },
            division("anonymity", Anonymity.allCases.map(\.rawValue)) { Int32(anonymous[$0]) },
        ]
    }

    /// In the order of the column's numbers.
    private enum Anonymity: String, CaseIterable {
        case named, anonymous
    }
}
