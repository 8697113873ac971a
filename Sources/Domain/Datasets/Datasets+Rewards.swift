public enum Rewards {
    static let name = "rewards"
    public static let person = Column<Kind.Person>(name, "person_id", required: true, "who got it")
    public static let givenAt = Column<Kind.Moment>(name, "given_at", required: true, isPast: true, "when")
    public static let amount = Column<Kind.Number>(name, "amount", "how much; in one currency")
    public static let rating = Column<Kind.Number>(name, "rating", "the rating; higher is better")
    public static let forHelping = Column<Kind.Flag>(name, "for_helping", "whether it was for helping others")
}

extension Datasets {
    public static let rewards = Dataset(
        name: Rewards.name,
        table: "reward",
        title: "a reward or a rating",
        columns: [
            .init("reward_id", .text, required: true, "its id in the source"),
            Rewards.person.declaration,
            Rewards.givenAt.declaration,
            Rewards.amount.declaration,
            Rewards.rating.declaration,
            Rewards.forHelping.declaration,
        ],
        key: ["reward_id"],
        replacement: .rows,
        touches: .instants(from: Rewards.givenAt.name, to: Rewards.givenAt.name),
        rhythm: .quarterly
    )
}
