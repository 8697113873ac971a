extension Datasets {
    public static let leave = Dataset(
        name: "leave",
        table: "leave_spell",
        title: "an absence",
        columns: [
            .init("person_id", .person, required: true, "who is away"),
            .init("valid_from", .date, required: true, "first day away"),
            .init(
                "valid_to", .date, fallback: .value(.date(.distantFuture)), "first day back; without one it lasts on"),
            .init("kind", .presence, "whether one was given; which one is not kept, since it can reveal an illness"),
        ],
        key: ["person_id", "valid_from", "valid_to"],
        replacement: .groups(of: "person_id"),
        touches: .dates(from: "valid_from", to: "valid_to"),
        rhythm: .monthly,
        checks: [.order("valid_from", "valid_to", code: "valid_to_before_valid_from")]
    )
}
