import Domain

/// How much of the help is given outside the helpers' working hours.
public enum OffCalendarHelp: KPI {
    public static let sheet = Sheet(
        id: "off_calendar_help",
        version: 2,
        title: "Help outside working hours",
        question: "How much of the help is given when its helper is off work?",
        formula: """
            Of the pieces of help that began in the period and whose helper has a calendar, those that began outside \
            it. A contribution is a piece at its start; so is, at its first close, a resolved request that no \
            contribution names. The calendar is the helper's own, else that of their team on the piece's day; \
            holidays are outside it, leave is not subtracted. Limits are Wilson's, at the effective size.
            """,
        measures: [measure],
        direction: .lowerIsBetter,
        inputs: Calendars.inputs(.always) + Pieces.inputs()
            + Place.inputs(people: [People.calendar, People.zone], teams: [Teams.calendar, Teams.zone]),
        unfinished: "A request that isn't closed by the end of the period is not yet a piece of help.",
        missing: """
            A piece whose helper has no calendar on its day is left out. It lowers the coverage, and so do a resolved \
            request without a helper and a helper who isn't in people. A piece belongs to the team and department that \
            its helper was in at its start or, if the helper isn't in people, to the team that the request names; if \
            that is unknown, it counts for the organization only.
            """,
        reference: """
            Convention: what a calendar leaves free is free time. Limits: Wilson 1927, \
            doi:10.1080/01621459.1927.10502953; effective size: Korn, Graubard 1998, Survey Methodology 24, 193-201, \
            since one helper gives many pieces.
            """,
        briefing: .init(
            .helpers, matters: .fivePoints,
            next: "Does the help at odd hours come from need, from time zones, or from habit?"))

    private static let ratio = Sheet.Statistic(
        "ratio", .ratio, "share of pieces outside the helper's calendar",
        adds: .mean(over: [.scope]))
    private static let measure = Sheet.Measure(
        title: "help outside working hours", headline: ratio, statistics: [ratio])

    public static func observe(into figures: inout Assembler) {
        let zone = figures.view.window.zone
        let calendars = Calendars(facts: figures.view.facts, zone: zone)
        let pieces = Pieces(view: figures.view)
        PieceShare.observe(measure, ratio, pieces, into: &figures) { position in
            let start = pieces.startedAt[position]
            let day = zone.date(at: start)
            guard let calendar = calendars.ofPerson(pieces.helper[position], on: day) else { return .unknown }
            return calendar.isWorking(at: start) ? .isFalse : .isTrue
        }
    }
}
