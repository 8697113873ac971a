public enum Recognitions {
    static let name = "recognitions"
    public static let giver = Column<Kind.Person>(name, "giver_id", required: true, "who thanked")
    public static let receiver = Column<Kind.Person>(name, "receiver_id", required: true, "who was thanked")
    public static let givenAt = Column<Kind.Moment>(name, "given_at", required: true, isPast: true, "when")
    public static let reason = Column<Kind.Symbol>(
        name, "reason", as: .choice(["helping", "asking", "own_work"]), "what for")
    public static let valueTags = Column<Kind.Symbol>(name, "value_tags", "values that it names, separated by |")
    public static let isPublic = Column<Kind.Flag>(name, "public", "whether others could see it")
}

extension Datasets {
    public static let recognitions = Dataset(
        name: Recognitions.name,
        table: "recognition",
        title: "a thank-you",
        columns: [
            .init("recognition_id", .text, required: true, "its id in the source"),
            Recognitions.giver.declaration,
            Recognitions.receiver.declaration,
            Recognitions.givenAt.declaration,
            Recognitions.reason.declaration,
            Recognitions.valueTags.declaration,
            Recognitions.isPublic.declaration,
        ],
        key: ["recognition_id"],
        replacement: .rows,
        touches: .instants(from: Recognitions.givenAt.name, to: Recognitions.givenAt.name),
        rhythm: .daily,
        checks: [
            RowCheck(
                code: "giver_is_receiver", column: "giver_id",
                message: "who thanked is who was thanked",
                mend: "name the person who was thanked; thanks to oneself aren't counted",
                columns: ["receiver_id", "giver_id"]
            ) { $0[0] == $0[1] }
        ]
    )
}
