import Domain
import Export

/// Figures and sheets that the tests of the formats share.
enum Figures {
    static let resolve = Sheet(
        id: "time_to_resolve", version: 1, title: "Time to resolve", question: "How long?", formula: "Kaplan-Meier",
        measures: [
            .init(
                id: "first_close_elapsed", title: "opened to first close",
                statistics: [
                    .init("p50", .seconds, "median"), .init("p90", .seconds, "nine in ten are done"),
                    .init("withdrawn_share", .ratio, "share withdrawn"),
                ])
        ],
        direction: .lowerIsBetter,
        inputs: [
            .init([HelpRequests.openedAt], .always), .init([People.team], .whereKnown),
            .init([Teams.department], .whereKnown),
        ], unfinished: "", missing: "", reference: "")
    static let concentration = Sheet(
        id: "helper_concentration", version: 1, title: "Helper concentration", question: "Who carries it?",
        formula: "Gini",
        measures: [
            .init(
                id: "pieces", title: "pieces of help",
                statistics: [
                    .init("gini_helpers", .ratio, "Gini of helpers"),
                    .init("absence_factor", .count, "fewest helpers who give half"),
                ])
        ],
        direction: .none, inputs: [], unfinished: "", missing: "", reference: "")

    static func context(_ freshness: [Freshness] = [], names: TeamNames = .none) throws -> ExportContext {
        try ExportContext(sheets: [resolve, concentration], freshness: freshness, names: names)
    }

    /// A load of a dataset, and when the next is expected, in days after the end of February 2026.
    static func load(
        of dataset: String, _ days: Int, expected: Int? = nil, lastData: LocalDate? = nil, organization: String = "acme"
    ) -> Freshness {
        let end = Zone.utc.start(of: february.to)
        return Freshness(
            organization: organization, dataset: dataset, lastData: lastData, lastSuccess: end.advanced(byDays: days),
            expectedBy: expected.map { end.advanced(byDays: $0) })
    }

    static let march = Period(.month, year: 2026, ordinal: 2)
    static let february = Period(.month, year: 2026, ordinal: 1)

    static func figure(
        organization: String = "acme", kpi: String = "time_to_resolve", version: Int = 1,
        measure: String = "first_close_elapsed", scope: Scope = Scope(.team, "platform"),
        breakdown: Breakdown = .none, statistic: String = "p50", period: Period = march, unit: FigureUnit = .seconds,
        estimate: Estimate = Estimate(86400, lower: 3600.5, upper: nil), n: Int? = 42, censored: Int? = 3,
        coverage: Double? = 0.98, state: PublishedFigure.State = .released, signal: Signal? = nil,
        reference: Double? = nil, verdict: Verdict? = nil
    ) -> PublishedFigure {
        PublishedFigure(
            organization: organization, kpi: kpi, version: version,
            cell: Cell(measure: measure, scope: scope, breakdown: breakdown, statistic: statistic), period: period,
            unit: unit, estimate: estimate, n: n, censored: censored, coverage: coverage, state: state,
            signal: signal, reference: reference, verdict: verdict)
    }

    /// One text for each way in which a name may hurt a format.
    static let hostile = [
        "", " ", "plain", "comma, here", "\"quoted\"", "a\"b\"\"c", "back\\slash", "\\", "ends in \\", "\\n", "\\\"",
        "line\nbreak", "\n", "carriage\rreturn", "\r\n", "a\r\nb", "tab\there", "\tTab", "\u{1}\u{7}\u{1B}[31m\u{7F}",
        "=1+1", "+1", "-1", "@SUM(A1)", "'=1+1", "''@x", "'quoted", "＝1", "'", "Ünïcødé", "Ελληνικά", "עברית", "مرحبا",
        "日本語", "😀👩‍👩‍👧", "\u{E9}", "e\u{301}", "\u{FEFF}bom", "\u{2028}", "\"\u{301}", "{a=\"b\"}", "# HELP x y", "NaN",
        "}", ",", "<script>alert(1)</script>", "'; DROP TABLE x; --", String(repeating: "long ", count: 400),
    ]
}
