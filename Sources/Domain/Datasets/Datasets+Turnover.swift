public enum Turnover {
    static let name = "turnover"
    public static let person = Column<Kind.Person>(
        name, "person_id", required: true, "who left; only a pseudonym is stored")
    public static let leftOn = Column<Kind.Day>(
        name, "left_on", required: true, "first day gone; overrides the left_on of that employment in people")
    public static let type = Column<Kind.Symbol>(
        name, "separation_type", as: .choice(SeparationType.allCases.map(\.rawValue)),
        "who or what ended it; without one it is unlabelled. The end of a contract that another follows at once is "
            + "not a separation, unless this says voluntary, involuntary or retirement")
    public static let regretted = Column<Kind.Flag>(
        name, "regretted", "whether the organization would have kept the person")
    public static let updatedAt = Column<Kind.Moment>(
        derived: "updated_at", of: name, "when the source last changed the row")
}

extension Datasets {
    public static let turnover = Dataset(
        name: Turnover.name,
        table: "separation",
        title: "somebody leaving the organization",
        columns: [
            Turnover.person.declaration,
            Turnover.leftOn.declaration,
            Turnover.type.declaration,
            .init("reason", .presence, "whether one was written; the words are not kept"),
            Turnover.regretted.declaration,
        ],
        derived: [Turnover.updatedAt.derived()],
        key: ["person_id", "left_on"],
        replacement: .rows,
        touches: .employment(from: "left_on"),
        rhythm: .monthly,
        repeats: RepeatNote(
            code: "second_separation", group: "person_id", differing: "left_on",
            message: "the same person leaves on another date as well",
            mend: "do nothing if the person joined again in between; otherwise the newer counts: remove the wrong one"
        ),
        toldOf: "person_id"
    )
}
