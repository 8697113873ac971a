public enum Commitments {
    static let name = "commitments"
    public static let helper = Column<Kind.Person>(name, "helper_id", required: true, "who promised")
    public static let recipient = Column<Kind.Person>(name, "recipient_id", "whom")
    public static let promisedAt = Column<Kind.Moment>(
        name, "promised_at", required: true, isPast: true, "when it was promised")
    public static let dueAt = Column<Kind.Moment>(name, "due_at", required: true, "by when")
    public static let minutesAsked = Column<Kind.Number>(
        name, "minutes_asked", as: .number(least: 0), "how much help was asked for")
    public static let minutesAgreed = Column<Kind.Number>(
        name, "minutes_agreed", as: .number(least: 0), "how much was promised")
    public static let deliveredAt = Column<Kind.Moment>(
        name, "delivered_at", isGivenWhenNamed: true, knownFrom: ["delivered_at"], isPast: true,
        "when it was kept; blank while it hasn't been")
    public static let minutesDelivered = Column<Kind.Number>(
        name, "minutes_delivered", as: .number(least: 0), isGivenWhenNamed: true, knownFrom: ["delivered_at"],
        "how much help was given")
}

extension Datasets {
    public static let commitments = Dataset(
        name: Commitments.name,
        table: "commitment",
        title: "a promise to help",
        columns: [
            .init("commitment_id", .text, required: true, "its id in the source"),
            Commitments.helper.declaration,
            Commitments.recipient.declaration,
            Commitments.promisedAt.declaration,
            Commitments.dueAt.declaration,
            Commitments.minutesAsked.declaration,
            Commitments.minutesAgreed.declaration,
            Commitments.deliveredAt.declaration,
            Commitments.minutesDelivered.declaration,
        ],
        key: ["commitment_id"],
        replacement: .rows,
        touches: .instants(from: Commitments.dueAt.name, to: Commitments.dueAt.name),
        rhythm: .daily,
        checks: [
            .order("promised_at", "due_at", code: "due_before_promised"),
            .order("promised_at", "delivered_at", code: "delivered_before_promised"),
            RowCheck(
                code: "helper_is_recipient", column: "helper_id", message: "the helper is the person helped",
                mend: "name the person to whom it was promised; what people promise themselves is not help",
                columns: ["recipient_id", "helper_id"]
            ) { !$0[0].isNull && $0[0] == $0[1] },
        ]
    )
}
