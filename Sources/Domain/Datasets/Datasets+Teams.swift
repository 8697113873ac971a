extension Datasets {
    public static let teams = Dataset(
        name: "teams",
        table: "team",
        title: "a team, or one stretch of its history",
        columns: [
            .init("team_id", .text, required: true, "the team's id in the source"),
            .init("department_id", .text, "the department it belongs to"),
            .init("name", .text, "what people call it"),
            .init("calendar_id", .text, "its working calendar"),
            .init("time_zone", .zone, "IANA name, such as Europe/Lisbon"),
            .init(
                "valid_from", .date, fallback: .value(.date(.distantPast)),
                "first day of this stretch; without one, always"),
            .init("valid_to", .date, "first day after this stretch"),
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
