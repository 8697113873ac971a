public enum Pairings {
    static let name = "pairings"
    public static let id = JoinColumn(name, .init("pairing_id", .text, required: true, "its id in the source"))
    public static let supporter = Column<Kind.Person>(name, "supporter_id", required: true, "the mentor or buddy")
    public static let supported = Column<Kind.Person>(
        name, "supported_id", required: true, "who has the mentor or buddy")
    public static let kind = Column<Kind.Symbol>(
        name, "kind", as: .choice(["mentor", "buddy"]), required: true, "which of the two it is")
    public static let validFrom = Column<Kind.Day>(name, "valid_from", required: true, "first day")
    public static let validTo = Column<Kind.Day>(name, "valid_to", "first day after it; without one it lasts on")
}

public enum PairMeetings {
    static let name = "pair_meetings"
    public static let pairing = JoinColumn(
        name, .init("pairing_id", .text, required: true, "the pair, as in pairings"))
    public static let plannedAt = Column<Kind.Moment>(name, "planned_at", required: true, "when they were to meet")
    public static let heldAt = Column<Kind.Moment>(
        name, "held_at", isGivenWhenNamed: true, knownFrom: ["held_at"], isPast: true,
        "when they met; blank while they haven't")

    // Of the pair that the row names, as far as that is in the data.
    public static let supporter = Column<Kind.Person>(derived: "supporter_id", of: name, "the mentor or buddy")
    public static let supported = Column<Kind.Person>(
        derived: "supported_id", of: name, "who has the mentor or buddy")
    public static let kind = Column<Kind.Symbol>(derived: "kind", of: name, "which of the two it is")
    public static let pairedFrom = Column<Kind.Day>(derived: "valid_from", of: name, "the pair's first day")
}

extension Datasets {
    public static let pairings = Dataset(
        name: Pairings.name,
        table: "pairing",
        title: "a mentor or buddy, and whom they support",
        columns: [
            Pairings.id.declaration,
            Pairings.supporter.declaration,
            Pairings.supported.declaration,
            Pairings.kind.declaration,
            Pairings.validFrom.declaration,
            Pairings.validTo.declaration,
        ],
        key: ["pairing_id"],
        replacement: .rows,
        touches: .dates(from: "valid_from", to: "valid_to"),
        rhythm: .monthly,
        references: [
            // Whose meeting it is.
            .init(
                dataset: PairMeetings.name, at: "planned_at", by: ["pairing_id"],
                columns: ["supporter_id", "supported_id", "kind", "valid_from"])
        ],
        checks: [
            .order("valid_from", "valid_to", code: "valid_to_before_valid_from"),
            RowCheck(
                code: "supporter_is_supported", column: "supporter_id",
                message: "the supporter is the person supported",
                mend: "name the person who is supported; nobody is their own mentor",
                columns: ["supported_id", "supporter_id"]
            ) { $0[0] == $0[1] },
        ]
    )

    public static let pairMeetings = Dataset(
        name: PairMeetings.name,
        table: "pair_meeting",
        title: "a meeting of such a pair that was planned",
        columns: [
            PairMeetings.pairing.declaration,
            PairMeetings.plannedAt.declaration,
            PairMeetings.heldAt.declaration,
        ],
        derived: [
            PairMeetings.supporter.derived(from: Pairings.name),
            PairMeetings.supported.derived(from: Pairings.name),
            PairMeetings.kind.derived(from: Pairings.name),
            PairMeetings.pairedFrom.derived(from: Pairings.name),
        ],
        key: ["pairing_id", "planned_at"],
        replacement: .rows,
        touches: .instants(from: PairMeetings.plannedAt.name, to: PairMeetings.plannedAt.name),
        rhythm: .monthly
    )
}
