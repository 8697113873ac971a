import Domain

/// Whether people get an answer within the time that the organization aims for.
public enum ResponseTargetMet: KPI {
    public static let sheet = Sheet(
        id: "response_target_met",
        version: 2,
        title: "Response target met",
        question: "How often is a request for help answered within the target?",
        formula: """
            Every request has response_target_minutes (a setting) for its first answer. Of the requests whose time was \
            up in the period, the share that was answered in time.

            The clock is the working clock where the request's team has a calendar: shifts of the calendar that the \
            team had on the day of opening (of the answer, where the team is the helper's), less the time for which \
            the request waited for its asker; elsewhere it is time as it passes since opened_at. The target falls due \
            at the first instant at which the clock reads it, and is met where the clock reads no more at the answer.

            withdrawn counts the requests that were taken back unanswered before that instant, or that their askers \
            solved themselves.
            """,
        measures: [measure],
        direction: .higherIsBetter,
        inputs: [
            // A day more than the longest target: clocks change.
            .init(
                [HelpRequests.openedAt, HelpRequests.firstResponseAt], .always, reach: reach,
                reachWithoutCalendars: Settings.longestTargetDays + 1),
            .init(
                [
                    HelpRequests.resolvedAt, HelpRequests.withdrawnAt, HelpRequests.team, HelpRequests.helper,
                    HelpRequests.requester,
                ],
                .whereKnown),
        ] + RequestEndings.inputsOfReopenings(reach: reach) + Pieces.inputsOfSelfSolved + TimeToHelp.workingInputs(),
        settings: [Settings.responseTargetMinutes.name],
        periods: PeriodKind.allCases,
        unfinished: """
            A request without an answer by the end of the period missed its target, and so did one that was withdrawn \
            unanswered at the instant at which the target fell due, or later. One withdrawn before is in withdrawn and \
            not in the ratio. A target that falls due later is left to the period in which it does.
            """,
        missing: """
            A request closed without a response, or before it, was answered at its close. A request whose team is \
            unknown counts for the organization only, and lowers the coverage of departments and teams. A target whose \
            clock never reads it, as during a wait without an end, never falls due. Nor is one seen that falls due more \
            than \(reach) days after the request was over. Without withdrawn_at only what \
            its asker solved counts as withdrawn, and how many that are isn't shown.
            """,
        reference: """
            ITIL 4, service level targets; 2 hours is a convention. Limits: Wilson 1927, \
            doi:10.1080/01621459.1927.10502953, at the effective size of Korn, Graubard 1998, Survey Methodology 24, \
            193-201, since one asker has many requests.
            """
    )

    /// Days: longer than the calendars of a closed season rest.
    private static let reach = 31

    private static let measure = Sheet.Measure(
        title: "requests by their target", headline: ratio, statistics: [ratio, withdrawn])
    private static let ratio = Sheet.Statistic(
        "ratio", .ratio, "share answered within the target", adds: .mean(over: [.scope]))
    private static let withdrawn = Sheet.Statistic(
        "withdrawn", .count, "withdrawn before the target fell due", needs: [HelpRequests.withdrawnAt],
        direction: Sheet.Direction.none, adds: .sum(over: [.scope]))

    public static func observe(into figures: inout Assembler) {
        let view = figures.view
        let target = view.settings.responseTarget
        var rows: [Row] = []
        var verdicts: [Verdict] = []
        let candidates = candidates(target: target, in: view)
        rows.reserveCapacity(candidates.count)
        verdicts.reserveCapacity(candidates.count)
        for row in candidates {
            guard let verdict = verdict(of: row, target: target, in: view) else { continue }
            rows.append(row)
            verdicts.append(verdict)
        }
        let (asked, found) = (rows, verdicts)
        var records = Records(ofRequests: asked, in: view) { mix(UInt64(found[$0].rawValue)) }
        records.isPart = found.map { $0 != .withdrawn }
        var shares = ClusteredShares(personCount: view.facts.people.count)
        figures.add(measure, of: records) { group in
            let due = group.positions.lazy.filter { found[Int($0)] != .withdrawn }
            let share = shares.estimate(of: due) {
                view.requests.requester[asked[$0]]
            } isEvent: {
                found[$0] == .met
            }
            return [
                .init(ratio, share, isOfPart: true),
                .init(
                    withdrawn, Estimate(Double(group.positions.count - group.partCount)),
                    amounts: view.requestsByAsker(
                        group.positions.lazy.filter { found[Int($0)] == .withdrawn }.map { asked[Int($0)] })),
            ]
        }
    }

    /// The requests whose target can fall due in the window: without calendars those opened so long before it.
    private static func candidates(target: Int64, in view: PeriodView) -> [Row] {
        guard view.facts.calendars.isEmpty else { return view.rows(reach: reach) }
        let opened = Interval(from: view.window.from - target, to: view.window.to - target)
        return view.requests.rows(with: view.requests.openedAt, in: opened)
    }

    private enum Verdict: UInt8 {
        case met, missed, withdrawn
    }

    /// `nil` where the target doesn't fall due in the window.
    private static func verdict(of row: Row, target: Int64, in view: PeriodView) -> Verdict? {
        let openedAt = view.requests.openedAt[row]
        let clock = view.workingClock(of: row)
        let due = clock.map { $0.firstInstant(reading: target) } ?? openedAt + target
        guard let due, view.window.interval.contains(due) else { return nil }
        let response = view.firstResponse(of: row)
        switch response.outcome {
        case .event: return (clock?.reading(at: response.at) ?? response.at - openedAt) <= target ? .met : .missed
        case .competing: return response.at < due ? .withdrawn : .missed
        case .censored: return .missed
        }
    }
}
