public enum Feedback {
    static let name = "feedback"
    public static let team = Column<Kind.Symbol>(name, "team_id", "the team that it is for")
    public static let submittedAt = Column<Kind.Moment>(
        name, "submitted_at", required: true, isPast: true, "when it was handed in")
    public static let actedOnAt = Column<Kind.Moment>(
        name, "acted_on_at", fallback: .value(.instant(.never)), isGivenWhenNamed: true,
        knownFrom: ["acted_on_at"], isPast: true, "when something was done about it; blank while nothing was")
}

extension Datasets {
    public static let feedback = Dataset(
        name: Feedback.name,
        table: "feedback_item",
        title: "a thing to start, to stop or to continue that somebody asked for",
        columns: [
            .init("feedback_id", .text, required: true, "its id in the source"),
            Feedback.team.declaration,
            .init("kind", .choice(["start", "stop", "continue"]), required: true, "which of the three it is"),
            Feedback.submittedAt.declaration,
            .init("answered_at", .instant, isGivenWhenNamed: true, isPast: true, "when it was answered"),
            Feedback.actedOnAt.declaration,
        ],
        key: ["feedback_id"],
        replacement: .rows,
        touches: .instants(from: Feedback.submittedAt.name, to: Feedback.actedOnAt.name),
        rhythm: .monthly,
        checks: [
            .order("submitted_at", "answered_at", code: "answered_before_submitted"),
            .order("submitted_at", "acted_on_at", code: "acted_on_before_submitted"),
        ]
    )
}
