extension Datasets {
    public static let recognitions = Dataset(
        name: "recognitions",
        table: "recognition",
        title: "a thank-you",
        columns: [
            .init("recognition_id", .text, required: true, "its id in the source"),
            .init("giver_id", .person, required: true, "who thanked"),
            .init("receiver_id", .person, required: true, "who was thanked"),
            .init("given_at", .instant, required: true, isPast: true, "when"),
            .init("reason", .choice(["helping", "asking", "own_work"]), "what for"),
            .init("value_tags", .text, "values that it names, separated by |"),
            .init("public", .boolean, "whether others could see it"),
        ],
        key: ["recognition_id"],
        replacement: .rows,
        touches: .instants(from: "given_at", to: "given_at"),
        rhythm: .daily
    )
}
