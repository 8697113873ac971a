public enum Leave {
    static let name = "leave"
    public static let person = Column<Kind.Person>(name, "person_id", required: true, "who is away")
    public static let validFrom = Column<Kind.Day>(name, "valid_from", required: true, "first day away")
    public static let validTo = Column<Kind.Day>(
        name, "valid_to", fallback: .value(.date(.distantFuture)), "first day back; without one it lasts on")
}

extension Datasets {
    public static let leave = Dataset(
        name: Leave.name,
        table: "leave_spell",
        title: "an absence",
        columns: [
            Leave.person.declaration,
            Leave.validFrom.declaration,
            Leave.validTo.declaration,
            .init("kind", .presence, "whether one was given; which one is not kept, since it can reveal an illness"),
        ],
        key: ["person_id", "valid_from", "valid_to"],
        replacement: .groups(of: "person_id"),
        touches: .dates(from: "valid_from", to: "valid_to"),
        rhythm: .monthly,
        checks: [.order("valid_from", "valid_to", code: "valid_to_before_valid_from")]
    )
}
