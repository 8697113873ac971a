public enum Objectives {
    static let name = "objectives"
    public static let person = Column<Kind.Person>(name, "person_id", required: true, "who is held to it")
    public static let beneficiary = Column<Kind.Symbol>(
        name, "beneficiary", as: .choice(["self", "person", "team", "organization"]), required: true,
        "whom it is good for")
    public static let weight = Column<Kind.Number>(
        name, "weight", as: .number(least: 0), required: true,
        "how much it counts; a person's weights are brought to 1")
    public static let kind = Column<Kind.Symbol>(
        name, "kind", as: .choice(["individual_target", "shared", "forced_rank"]), "how it is judged")
    public static let validFrom = Column<Kind.Day>(name, "valid_from", required: true, "first day")
    public static let validTo = Column<Kind.Day>(name, "valid_to", "first day after it; without one it lasts on")
}

extension Datasets {
    public static let objectives = Dataset(
        name: Objectives.name,
        table: "objective",
        title: "an objective that somebody is held to",
        columns: [
            .init("objective_id", .text, required: true, "its id in the source"),
            Objectives.person.declaration,
            Objectives.beneficiary.declaration,
            .init(
                "beneficiary_id", .presence,
                "whether one was named; which person or team it is good for is not kept"),
            Objectives.weight.declaration,
            Objectives.kind.declaration,
            Objectives.validFrom.declaration,
            Objectives.validTo.declaration,
        ],
        key: ["objective_id"],
        replacement: .rows,
        touches: .dates(from: "valid_from", to: "valid_to"),
        rhythm: .quarterlyState,
        checks: [.order("valid_from", "valid_to", code: "valid_to_before_valid_from")]
    )
}
