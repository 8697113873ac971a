public enum HelpRequests {
    static let name = "help_requests"
    public static let requester = Column<Kind.Person>(name, "requester_id", "who asked")
    /// As figures read it: unknown where the asker closed the request.
    public static let helper = Column<Kind.Person>(
        name, "helper_id", knownFrom: ["first_response_at", "resolved_at"],
        "who helped; where it is the asker, they closed it themselves, and nobody helped")
    public static let team = Column<Kind.Symbol>(name, "team_id", "the team that is to respond")
    public static let kind = Column<Kind.Symbol>(
        name, "kind", as: .helpKind, "the kind of support that was asked for")
    public static let channel = Column<Kind.Symbol>(name, "channel", "where it was asked")
    public static let urgency = Column<Kind.Symbol>(name, "urgency", "how urgent it was said to be")
    public static let openedAt = Column<Kind.Moment>(
        name, "opened_at", required: true, isPast: true, "when it was asked")
    public static let firstResponseAt = Column<Kind.Moment>(
        name, "first_response_at", isGivenWhenNamed: true, knownFrom: ["first_response_at"], isPast: true,
        "the first answer by a person other than the asker")
    public static let resolvedAt = Column<Kind.Moment>(
        name, "resolved_at", isGivenWhenNamed: true, knownFrom: ["resolved_at"], isPast: true, "first close")
    public static let reopenedAt = Column<Kind.Moment>(
        name, "reopened_at", knownFrom: ["reopened_at"], isPast: true,
        "first reopening after the first close; later ones are rows of request_reopenings")
    public static let finalClosedAt = Column<Kind.Moment>(
        name, "final_closed_at", knownFrom: ["final_closed_at"], isPast: true,
        "last close after reopened_at; without one, or at that same instant, the request is open again")
    public static let withdrawnAt = Column<Kind.Moment>(
        name, "withdrawn_at", knownFrom: ["withdrawn_at"], isPast: true, "taken back by the asker")
    public static let effortMinutes = Column<Kind.Number>(
        name, "effort_minutes", as: .number(least: 0), isGivenWhenNamed: true, knownFrom: ["resolved_at"],
        "minutes of the helper's time")
    public static let anonymous = Column<Kind.Flag>(name, "anonymous", "asked without a name")

    public static let isClosedByAsker = Column<Kind.Flag>(
        derived: "closed_by_asker", of: name, "whether the asker is named as the helper: they closed it themselves")
    public static let endedAt = Column<Kind.Moment>(
        derived: "ended_at", of: name, "the last instant at which any figure can still count it")
    public static let contributedAt = Column<Kind.Moment>(
        derived: "contributed_at", of: name,
        "when the first contribution that names it, and isn't its asker's, began: from then on it is no piece of help")
    public static let waits = Column<Kind.Spans>(
        derived: "waits", of: name, "times for which it waited for its asker, in order of their beginning")
    public static let reopenings = Column<Kind.Spans>(
        derived: "reopenings", of: name, "from each reopening to each close that followed it; in order")
}

extension Datasets {
    public static let helpRequests = Dataset(
        name: HelpRequests.name,
        table: "help_request",
        title: "a request for help",
        columns: [
            .init("request_id", .text, required: true, "the request's id in the source"),
            HelpRequests.requester.declaration,
            HelpRequests.helper.declaration,
            HelpRequests.team.declaration,
            HelpRequests.kind.declaration,
            HelpRequests.channel.declaration,
            HelpRequests.urgency.declaration,
            HelpRequests.openedAt.declaration,
            HelpRequests.firstResponseAt.declaration,
            HelpRequests.resolvedAt.declaration,
            HelpRequests.reopenedAt.declaration,
            HelpRequests.finalClosedAt.declaration,
            HelpRequests.withdrawnAt.declaration,
            HelpRequests.effortMinutes.declaration,
            HelpRequests.anonymous.declaration,
        ],
        derived: [
            HelpRequests.isClosedByAsker.derived(), HelpRequests.endedAt.derived(),
            HelpRequests.contributedAt.derived(from: HelpContributions.name),
            HelpRequests.waits.derived(from: RequestWaits.name),
            HelpRequests.reopenings.derived(from: RequestReopenings.name),
        ],
        key: ["request_id"],
        replacement: .rows,
        touches: .instants(from: "opened_at", to: "ended_at"),
        rhythm: .daily,
        references: [
            // Whoever asked is whom a contribution helped, and that may begin when all is long over.
            .init(
                dataset: HelpContributions.name, at: "started_at", by: ["request_id"],
                columns: ["requester_id", "team_id", "kind", "opened_at"]),
            // From then on it is open again, with all that is known of it.
            .init(
                dataset: RequestReopenings.name, at: "reopened_at", until: "open_until", by: ["request_id"],
                columns: [
                    "requester_id", "helper_id", "team_id", "kind", "channel", "urgency", "opened_at",
                    "first_response_at", "resolved_at", "reopened_at", "final_closed_at", "withdrawn_at", "anonymous",
                ]),
        ],
        checks: [
            .order("opened_at", "first_response_at", code: "response_before_opened"),
            .order("opened_at", "resolved_at", code: "resolved_before_opened"),
            .order("opened_at", "reopened_at", code: "reopened_before_opened"),
            .order("opened_at", "final_closed_at", code: "final_close_before_opened"),
            .order("opened_at", "withdrawn_at", code: "withdrawn_before_opened"),
            .order("resolved_at", "reopened_at", code: "reopened_before_resolved"),
            .order("reopened_at", "final_closed_at", code: "final_close_before_reopened"),
            RowCheck(
                code: "reopened_without_resolved", column: "reopened_at", message: "reopened but never resolved",
                mend: "map resolved_at, or leave reopened_at empty", columns: ["resolved_at", "reopened_at"]
            ) { $0[0].isNull && !$0[1].isNull },
            RowCheck(
                code: "helper_is_requester", column: "helper_id",
                message: "the helper is the asker, so nobody counts as its helper",
                mend: "do nothing if the asker closed it; otherwise name the person who answered",
                columns: ["requester_id", "helper_id"], isNote: true
            ) { !$0[0].isNull && $0[0] == $0[1] },
        ]
    )
}
