public enum AgreementStretches {
    static let name = "agreements"
    public static let id = JoinColumn(
        name, .init("agreement_id", .text, required: true, "the agreement's id in the source"))
    public static let person = Column<Kind.Person>(name, "person_id", required: true, "who agreed")
    public static let hoursPerWeek = Column<Kind.Number>(
        name, "hours_per_week", as: .number(least: 0), required: true,
        "hours of help a week; with 0 there is no capacity, but its windows hold")
    public static let validFrom = Column<Kind.Day>(name, "valid_from", required: true, "first day")
    public static let validTo = Column<Kind.Day>(name, "valid_to", "first day after it; without one it lasts on")
    public static let reviewedOn = Column<Kind.Day>(
        name, "reviewed_on", isPast: true, "when it was last talked over")
}

public enum AgreementBoundaries {
    static let name = "agreement_boundaries"
    public static let agreement = JoinColumn(
        name, .init("agreement_id", .text, required: true, "the agreement that it belongs to"))
    public static let weekday = Column<Kind.Whole>(
        name, "weekday", as: .integer(0...7), fallback: .value(.integer(0)),
        "1 is Monday, 7 Sunday; without one, every day")
    public static let starts = Column<Kind.Clock>(
        name, "starts", fallback: .value(.timeOfDay(0)), "first minute; without one, midnight")
    public static let ends = Column<Kind.Clock>(
        name, "ends", fallback: .value(.timeOfDay(Instant.microsecondsPerDay)),
        "first minute after it, on the next day unless later than starts; without one, midnight")
    public static let validFrom = JoinColumn(
        name,
        .init(
            "valid_from", .date, fallback: .value(.date(.distantPast)),
            "first day; without one, as long as the agreement"))
    public static let validTo = JoinColumn(name, .init("valid_to", .date, "first day after it"))

    public static let person = Column<Kind.Person>(derived: "person_id", of: name, "whose agreement it belongs to")
    // It is cut to each of its agreement's stretches.
    public static let firstDay = Column<Kind.Day>(derived: "first_day", of: name, "first day on which both hold")
    public static let dayAfter = Column<Kind.Day>(derived: "day_after", of: name, "first day on which one doesn't")
}

extension Datasets {
    public static let agreements = Dataset(
        name: AgreementStretches.name,
        table: "agreement",
        title: "how many hours a week somebody agreed to give to others",
        columns: [
            AgreementStretches.id.declaration,
            AgreementStretches.person.declaration,
            AgreementStretches.hoursPerWeek.declaration,
            .init("kinds", .text, "kinds of support, separated by |; without them any"),
            AgreementStretches.validFrom.declaration,
            AgreementStretches.validTo.declaration,
            AgreementStretches.reviewedOn.declaration,
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
        name: AgreementBoundaries.name,
        table: "agreement_boundary",
        title: "a window in which somebody gives no help",
        columns: [
            AgreementBoundaries.agreement.declaration,
            AgreementBoundaries.weekday.declaration,
            AgreementBoundaries.starts.declaration,
            AgreementBoundaries.ends.declaration,
            AgreementBoundaries.validFrom.declaration,
            AgreementBoundaries.validTo.declaration,
        ],
        derived: [
            AgreementBoundaries.person.derived(from: AgreementStretches.name),
            AgreementBoundaries.firstDay.derived(from: AgreementStretches.name),
            AgreementBoundaries.dayAfter.derived(from: AgreementStretches.name),
        ],
        key: ["agreement_id", "weekday", "starts", "valid_from"],
        replacement: .groups(of: "agreement_id"),
        touches: .dates(from: "valid_from", to: "valid_to"),
        rhythm: .monthlyState,
        checks: [.order("valid_from", "valid_to", code: "valid_to_before_valid_from")]
    )
}
