import Domain

/// How much of the help that is written down comes without a request.
public enum UnaskedHelp: KPI {
    public static let sheet = Sheet(
        id: "unasked_help",
        version: 1,
        title: "Help that nobody asked for",
        question: "How much of the help is given before anybody files a request?",
        formula: """
            Of the contributions that began in the period, the share that names no request. Much of it can mean that \
            people see what others need, or that nobody writes requests down; so it is neither good nor bad by itself.

            A resolved request that no contribution names is no contribution. What people contribute to their own requests \
            is not help, and left out. Limits are Wilson's, at the effective size.
            """,
        measures: [measure],
        direction: .none,
        inputs: [
            .init([HelpContributions.helper, HelpContributions.startedAt, HelpContributions.request], .always),
            .init([HelpRequests.openedAt, HelpRequests.requester, HelpRequests.team], .whereKnown),
        ] + Place.inputs(),
        unfinished: """
            A contribution counts when it begins. One that names a request which is opened only after the period's end is \
            unasked until then.
            """,
        missing: """
            Without any request_id among the contributions it is unknown whether requests are named at all, and there is \
            no figure. A request that is named but isn't in the data counts as one.

            A contribution belongs to the team and department that its helper was in at its start or, if the helper isn't \
            in people, to the team that the request names; if that is unknown, it counts for the organization only. A \
            helper who isn't in people lowers the coverage.
            """,
        reference: """
            Convention. Limits: Wilson 1927, doi:10.1080/01621459.1927.10502953; effective size: Korn, Graubard 1998, \
            Survey Methodology 24, 193-201, since one helper gives many contributions.
            """,
        briefing: .init(
            .helpers, matters: .fivePoints,
            next: "Is help offered before it is asked for, and is it welcome?"))

    private static let measure = Sheet.Measure(title: "contributions", headline: ratio, statistics: [ratio])
    private static let ratio = Sheet.Statistic(
        "ratio", .ratio, "share that names no request", adds: .mean(over: [.scope]))

    public static func observe(into figures: inout Assembler) {
        // Of requests only what tells whose they are is asked for: every piece is a contribution.
        let pieces = Pieces(view: figures.view)
        PieceShare.observe(measure, ratio, pieces, into: &figures) { pieces.isUnasked[$0] ? .isTrue : .isFalse }
    }
}
