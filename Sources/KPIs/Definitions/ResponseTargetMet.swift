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
            up in the period, the share that was answered in time. The clock is the working clock where the request's \
            team has a calendar: shifts of the calendar that the team had on the day of opening (of the answer, where \
            the team is the helper's), less the time for which the request waited for its asker; elsewhere it is time \
            as it passes since opened_at. \
            The target falls due at the first instant at which the clock reads it, and is met where the clock reads no \
            more at the answer. withdrawn counts the requests that were taken back unanswered before that instant, or that \
            their askers solved themselves.
            """,
        measures: [measure],
        direction: .higherIsBetter,
        inputs: [
            // A day more than the longest target: clocks change.
            .init(
                "help_requests", ["opened_at", "first_response_at"], required: true, reach: reach,
                reachWithoutCalendars: Settings.longestTargetDays + 1),
            .init(
                "help_requests", ["resolved_at", "withdrawn_at", "team_id", "helper_id", "requester_id"],
                required: false),
        ] + Pieces.inputsOfSelfSolved + TimeToHelp.workingInputs(),
        settings: [Settings.responseTargetName],
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

    private static let measure = Sheet.Measure(title: "requests by their target", statistics: [ratio, withdrawn])
    private static let ratio = Sheet.Statistic("ratio", .ratio, "share answered within the target")
    private static let withdrawn = Sheet.Statistic(
        "withdrawn", .count, "withdrawn before the target fell due", needs: ["help_requests.withdrawn_at"],
        direction: Sheet.Direction.none)

    public static func figures(in view: PeriodView) -> [Figure] {
        guard view.hasInputs(requiredBy: sheet) else { return [] }
        let target = view.settings.responseTarget
        let candidates = candidates(target: target, in: view)
        var rows: [Int32] = []
        var verdicts: [Verdict] = []
        rows.reserveCapacity(candidates.count)
        verdicts.reserveCapacity(candidates.count)
        for row in candidates {
            guard let verdict = verdict(of: Int(row), target: target, in: view) else { continue }
            rows.append(row)
            verdicts.append(verdict)
        }
        let groups = RequestGroups(of: rows, in: view)
        var contributors = RequestContributors(view: view, rows: rows) { mix(UInt64(verdicts[$0].rawValue)) }
        var shares = ClusteredShares(personCount: view.facts.people.count)
        let countsWithdrawn = view.facts.has(dataset: "help_requests", column: "withdrawn_at")
        var figures: [Figure] = []
        for (scope, positions) in groups.groups {
            func add(_ statistic: Sheet.Statistic, _ estimate: Estimate, of population: Population) {
                let figure = view.figure(
                    measure.id, statistic, scope, estimate, of: population, coverage: groups.coverage[scope.kind])
                if let figure { figures.append(figure) }
            }

            let due = positions.filter { verdicts[Int($0)] != .withdrawn }
            let people = contributors.contributors(
                ofPart: due, rest: positions.lazy.filter { verdicts[Int($0)] == .withdrawn })
            if !due.isEmpty {
                let share = shares.estimate(of: due) {
                    view.facts.requests.requester[Int(rows[$0])]
                } isEvent: {
                    verdicts[$0] == .met
                }
                add(ratio, share, of: Population(n: due.count, contributors: people.part))
            }
            if countsWithdrawn {
                add(
                    withdrawn, Estimate(Double(positions.count - due.count)),
                    of: Population(n: positions.count, contributors: people.all))
            }
        }
        return figures.inOrderOfCells
    }

    /// The requests whose target can fall due in the window: without calendars those opened so long before it.
    private static func candidates(target: Int64, in view: PeriodView) -> [Int32] {
        guard view.facts.calendars.isEmpty else { return view.rows(reach: reach) }
        let opened = view.window.from.microseconds - target..<view.window.to.microseconds - target
        return PeriodView.rows(with: view.facts.requests.openedAt, in: opened)
    }

    private enum Verdict: UInt8 {
        case met, missed, withdrawn
    }

    /// `nil` where the target doesn't fall due in the window.
    private static func verdict(of row: Int, target: Int64, in view: PeriodView) -> Verdict? {
        let openedAt = view.facts.requests.openedAt[row]
        let clock = view.workingClock(of: row)
        let due = clock.map { $0.firstInstant(reading: target) } ?? openedAt + target
        guard let due, due >= view.window.from.microseconds, due < view.window.to.microseconds else { return nil }
        let response = view.firstResponse(of: row)
        switch response.outcome {
        case .event: return (clock?.reading(at: response.at) ?? response.at - openedAt) <= target ? .met : .missed
        case .competing: return response.at < due ? .withdrawn : .missed
        case .censored: return .missed
        }
    }
}
