public enum Rituals {
    static let name = "rituals"
    public static let team = Column<Kind.Symbol>(name, "team_id", "the team that holds it")
    public static let kind = Column<Kind.Symbol>(
        name, "kind", required: true, "what it is, such as check-in, retrospective, support review")
    public static let plannedAt = Column<Kind.Moment>(name, "planned_at", required: true, "when it was to be held")
    public static let heldAt = Column<Kind.Moment>(
        name, "held_at", isGivenWhenNamed: true, knownFrom: ["held_at"], isPast: true,
        "when it was held; blank while it hasn't been")
}

extension Datasets {
    public static let rituals = Dataset(
        name: Rituals.name,
        table: "ritual",
        title: "a check-in, a retrospective or a support review that was planned",
        columns: [
            .init("ritual_id", .text, required: true, "its id in the source"),
            Rituals.team.declaration,
            Rituals.kind.declaration,
            Rituals.plannedAt.declaration,
            Rituals.heldAt.declaration,
        ],
        key: ["ritual_id"],
        replacement: .rows,
        touches: .instants(from: Rituals.plannedAt.name, to: Rituals.plannedAt.name),
        rhythm: .monthly
    )
}
