public enum Rotations {
    static let name = "rotations"
    public static let team = Column<Kind.Symbol>(name, "team_id", required: true, "the team whose duty it is")
    public static let person = Column<Kind.Person>(name, "person_id", required: true, "whose turn it is")
    public static let role = Column<Kind.Symbol>(
        name, "role", as: .choice(["primary", "backup"]), required: true, "whether they are asked first or second")
    public static let validFrom = Column<Kind.Day>(name, "valid_from", required: true, "first day of the turn")
    public static let validTo = Column<Kind.Day>(name, "valid_to", required: true, "first day after it")
}

extension Datasets {
    public static let rotations = Dataset(
        name: Rotations.name,
        table: "rotation_turn",
        title: "somebody's turn as a helper of a team",
        columns: [
            Rotations.team.declaration,
            Rotations.person.declaration,
            Rotations.role.declaration,
            Rotations.validFrom.declaration,
            Rotations.validTo.declaration,
        ],
        key: ["team_id", "role", "person_id", "valid_from"],
        // A rota is kept as one sheet a team.
        replacement: .groups(of: "team_id"),
        touches: .dates(from: "valid_from", to: "valid_to"),
        rhythm: .monthly,
        checks: [.order("valid_from", "valid_to", code: "valid_to_before_valid_from")]
    )
}
