extension Datasets {
    public static let helpRequests = Dataset(
        name: "help_requests",
        table: "help_request",
        title: "a request for help",
        columns: [
            .init("request_id", .text, required: true, "the request's id in the source"),
            .init("requester_id", .person, "who asked"),
            .init(
                "helper_id", .person, knownFrom: ["first_response_at", "resolved_at"],
                "who helped; where it is the asker, they closed it themselves, and nobody helped"),
            .init("team_id", .text, "the team that is to respond"),
            .init(
                "kind", .choice(["emotional", "informational", "instrumental", "appraisal"]),
                "the kind of support that was asked for"),
            .init("channel", .text, "where it was asked"),
            .init("urgency", .text, "how urgent it was said to be"),
            .init("opened_at", .instant, required: true, isPast: true, "when it was asked"),
            .init(
                "first_response_at", .instant, isGivenWhenNamed: true, knownFrom: ["first_response_at"], isPast: true,
                "the first answer by a person other than the asker"),
            .init(
                "resolved_at", .instant, isGivenWhenNamed: true, knownFrom: ["resolved_at"], isPast: true, "first close"
            ),
            .init(
                "reopened_at", .instant, knownFrom: ["reopened_at"], isPast: true,
                "first reopening after the first close; later ones cannot be stored"),
            .init(
                "final_closed_at", .instant, knownFrom: ["final_closed_at"], isPast: true,
                "last close after reopened_at; without one, or at that same instant, the request is open again"),
            .init("withdrawn_at", .instant, knownFrom: ["withdrawn_at"], isPast: true, "taken back by the asker"),
            .init(
                "effort_minutes", .number(least: 0), isGivenWhenNamed: true, knownFrom: ["resolved_at"],
                "minutes of the helper's time"),
            .init("anonymous", .boolean, "asked without a name"),
        ],
        key: ["request_id"],
        replacement: .rows,
        touches: .instants(from: "opened_at", to: "ended_at"),
        rhythm: .daily,
        // Whoever asked is whom a contribution helped, and that may begin when all is long over.
        reference: .init(
            table: "help_contribution", at: "started_at", by: ["request_id"],
            columns: ["requester_id", "team_id", "kind", "opened_at"]),
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
