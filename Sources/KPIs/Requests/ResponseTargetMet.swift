import Domain

/// Whether people get an answer within the time that the organization aims for.
public enum ResponseTargetMet: KPI {
    public static let sheet = Sheet(
        id: "response_target_met",
        version: 3,
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

            Two figures beside it tell of answers that help nobody. answered_within_a_minute: of the same requests, \
            the share that was answered within \(automaticSeconds) seconds of any time, as automatic replies are. \
            answered_yet_open: of the requests that were answered in time, and whose \(followedDays) days of 24 hours \
            after opening ended in the period, the share that was open when they ended.
            """,
        measures: [measure, withinAMinute, yetOpen],
        direction: .higherIsBetter,
        inputs: ResponseTargets.inputs(
            .always, reachWithoutCalendars: daysBefore, reopeningsWithoutCalendars: daysBefore),
        settings: [Settings.responseTargetMinutes.name],
        periods: PeriodKind.allCases,
        unfinished: """
            A request without an answer by the end of the period missed its target, and so did one that was withdrawn \
            unanswered at the instant at which the target fell due, or later. One withdrawn before is in withdrawn and \
            not in the ratio. A target that falls due later is left to the period in which it does. Whether a request was \
            open after \(followedDays) days is told as of that instant: closed then and opened again later, it wasn't.
            """,
        missing: """
            A request closed without a response, or before it, was answered at its close. A request whose team is \
            unknown counts for the organization only, and lowers the coverage of departments and teams. A target whose \
            clock never reads it, as during a wait without an end, never falls due. Nor is one seen that falls due more \
            than \(ResponseTargets.reach) days after the request was over. Without withdrawn_at only what \
            its asker solved counts as withdrawn, and how many that are isn't shown. Without resolved_at nobody knows what is \
            open, and there is no answered_yet_open.
            """,
        reference: """
            ITIL 4, service level targets; 2 hours, \(automaticSeconds) seconds and \(followedDays) days are conventions. \
            Limits: Wilson 1927, \
            doi:10.1080/01621459.1927.10502953, at the effective size of Korn, Graubard 1998, Survey Methodology 24, \
            193-201, since one asker has many requests.
            """,
        briefing: .init(
            .timelyHelp, matters: .fivePoints,
            next: "Which requests went past the target, and who was free to take them?"))

    /// Nobody reads a request and answers it sooner, or hardly.
    private static let automaticSeconds = 60
    /// Long enough for what an answer sets going.
    private static let followedDays = 14
    /// A day more: clocks change.
    private static let daysBefore = followedDays + 1

    private static let measure = Sheet.Measure(
        title: "requests by their target", headline: ratio, statistics: [ratio, withdrawn])
    private static let ratio = Sheet.Statistic(
        "ratio", .ratio, "share answered within the target", adds: .mean(over: [.scope]))
    private static let withdrawn = Sheet.Statistic(
        "withdrawn", .count, "withdrawn before the target fell due", needs: [HelpRequests.withdrawnAt],
        direction: Sheet.Direction.none, adds: .sum(over: [.scope]), alsoTakes: Sheet.Statistic.takesRestOfSum)
    private static let withinAMinute = Sheet.Measure(
        id: "answered_within_a_minute", title: "requests by their target", statistics: [shareWithinAMinute])
    private static let shareWithinAMinute = Sheet.Statistic(
        "ratio", .ratio, "share answered within \(automaticSeconds) seconds", direction: Sheet.Direction.none,
        adds: .mean(over: [.scope]))
    private static let yetOpen = Sheet.Measure(
        id: "answered_yet_open", title: "requests answered in time", needs: [HelpRequests.resolvedAt],
        statistics: [shareYetOpen])
    private static let shareYetOpen = Sheet.Statistic(
        "ratio", .ratio, "share open \(followedDays) days after opening", direction: .lowerIsBetter,
        adds: .mean(over: [.scope]))

    public static func observe(into figures: inout Assembler) {
        let view = figures.view
        let targets = ResponseTargets(dueIn: view)
        let (rows, verdicts) = (targets.rows, targets.verdicts)
        let askers = rows.map { view.requests.requester[$0] }
        var shares = ClusteredShares(personCount: view.facts.people.count)
        func due(_ positions: ArraySlice<Int32>) -> some Sequence<Int32> {
            positions.lazy.filter { verdicts[Int($0)] != .withdrawn }
        }

        var records = Records(ofRequests: rows, in: view) { mix(UInt64(verdicts[$0].rawValue)) }
        records.isPart = verdicts.map { $0 != .withdrawn }
        var byAsker = RequestsByAsker(in: view)
        figures.add(measure, of: records) { group in
            [
                .init(
                    ratio,
                    shares.estimate(of: due(group.positions)) {
                        askers[$0]
                    } isEvent: {
                        verdicts[$0] == .met
                    }, isOfPart: true),
                .init(
                    withdrawn, Estimate(Double(group.positions.count - group.partCount)),
                    amounts: byAsker.amounts(
                        of: group.positions.lazy.filter { verdicts[Int($0)] == .withdrawn }.map { rows[Int($0)] })),
            ]
        }

        let minute = Int64(automaticSeconds) * Instant.microsecondsPerSecond
        let isAutomatic = rows.map { row in
            let response = view.firstResponse(of: row)
            return response.outcome == .event && response.at - view.requests.openedAt[row] <= minute
        }
        var answers = Records(ofRequests: rows, in: view) {
            mix(UInt64(verdicts[$0].rawValue) << 1 | (isAutomatic[$0] ? 1 : 0))
        }
        answers.isPart = records.isPart
        figures.add(withinAMinute, of: answers) { group in
            let share = shares.estimate(of: due(group.positions)) {
                askers[$0]
            } isEvent: {
                isAutomatic[$0]
            }
            return [.init(shareWithinAMinute, share, isOfPart: true)]
        }
        observeYetOpen(into: &figures)
    }

    private static func observeYetOpen(into figures: inout Assembler) {
        let view = figures.view
        let wait = Int64(followedDays) * Instant.microsecondsPerDay
        let opened = Interval(from: view.window.from - wait, to: view.window.to - wait)
        let target = view.settings.responseTarget
        let rows = view.requests.rows(with: view.requests.openedAt, in: opened) {
            ResponseTargets.isAnsweredInTime($0, target: target, in: view)
        }
        var shares = ClusteredShares(personCount: view.facts.people.count)
        let askers = rows.map { view.requests.requester[$0] }
        let isOpen = rows.map { view.isOpen($0, at: view.requests.openedAt[$0] + wait) }
        let records = Records(ofRequests: rows, in: view) { mix(isOpen[$0] ? 1 : 0) }
        figures.add(yetOpen, of: records) { group in
            let share = shares.estimate(of: group.positions) {
                askers[$0]
            } isEvent: {
                isOpen[$0]
            }
            return [.init(shareYetOpen, share)]
        }
    }
}
