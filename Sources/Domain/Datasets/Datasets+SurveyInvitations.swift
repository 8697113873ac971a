public enum SurveyInvitations {
    static let name = "survey_invitations"
    public static let round = JoinColumn(
        name, .init("survey_id", .text, required: true, "the survey, as in satisfaction"))
    /// Blank in the table where nobody says it; figures read that as unknown.
    public static let team = Column<Kind.Symbol>(
        name, "team_id", fallback: .value(.text("")), "the team that was invited")
    public static let department = Column<Kind.Symbol>(
        name, "department_id", fallback: .value(.text("")), "the department that was invited")
    public static let invited = Column<Kind.Whole>(
        name, "invited", as: .integer(1...1_000_000_000), required: true, "people who could have answered")

    public static let survey = Column<Kind.Symbol>(
        derived: "survey", of: name, "source and survey_id together, as answers have it")
}

extension Datasets {
    public static let surveyInvitations = Dataset(
        name: SurveyInvitations.name,
        table: "survey_invitation",
        title: "how many of a group were invited to a survey",
        columns: [
            SurveyInvitations.round.declaration,
            SurveyInvitations.team.declaration,
            SurveyInvitations.department.declaration,
            SurveyInvitations.invited.declaration,
        ],
        derived: [SurveyInvitations.survey.derived()],
        key: ["survey_id", "team_id", "department_id"],
        replacement: .groups(of: "survey_id"),
        // Its date is that of a survey whose answers may come later or never.
        touches: .everything,
        rhythm: .quarterly
    )
}
