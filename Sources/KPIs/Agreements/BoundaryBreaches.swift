import Domain

/// How much help is given in hours that its helper had asked to be left alone in.
public enum BoundaryBreaches: KPI {
    public static let sheet = Sheet(
        id: "boundary_breaches",
        version: 3,
        title: "Breached boundaries",
        question: "Are the hours in which people said that they give no help respected?",
        formula: """
            It counts pieces of help, not people: the ratio divides the pieces that began inside a no-help window of \
            their helper by all pieces of people who had such a window on the piece's day, whatever its weekday and \
            times. So 0.2 means that one in five of these pieces broke a boundary, and does not say how many people \
            were affected. Help of people without a window is in neither number.

            A contribution is a piece at its start; so is, at its first close, a resolved request that no contribution \
            names. Days and times are those of the helper's zone.

            A window without a weekday holds every day, one without times all day. One that runs past midnight belongs \
            to the day on which it starts. An agreement of 0 hours keeps its windows.

            people_with_a_window: of the people who hold an agreement on the last day of the period, the share who \
            have a no-help window on that date, whatever its weekday and times.

            Limits are Wilson's, those of pieces at the effective size.
            """,
        measures: [measure, people],
        direction: .lowerIsBetter,
        inputs: [
            .init(
                [AgreementStretches.id, AgreementStretches.person, AgreementStretches.validFrom], .always,
                reach: daysBefore),
            .init([AgreementStretches.validTo], .whereKnown, reach: daysBefore),
            .init([AgreementBoundaries.agreement], .always, reach: daysBefore),
            .init(
                [
                    AgreementBoundaries.weekday, AgreementBoundaries.starts, AgreementBoundaries.ends,
                    AgreementBoundaries.validFrom, AgreementBoundaries.validTo,
                ], .whereKnown, reach: daysBefore),
        ] + Pieces.inputs(.whereKnown) + Place.inputs(people: [People.zone], teams: [Teams.zone]),
        unfinished: "A request that isn't closed by the end of the period is not yet a piece of help.",
        missing: """
            A resolved request without a helper may or may not breach a window; it lowers the coverage, and so does a \
            helper who isn't in people. A piece belongs to the team and department that its helper was in at its start \
            or, if the helper isn't in people, to the team that the request names; if that is unknown, it counts for \
            the organization only.

            In people_with_a_window somebody who holds an agreement and isn't in people lowers the coverage, and \
            counts for the organization only, as somebody does whose agreement outlasts the employment; the others \
            count for the team and department of that day. Without anything that says who helped there is that share \
            alone.
            """,
        reference: """
            Convention: a window is breached by help that begins in it. Limits: Wilson 1927, \
            doi:10.1080/01621459.1927.10502953; effective size: Korn, Graubard 1998, Survey Methodology 24, 193-201, \
            since one helper gives many pieces.
            """,
        briefing: .init(
            .helpers, matters: .fivePoints,
            next: "What could not wait until the window was over, and who decides that?"))

    /// A window's last night ends a day after it began, in a zone up to 26 h behind.
    private static let daysBefore = 3

    private static let ratio = Sheet.Statistic(
        "ratio", .ratio, "share of pieces inside a no-help window",
        adds: .mean(over: [.scope]))
    private static let measure = Sheet.Measure(
        title: "breached boundaries", needsOneOfEach: Pieces.columnsOfEach, headline: ratio, statistics: [ratio])
    private static let people = Sheet.Measure(
        id: "people_with_a_window", title: "people with an agreement", statistics: [bounded])
    private static let bounded = Sheet.Statistic(
        "ratio", .ratio, "share who have a no-help window", direction: Sheet.Direction.none,
        adds: .mean(over: [.scope]), minimum: .coded)

    public static func observe(into figures: inout Assembler) {
        let view = figures.view
        let agreements = HeldAgreements(view: view)
        let isBounded = agreements.holders.map { holder in
            view.facts.agreements.boundaries[holder.person]?.contains { $0.holds(on: view.window.lastDate) } ?? false
        }
        figures.add(people, of: agreements.records(in: view) { isBounded[$0] ? 1 : 0 }) {
            [.init(bounded, shareOf: $0.positions) { isBounded[Int($0)] }]
        }
        guard figures.serves(measure) else { return }
        let calendars = Calendars(facts: view.facts, zone: view.window.zone)
        let windows = NoHelpWindows(facts: view.facts, calendars: calendars, zone: view.window.zone)
        let pieces = Pieces(view: view)
        PieceShare.observe(measure, ratio, pieces, into: &figures) { position in
            switch windows.contain(pieces.startedAt[position], of: pieces.helper[position]) {
            case true?: .isTrue
            case false?: .isFalse
            case nil: .outOfQuestion
            }
        }
    }
}
