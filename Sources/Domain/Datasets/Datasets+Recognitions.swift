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
        rhythm: .daily
    )
}
