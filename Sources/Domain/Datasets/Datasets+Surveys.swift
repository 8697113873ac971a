public enum Satisfaction {
    static let name = "satisfaction"
    public static let round = JoinColumn(
        name,
        .init("survey_id", .text, required: true, "one round of a survey; loading it again replaces it whole"))
    public static let instrument = JoinColumn(
        name, .init("instrument", .text, required: true, "the questionnaire, such as \(SurveyItems.example[0])"))
    public static let question = JoinColumn(
        name, .init("item", .text, required: true, "the question, such as \(SurveyItems.example[1])"))
    public static let token = Column<Kind.Token>(
        name, "response_token", required: true, "identifies the sheet of answers, not a person")
    public static let score = Column<Kind.Number>(name, "score", required: true, "the answer")
    public static let scaleMin = Column<Kind.Number>(
        name, "scale_min", required: true, "lowest answer that can be given")
    public static let scaleMax = Column<Kind.Number>(
        name, "scale_max", required: true, "highest answer that can be given")
    public static let submittedAt = Column<Kind.Moment>(
        name, "submitted_at", required: true, isPast: true, "when it was given; the last one dates the survey")
    public static let team = Column<Kind.Symbol>(name, "team_id", "the team that the answer names")
    public static let department = Column<Kind.Symbol>(
        name, "department_id", "used where the team has no department")
    public static let level = Column<Kind.Symbol>(name, "level", "level or grade")
    public static let location = Column<Kind.Symbol>(name, "location", "place of work")
    public static let hasComment = Column<Kind.Flag>(
        name, "comment", as: .presence, "whether something was written beside it; the words are not kept")

    public static let survey = Column<Kind.Symbol>(derived: "survey", of: name, "source and survey_id together")
    public static let item = Column<Kind.Symbol>(derived: "instrument_item", of: name, "instrument/item")
}

extension Datasets {
    public static let satisfaction = Dataset(
        name: Satisfaction.name,
        table: "survey_answer",
        title: "one answer to one item of a survey",
        columns: [
            Satisfaction.round.declaration,
            Satisfaction.token.declaration,
            Satisfaction.instrument.declaration,
            Satisfaction.question.declaration,
            Satisfaction.score.declaration,
            Satisfaction.scaleMin.declaration,
            Satisfaction.scaleMax.declaration,
            Satisfaction.submittedAt.declaration,
            Satisfaction.team.declaration,
            Satisfaction.department.declaration,
            Satisfaction.level.declaration,
            Satisfaction.location.declaration,
            Satisfaction.hasComment.declaration,
        ],
        derived: [Satisfaction.survey.derived(), Satisfaction.item.derived()],
        key: ["survey_id", "response_token", "instrument", "item", "submitted_at"],
        replacement: .groups(of: "survey_id"),
        touches: .wholeGroup(instant: Satisfaction.submittedAt.name),
        rhythm: .quarterly,
        references: [.init(dataset: SupportTies.name, at: nil, by: ["survey_id"], columns: ["submitted_at"])],
        checks: [
            RowCheck(
                code: "scale_is_empty", column: "scale_max", message: "scale_max is not above scale_min",
                mend: "give the lowest and the highest answer that can be chosen; a mapping can set them as constants",
                columns: ["scale_min", "scale_max"]
            ) { values in
                guard let least = values[0].number, let most = values[1].number else { return false }
                return least >= most
            },
            RowCheck(
                code: "score_off_scale", column: "score", message: "the score is off its scale",
                mend:
                    "correct the score, or scale_min and scale_max; if the number stands for no answer, as 99 may, name it in the "
                    + "mapping: under null where rows have an answer to each question, and in skip where each row is an answer",
                columns: ["score", "scale_min", "scale_max"]
            ) { values in
                guard let score = values[0].number, let least = values[1].number, let most = values[2].number else {
                    return false
                }
                return score < least || score > most
            },
            RowCheck(
                code: "like_a_known_item", column: "item",
                message:
                    "the item differs only by case or blanks from one that a figure reads, so the figure leaves it out",
                mend:
                    "write instrument and item to the letter, such as \(SurveyItems.recommend); a mapping can set them as "
                    + "constants",
                columns: ["instrument", "item"], isNote: true
            ) { values in
                let item = Self.item(values)
                return
                    "\(item) is not \(SurveyItems.meant(by: item) ?? ""), so the figure of that item leaves it out"
            } isBroken: {
                SurveyItems.meant(by: Self.item($0)) != nil
            },
            RowCheck(
                code: "item_on_another_scale", column: "scale_max",
                message: "the item is on another scale than its figure needs, so the figure leaves it out",
                mend:
                    "ask it on the scale that its figure needs, or correct scale_min and scale_max where they are wrong; "
                    + "what was asked on another can be loaded under a name of its own, and counts in satisfaction_score",
                columns: ["instrument", "item", "scale_min", "scale_max"], isNote: true
            ) { values in
                let item = Self.item(values)
                let ends = values[2...].compactMap { $0.number?.shortest }.joined(separator: " to ")
                let need = SurveyItems.scaleNeeds[item]?.words ?? "another"
                return "\(item) is on a scale of \(ends), but its figure needs \(need) and leaves it out"
            } isBroken: { values in
                guard let least = values[2].number, let most = values[3].number,
                    let need = SurveyItems.scaleNeeds[Self.item(values)]
                else { return false }
                return !need.isMet(from: least, to: most)
            },
            RowCheck(
                code: "before_forms", column: "submitted_at",
                message:
                    "submitted_at is before 1990: a form that keeps no times writes such a date instead, and the survey "
                    + "counts in the month that it names",
                mend:
                    "give a day on which the survey ran; a mapping can set it as a constant: "
                    + "submitted_at: {constant: \"2024-05-31T12:00:00Z\"}",
                columns: ["submitted_at"], isNote: true
            ) { values in
                values[0].instant.map { $0 < beginningOfForms } ?? false
            },
        ]
    )

    /// No form was on the web before it. LimeSurvey dates anonymous answers to the first of January 1980, others to the first
    /// of January 1970.
    private static let beginningOfForms = Zone.utc.start(of: LocalDate(firstOfMonth: 1, year: 1990))

    /// Of values that begin with instrument and item.
    private static func item(_ values: [Value]) -> String { "\(values[0].text ?? "")/\(values[1].text ?? "")" }
}
