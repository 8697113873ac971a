public enum SupportTies {
    static let name = "support_ties"
    public static let person = Column<Kind.Person>(name, "person_id", required: true, "who would go to somebody")
    public static let colleague = Column<Kind.Person>(name, "colleague_id", required: true, "to whom")
    public static let answeredAt = Column<Kind.Moment>(
        derived: "answered_at", of: name,
        "when the last answer to the survey was given, which dates it; without any it counts in every period")
}

extension Datasets {
    public static let supportTies = Dataset(
        name: SupportTies.name,
        table: "support_tie",
        title: "a colleague to whom somebody says that they would go",
        columns: [
            .init("survey_id", .text, required: true, "the survey, as in satisfaction"),
            SupportTies.person.declaration,
            SupportTies.colleague.declaration,
            .init("kind", .text, required: true, "for which kind of support"),
        ],
        derived: [SupportTies.answeredAt.derived(from: Satisfaction.name)],
        key: ["survey_id", "person_id", "colleague_id", "kind"],
        replacement: .groups(of: "survey_id"),
        // Its date is that of a survey whose answers may come later or never.
        touches: .everything,
        rhythm: .quarterly,
        checks: [
            RowCheck(
                code: "colleague_is_person", column: "colleague_id", message: "somebody names themselves",
                mend: "name the colleague, or leave the row out",
                columns: ["person_id", "colleague_id"]
            ) { $0[0] == $0[1] }
        ]
    )
}
