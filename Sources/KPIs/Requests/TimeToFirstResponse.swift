import Domain

/// How long people wait until somebody answers their request for help.
public enum TimeToFirstResponse: KPI {
    public static let sheet = Sheet(
        id: "time_to_first_response",
        version: 3,
        title: "Time to first response",
        question: "How long do people who ask for help wait until somebody answers?",
        formula: """
            From opened_at to the first answer by a person other than the asker, over every request that was open at \
            some time in the period. A request enters at the age that it had when the period began.

            p50 and p90 are the first ages at which the Kaplan-Meier estimate of the share still waiting is at most \
            0.5 and 0.1. withdrawn_share is the Aalen-Johansen estimate of the share withdrawn before an answer, at \
            the largest age.

            The measure elapsed reads ages from time as it passes, working from the clock of the team: shifts of the \
            calendar that the team had on the day of opening (of the answer, where the team is the helper's), less the \
            time for which the request waited for its asker.
            """,
        measures: [elapsed, working],
        direction: .lowerIsBetter,
        inputs: [
            .init(
                [HelpRequests.openedAt, HelpRequests.firstResponseAt], .always),
            .init(
                [
                    HelpRequests.resolvedAt, HelpRequests.withdrawnAt, HelpRequests.team, HelpRequests.helper,
                    HelpRequests.requester, HelpRequests.kind, HelpRequests.channel, HelpRequests.urgency,
                    HelpRequests.anonymous,
                ], .whereKnown),
        ] + Pieces.inputsOfSelfSolved + TimeToHelp.workingInputs(people: [People.level]),
        periods: PeriodKind.allCases,
        breakdowns: TimeToHelp.breakdowns,
        sensitiveBreakdowns: TimeToHelp.sensitiveBreakdowns,
        unfinished: """
            Requests without an answer at the end of the period are censored there; withdrawn ones are censored at \
            their withdrawal, and so are those that their askers solved before anybody else answered. None is dropped. \
            From the first age at which nobody is left at risk while somebody \
            enters later, nothing is estimated.
            """,
        missing: """
            A request closed without a response, or before it, was answered at its close. A request whose team is \
            unknown counts for the organization only, and lowers the coverage of departments and teams. One that lacks \
            the value of a breakdown is in none of its parts. Without withdrawn_at there is no withdrawn_share. A \
            request whose team has no calendar, or isn't known, is left out of working and lowers its coverage. A wait \
            without an end has not ended yet.
            """,
        reference: """
            CHAOSS, Time to First Response. Period analysis: Brenner, Gefeller 1996, Cancer 78, 2004-2010. \
            Kaplan, Meier 1958, doi:10.1080/01621459.1958.10501452. Limits of quantiles: Brookmeyer, Crowley 1982, \
            doi:10.2307/2530286, with log(-log S). Aalen, Johansen 1978, Scandinavian Journal of Statistics 5, 141-150.
            """,
        briefing: .init(
            .timelyHelp, matters: .aFifth,
            next: "What were people waiting for, and who could have answered sooner?"))

    private static let elapsed = Sheet.Measure(
        id: "elapsed", title: "elapsed time", headline: TimeToHelp.p50, statistics: statistics)
    private static let working = Sheet.Measure(
        id: "working", title: "working time", needs: TimeToHelp.workingNeeds, isOfWorkingTime: true,
        audience: .organization,
        statistics: statistics)
    private static let statistics = [TimeToHelp.p50, TimeToHelp.p90, TimeToHelp.withdrawnShare]

    public static func observe(into figures: inout Assembler) {
        let view = figures.view
        TimeToHelp.observe(elapsed, clock: .elapsed, into: &figures) { view.firstResponse(of: $0) }
        TimeToHelp.observe(working, clock: .working, into: &figures) { view.firstResponse(of: $0) }
    }
}
