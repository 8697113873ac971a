public enum Teams {
    static let name = "teams"
    public static let team = Column<Kind.Symbol>(name, "team_id", required: true, "the team's id in the source")
    public static let department = Column<Kind.Symbol>(name, "department_id", "the department it belongs to")
    public static let calendar = Column<Kind.Symbol>(name, "calendar_id", "its working calendar")
    public static let zone = Column<Kind.Symbol>(name, "time_zone", as: .zone, "IANA name, such as Europe/Lisbon")
    public static let validFrom = Column<Kind.Day>(
        name, "valid_from", fallback: .value(.date(.distantPast)), "first day of this stretch; without one, always")
    public static let validTo = Column<Kind.Day>(name, "valid_to", "first day after this stretch")
}

extension Datasets {
    public static let teams = Dataset(
        name: Teams.name,
        table: "team",
        title: "a team, or one stretch of its history",
        columns: [
            Teams.team.declaration,
            Teams.department.declaration,
            .init(
                "name", .text, isLabel: true,
                "what people call it; the newest is published with its figures, so let it name no person"),
            Teams.calendar.declaration,
            Teams.zone.declaration,
            Teams.validFrom.declaration,
            Teams.validTo.declaration,
        ],
        key: ["team_id", "valid_from"],
        replacement: .spells(of: "team_id"),
        touches: .onward(from: "valid_from"),
        rhythm: .monthlyState,
        checks: [.order("valid_from", "valid_to", code: "valid_to_before_valid_from")],
        historyChecks: [
            .noOverlap(from: "valid_from", endedBy: ["valid_to"], mend: "end the earlier stretch of the team first")
        ]
    )
}
