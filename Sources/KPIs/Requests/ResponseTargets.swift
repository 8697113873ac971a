import Domain

/// The requests whose target for a first answer falls due in a window, in row order, and how each of them did.
struct ResponseTargets {
    enum Verdict: UInt8 {
        case met, missed
        /// Taken back unanswered before the target fell due.
        case withdrawn
    }

    let rows: [Row]
    /// By position in `rows`.
    let verdicts: [Verdict]

    /// Days: longer than the calendars of a closed season rest.
    static let reach = 31

    /// What tells when targets fall due and whether they are met; `need` is that of opening and answer. Where no working
    /// time is known they count `reachWithoutCalendars` days back, and reopenings `reopeningsWithoutCalendars`.
    static func inputs(
        _ need: Sheet.Input.Need, reachWithoutCalendars: Int = longestTarget, reopeningsWithoutCalendars: Int = 0
    ) -> [Sheet.Input] {
        [
            .init(
                [HelpRequests.openedAt, HelpRequests.firstResponseAt], need, reach: reach,
                reachWithoutCalendars: reachWithoutCalendars),
            .init(
                [
                    HelpRequests.resolvedAt, HelpRequests.withdrawnAt, HelpRequests.team, HelpRequests.helper,
                    HelpRequests.requester,
                ],
                .whereKnown),
        ]
            + RequestEndings.inputsOfReopenings(reach: reach, reachWithoutCalendars: reopeningsWithoutCalendars)
            + Pieces.inputsOfSelfSolved + TimeToHelp.workingInputs()
    }

    /// Days; one more than it has, since clocks change.
    static let longestTarget = Settings.longestTargetDays + 1

    init(dueIn view: PeriodView) {
        let target = view.settings.responseTarget
        let candidates = Self.candidates(target: target, in: view)
        var rows: [Row] = []
        var verdicts: [Verdict] = []
        rows.reserveCapacity(candidates.count)
        verdicts.reserveCapacity(candidates.count)
        for row in candidates {
            guard let verdict = Self.verdict(of: row, target: target, in: view) else { continue }
            rows.append(row)
            verdicts.append(verdict)
        }
        (self.rows, self.verdicts) = (rows, verdicts)
    }

    /// The requests whose target can fall due in the window: without calendars those opened so long before it.
    private static func candidates(target: Int64, in view: PeriodView) -> [Row] {
        guard view.facts.calendars.isEmpty else { return view.rows(reach: reach) }
        let opened = Interval(from: view.window.from - target, to: view.window.to - target)
        return view.requests.rows(with: view.requests.openedAt, in: opened)
    }

    /// `nil` where the target doesn't fall due in the window.
    private static func verdict(of row: Row, target: Int64, in view: PeriodView) -> Verdict? {
        let openedAt = view.requests.openedAt[row]
        let clock = view.workingClock(of: row)
        let due = clock.map { $0.firstInstant(reading: target) } ?? openedAt + target
        guard let due, view.window.interval.contains(due) else { return nil }
        let response = view.firstResponse(of: row)
        switch response.outcome {
        case .event: return reading(at: response.at, of: row, clock, in: view) <= target ? .met : .missed
        case .competing: return response.at < due ? .withdrawn : .missed
        case .censored: return .missed
        }
    }

    /// Whether a request was answered within the target, whenever that falls due.
    static func isAnsweredInTime(_ row: Row, target: Int64, in view: PeriodView) -> Bool {
        let response = view.firstResponse(of: row)
        return response.outcome == .event
            && reading(at: response.at, of: row, view.workingClock(of: row), in: view) <= target
    }

    /// Of the working clock, or of time as it passes.
    private static func reading(at instant: Instant, of row: Row, _ clock: WorkingClock?, in view: PeriodView) -> Int64
    {
        clock?.reading(at: instant) ?? instant - view.requests.openedAt[row]
    }
}
