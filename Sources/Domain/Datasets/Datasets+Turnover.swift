extension Datasets {
    public static let turnover = Dataset(
        name: "turnover",
        table: "separation",
        title: "somebody leaving the organization",
        columns: [
            .init("person_id", .person, required: true, "who left; only a pseudonym is stored"),
            .init(
                "left_on", .date, required: true,
                "first day gone; overrides the left_on of that employment in people"),
            .init(
                "separation_type", .choice(SeparationType.allCases.map(\.rawValue)),
                "who or what ended it; without one it is unlabelled. The end of a contract that another follows at once is "
                    + "not a separation, unless this says voluntary, involuntary or retirement"),
            .init("reason", .presence, "whether one was written; the words are not kept"),
            .init("regretted", .boolean, "whether the organization would have kept the person"),
        ],
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
