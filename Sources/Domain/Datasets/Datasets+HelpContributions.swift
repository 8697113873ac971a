public enum HelpContributions {
    static let name = "help_contributions"
    public static let request = JoinColumn(
        name, .init("request_id", .text, "the request that it answers, which then does not count separately"))
    public static let helper = Column<Kind.Person>(name, "helper_id", required: true, "who helped")
    public static let recipient = Column<Kind.Person>(name, "recipient_id", "who was helped; else the request's asker")
    public static let startedAt = Column<Kind.Moment>(
        name, "started_at", required: true, isPast: true, "when it began")
    public static let minutes = Column<Kind.Number>(
        name, "minutes", as: .number(least: 0), isGivenWhenNamed: true, "how long it took the helper")
    public static let kind = Column<Kind.Symbol>(
        name, "kind", as: .helpKind, "the kind of support; else the request's")
    public static let rating = Column<Kind.Number>(name, "rating", "what the person helped thought of it")

    public static let namesRequest = Column<Kind.Flag>(
        derived: "names_request", of: name, "whether it names a request, which needn't be in the data")

    // Of the request that the row names, as far as that is in the data.
    public static let asker = Column<Kind.Person>(derived: "request_requester_id", of: name, "who asked")
    public static let requestTeam = Column<Kind.Symbol>(
        derived: "request_team_id", of: name, "the team that the request names")
    public static let requestKind = Column<Kind.Symbol>(
        derived: "request_kind", of: name, "the kind of support that was asked for")
    /// From the view of an earlier instant it isn't there.
    public static let requestOpenedAt = Column<Kind.Moment>(
        derived: "request_opened_at", of: name, "when it was asked")
}

extension Datasets {
    public static let helpContributions = Dataset(
        name: HelpContributions.name,
        table: "help_contribution",
        title: "a piece of help that somebody gave",
        columns: [
            .init("contribution_id", .text, required: true, "the piece's id in the source"),
            HelpContributions.request.declaration,
            HelpContributions.helper.declaration,
            HelpContributions.recipient.declaration,
            HelpContributions.startedAt.declaration,
            HelpContributions.minutes.declaration,
            HelpContributions.kind.declaration,
            HelpContributions.rating.declaration,
        ],
        derived: [
            HelpContributions.namesRequest.derived(),
            HelpContributions.asker.derived(from: HelpRequests.name),
            HelpContributions.requestTeam.derived(from: HelpRequests.name),
            HelpContributions.requestKind.derived(from: HelpRequests.name),
            HelpContributions.requestOpenedAt.derived(from: HelpRequests.name),
        ],
        key: ["contribution_id"],
        replacement: .rows,
        // It replaces its request as a piece, and that may be closed in any later month.
        touches: .onward(from: HelpContributions.startedAt.name),
        rhythm: .daily,
        checks: [
            RowCheck(
                code: "helper_is_recipient", column: "helper_id", message: "the helper is the person helped",
                mend: "name the person who was helped; what people do for themselves is not help",
                columns: ["recipient_id", "helper_id"]
            ) { !$0[0].isNull && $0[0] == $0[1] }
        ]
    )
}
