import Domain

/// How long requests for help stay open.
public enum TimeToResolve: KPI {
    public static let sheet = Sheet(
        id: "time_to_resolve",
        version: 3,
        title: "Time to resolve",
        question: "How long does it take until a request for help is closed, and until it stays closed?",
        formula: """
            From opened_at to the first close (resolved_at), and to the final close (the last close that no \
            reopening follows), over every request that was open at some time in the period. A request \
            enters at the age that it had when the period began.

            p50 and p90 are the first ages at which the Kaplan-Meier estimate of the share still open is at most 0.5 \
            and 0.1. withdrawn_share is the Aalen-Johansen estimate of the share withdrawn before the close, at the \
            largest age. naive_mean is the plain mean of the requests closed in the period; it is naive because it \
            leaves out those still open.

            The elapsed measures read ages from time as it passes, the working ones from the clock of the team: shifts \
            of the calendar that the team had on the day of opening (of the answer, where the team is the helper's), \
            less the time for which the request waited for its asker.
            """,
        measures: [firstElapsed, firstWorking, finalElapsed, finalWorking],
        direction: .lowerIsBetter,
        inputs: [
            .init(
                [HelpRequests.openedAt, HelpRequests.resolvedAt], .always),
            .init(
                [
                    HelpRequests.withdrawnAt,
                    HelpRequests.firstResponseAt, HelpRequests.team, HelpRequests.helper, HelpRequests.requester,
                    HelpRequests.kind, HelpRequests.channel, HelpRequests.urgency, HelpRequests.anonymous,
                ], .whereKnown),
        ] + RequestEndings.inputsOfReopenings() + Pieces.inputsOfSelfSolved
            + TimeToHelp.workingInputs(people: [People.level]),
        periods: PeriodKind.allCases,
        breakdowns: TimeToHelp.breakdowns,
        sensitiveBreakdowns: TimeToHelp.sensitiveBreakdowns,
        unfinished: """
            Requests open at the end of the period are censored there; withdrawn ones are censored at their \
            withdrawal. None is dropped, except by the naive mean. A withdrawal after the first close counts only if \
            the request was reopened before it. A request that its asker closed, before anybody else answered or \
            helped, counts as withdrawn then. If a close and a reopening have the same time, the close came first. \
            From the first age at which nobody is left at risk while somebody enters later, nothing is estimated.
            """,
        missing: """
            A request whose team is unknown counts for the organization only, and lowers the coverage of departments \
            and teams. One that lacks the value of a breakdown is in none of its parts. Without withdrawn_at there is \
            no withdrawn_share; without reopened_at and request_reopenings every first close is final. A request whose team has no calendar, \
            or isn't known, is left out of the working measures and lowers their coverage. A wait without an end has \
            not ended yet.
            """,
        reference: """
            CHAOSS, Issue Resolution Duration. Period analysis: Brenner, Gefeller 1996, Cancer 78, 2004-2010. \
            Kaplan, Meier 1958, doi:10.1080/01621459.1958.10501452. Limits of quantiles: Brookmeyer, Crowley 1982, \
            doi:10.2307/2530286, with log(-log S). Aalen, Johansen 1978, Scandinavian Journal of Statistics 5, 141-150. \
            Limits of the mean: Student 1908, doi:10.1093/biomet/6.1.1, clipped at 0.
            """,
        briefing: .init(
            .timelyHelp, matters: .aFifth,
            next: "Which requests took longest, and what did they wait for?"))

    private static let firstElapsed = measure(
        "first_close_elapsed", "elapsed time to the first close", headline: TimeToHelp.p50, audience: .everybody)
    private static let firstWorking = measure(
        "first_close_working", "working time to the first close", isOfWorkingTime: true)
    private static let finalElapsed = measure(
        "final_close_elapsed", "elapsed time to the final close")
    private static let finalWorking = measure(
        "final_close_working", "working time to the final close", isOfWorkingTime: true)

    private static func measure(
        _ id: String, _ title: String, headline: Sheet.Statistic? = nil, isOfWorkingTime: Bool = false,
        audience: Sheet.Audience = .organization
    ) -> Sheet.Measure {
        Sheet.Measure(
            id: id, title: title, needs: isOfWorkingTime ? TimeToHelp.workingNeeds : [], headline: headline,
            isOfWorkingTime: isOfWorkingTime, audience: audience,
            statistics: [TimeToHelp.p50, TimeToHelp.p90, TimeToHelp.withdrawnShare, TimeToHelp.naiveMean])
    }

    public static func observe(into figures: inout Assembler) {
        let view = figures.view
        TimeToHelp.observe(firstElapsed, clock: .elapsed, into: &figures) { view.firstClose(of: $0) }
        TimeToHelp.observe(firstWorking, clock: .working, into: &figures) { view.firstClose(of: $0) }
        TimeToHelp.observe(finalElapsed, clock: .elapsed, into: &figures) { view.finalClose(of: $0) }
        TimeToHelp.observe(finalWorking, clock: .working, into: &figures) { view.finalClose(of: $0) }
    }
}
