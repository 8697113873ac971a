extension Datasets {
    public static let agreements = Dataset(
        name: "agreements",
        table: "agreement",
        title: "how many hours a week somebody agreed to give to others",
        columns: [
            .init("agreement_id", .text, required: true, "the agreement's id in the source"),
            .init("person_id", .person, required: true, "who agreed"),
            .init(
                "hours_per_week", .number(least: 0), required: true,
                "hours of help a week; with 0 there is no capacity, but its windows hold"),
            .init("kinds", .text, "kinds of support, separated by |; without them any"),
            .init("valid_from", .date, required: true, "first day"),
            .init("valid_to", .date, "first day after it; without one it lasts on"),
            .init("reviewed_on", .date, isPast: true, "when it was last talked over"),
        ],
        key: ["agreement_id", "valid_from"],
        replacement: .spells(of: "agreement_id"),
        touches: .dates(from: "valid_from", to: "valid_to"),
        rhythm: .monthlyState,
        checks: [.order("valid_from", "valid_to", code: "valid_to_before_valid_from")],
        historyChecks: [
            .noOverlap(
                from: "valid_from", endedBy: ["valid_to"], mend: "end the earlier stretch first")
        ]
    )

    public static let agreementBoundaries = Dataset(
        name: "agreement_boundaries",
        table: "agreement_boundary",
        title: "a window in which somebody gives no help",
        columns: [
            .init("agreement_id", .text, required: true, "the agreement that it belongs to"),
            .init(
                "weekday", .integer(0...7), fallback: .value(.integer(0)),
                "1 is Monday, 7 Sunday; without one, every day"),
            .init("starts", .timeOfDay, fallback: .value(.timeOfDay(0)), "first minute; without one, midnight"),
            .init(
                "ends", .timeOfDay, fallback: .value(.timeOfDay(Instant.microsecondsPerDay)),
                "first minute after it, on the next day unless later than starts; without one, midnight"),
            .init(
                "valid_from", .date, fallback: .value(.date(.distantPast)),
                "first day; without one, as long as the agreement"),
            .init("valid_to", .date, "first day after it"),
        ],
        key: ["agreement_id", "weekday", "starts", "valid_from"],
        replacement: .groups(of: "agreement_id"),
        touches: .dates(from: "valid_from", to: "valid_to"),
        rhythm: .monthlyState,
        checks: [.order("valid_from", "valid_to", code: "valid_to_before_valid_from")]
    )
}
