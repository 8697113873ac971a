extension Datasets {
    public static let turnover = Dataset(
        name: "turnover",
        table: "separation",
        title: "somebody leaving the organization",
        columns: [
            .init("person_id", .person, required: true, "who left; only a pseudonym is stored"),
            .init("left_on", .date, required: true, "first day gone; stands over what people says"),
            .init(
                "separation_type", .choice(["voluntary", "involuntary", "retirement", "end_of_contract", "other"]),
                "who or what ended it; without one it is unlabelled"),
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
            mend: "nothing, if the person joined again in between; the two are one otherwise: remove the wrong one")
    )
}
