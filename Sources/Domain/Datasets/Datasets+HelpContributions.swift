extension Datasets {
    public static let helpContributions = Dataset(
        name: "help_contributions",
        table: "help_contribution",
        title: "a piece of help that somebody gave",
        columns: [
            .init("contribution_id", .text, required: true, "the piece's id in the source"),
            .init("request_id", .text, "the request that it answers, which then does not count separately"),
            .init("helper_id", .person, required: true, "who helped"),
            .init("recipient_id", .person, "who was helped; else the request's asker"),
            .init("started_at", .instant, required: true, isPast: true, "when it began"),
            .init("minutes", .number(least: 0), isGivenWhenNamed: true, "how long it took the helper"),
            .init(
                "kind", .choice(["emotional", "informational", "instrumental", "appraisal"]),
                "the kind of support; else the request's"),
            .init("rating", .number(least: nil), "what the person helped thought of it"),
        ],
        key: ["contribution_id"],
        replacement: .rows,
        // It replaces its request as a piece, and that may be closed in any later month.
        touches: .onward(from: "started_at"),
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
