import Domain
import Export
import TestValues
import Testing

@Suite struct FigureFilterTests {
    private typealias Wanted = [(property: FigureFilter.Property, value: String)]

    private func filter(_ wanted: Wanted) throws -> FigureFilter {
        try FigureFilter(wanted, of: Figures.context().sheets)
    }

    /// What a filtering export writes.
    private func filtered(
        _ format: some ExportFormat, _ figures: [PublishedFigure], _ wanted: Wanted, freshness: [Freshness] = []
    ) throws -> String {
        var sink = FilteredSink(MemorySink(), try filter(wanted))
        try format.write(figures, context: try Figures.context(freshness), to: &sink)
        return String(decoding: sink.base.bytes, as: UTF8.self)
    }

    private static let quarter = Period(.quarter, year: 2026, ordinal: 0)

    /// Each row is told from the others by its n.
    private static let figures = [
        Figures.figure(n: 1), Figures.figure(statistic: "p90", n: 2, signal: Signal(.worse, .outside)),
        Figures.figure(scope: .organization, n: 3), Figures.figure(scope: Scope(.department, "it"), n: 4),
        Figures.figure(period: Figures.february, n: 5), Figures.figure(scope: .organization, period: quarter, n: 6),
        Figures.figure(
            kpi: "helper_concentration", measure: "pieces", scope: .organization, statistic: "absence_factor",
            unit: .count, estimate: Estimate(3), n: 7),
    ]

    @Test(
        "Several values of a property are any of them, several properties all of them",
        arguments: [
            ([], [1, 2, 3, 4, 5, 6, 7]), ([(.kpi, "helper_concentration")], [7]),
            ([(.kpi, "helper_concentration"), (.kpi, "time_to_resolve")], [1, 2, 3, 4, 5, 6, 7]),
            ([(.scope, "team")], [1, 2, 5]), ([(.scope, "organization"), (.scope, "department")], [3, 4, 6, 7]),
            ([(.scope, "team=platform")], [1, 2, 5]),
            ([(.scope, "department=it"), (.scope, "organization")], [3, 4, 6, 7]),
            ([(.scope, "team=other"), (.scope, "department")], [4]), ([(.scope, "team=it")], []),
            ([(.period, "2026-Q1")], [6]), ([(.period, "2026-02"), (.period, "quarter")], [5, 6]),
            ([(.period, "2026")], []), ([(.scope, "team=platform"), (.period, "2026-02")], [5]),
            ([(.period, "quarter")], [6]), ([(.period, "week")], []), ([(.statistic, "p90")], [2]),
            ([(.since, "2026-02-01")], [1, 2, 3, 4, 5, 7]), ([(.since, "2026-02-02")], [1, 2, 3, 4, 7]),
            ([(.since, "2026-01-01")], [1, 2, 3, 4, 5, 6, 7]),
            ([(.scope, "team"), (.statistic, "p50"), (.since, "2026-03-01")], [1]),
            ([(.statistic, "absence_factor"), (.statistic, "p90"), (.scope, "organization")], [7]),
        ] as [([(FigureFilter.Property, String)], [Int])])
    func rows(wanted: [(FigureFilter.Property, String)], numbers: [Int]) throws {
        let text = try filtered(CSVFormat(), Self.figures, wanted.map { ($0, $1) })
        let lines = text.split(separator: "\r\n")
        #expect(lines[0] == CSVFormat.columns.joined(separator: ",")[...])
        let column = try #require(CSVFormat.columns.firstIndex(of: "n"))
        let found = lines.dropFirst().map { Int($0.split(separator: ",", omittingEmptySubsequences: false)[column]) }
        #expect(found == numbers)
    }

    private static let scopes =
        "Choose a scope from organization, department, team, or name one as department=ID or team=ID"
    private static let periods =
        "Choose a period from month, quarter, year, week, or name one as 2026-10, 2026-Q4, 2026 or 2026-W41"

    @Test("What there is not is refused, with what there is")
    func unknown() throws {
        let cases: [(wanted: Wanted, mend: String)] = [
            ([(.kpi, "turnover")], "Choose a kpi from time_to_resolve, helper_concentration"),
            ([(.kpi, "")], "Choose a kpi from time_to_resolve, helper_concentration"),
            ([(.scope, "Team")], Self.scopes), ([(.scope, "team=")], Self.scopes), ([(.scope, "squad=a")], Self.scopes),
            ([(.period, "day")], Self.periods), ([(.period, "2026-13")], Self.periods),
            (
                [(.statistic, "mean")],
                "Choose a statistic from absence_factor, gini_helpers, p50, p90, withdrawn_share"
            ),
            (
                [(.kpi, "helper_concentration"), (.statistic, "p50")],
                "Choose a statistic from absence_factor, gini_helpers"
            ),
            ([(.since, "2026-02-30")], "Write since as 2026-03-01"), ([(.since, "")], "Write since as 2026-03-01"),
            ([(.since, "2026-01-01"), (.since, "2026-02-01")], "Give since once: the earliest is enough"),
        ]
        for (wanted, mend) in cases {
            let error = try #require(throws: ExportError.self) { try filter(wanted) }
            #expect(error.code == .filter && error.mend == mend)
        }
    }

    @Test("Statistics that only the custodian gets are none that there are")
    func custodian() throws {
        let sheet = Sheet(
            id: "kept", version: 1, title: "", question: "", formula: "",
            measures: [
                .init(
                    title: "", statistics: [.init("shown", .ratio, ""), .init("own", .ratio, "", audience: .custodian)])
            ],
            direction: .none, inputs: [], unfinished: "", missing: "", reference: "")
        let error = try #require(throws: ExportError.self) { try FigureFilter([(.statistic, "own")], of: [sheet]) }
        #expect(error.mend == "Choose a statistic from shown")
    }

    @Test("Equal filters have one name, however they were written, and others another")
    func names() throws {
        let name = "kpi=helper_concentration&kpi=time_to_resolve&scope=team&since=2026-01-01"
        let written: Wanted = [
            (.since, "2026-01-01"), (.kpi, "time_to_resolve"), (.scope, "team"), (.kpi, "helper_concentration"),
            (.scope, "team"),
        ]
        #expect(try filter(written).description == name)
        #expect(try filter(written.reversed()) == filter(written))
        let named: Wanted = [(.scope, "team=b"), (.period, "2026-Q1"), (.scope, "team=a"), (.scope, "department")]
        #expect(
            try filter(named).description
                == #"scope=department&scope=team="a"&scope=team="b"&period=2026-Q1"#)
        // A team whose name reads like another filter.
        let one = try filter([(.scope, #"team=a"&scope=team="b"#)])
        #expect(one.description != (try filter([(.scope, "team=a"), (.scope, "team=b")]).description))
        #expect(try filter([]) == .everything && FigureFilter.everything.description.isEmpty)
    }

    @Test("A filter never makes an older period the newest: of Prometheus text it takes what was there without it")
    func newest() throws {
        let figures = [
            Figures.figure(scope: .organization, period: Figures.february), Figures.figure(),
            Figures.figure(scope: .organization, period: Self.quarter),
        ]
        let whole = Set(try filtered(PrometheusFormat(), figures, []).split(separator: "\n"))
        for wanted: Wanted in [
            [(.scope, "organization")], [(.period, "month")], [(.since, "2026-02-01")], [(.statistic, "p90")],
        ] {
            let text = try filtered(PrometheusFormat(), figures, wanted)
            #expect(Set(text.split(separator: "\n")).isSubset(of: whole))
            _ = try ExpositionParser(Array(text.utf8))
        }
        let parsed = try ExpositionParser(
            Array(filtered(PrometheusFormat(), figures, [(.scope, "organization"), (.period, "month")]).utf8))
        #expect(parsed.values.keys.map(\.name) == ["mutuality_period_end_timestamp_seconds"])
    }

    @Test("What is of no figure stays: when periods ended, and how fresh datasets are")
    func ofNoFigure() throws {
        let freshness = [Figures.load(of: "help_requests", 1, expected: 3)]
        let text = try filtered(
            PrometheusFormat(), Self.figures, [(.kpi, "helper_concentration"), (.period, "month")],
            freshness: freshness)
        let parsed = try ExpositionParser(Array(text.utf8))
        #expect(
            Set(parsed.values.keys.map(\.name)) == [
                "mutuality_helper_concentration_pieces", "mutuality_helper_concentration_pieces_n",
                "mutuality_period_end_timestamp_seconds", "mutuality_kpi_stale",
                "mutuality_dataset_last_success_timestamp_seconds",
                "mutuality_dataset_expected_by_timestamp_seconds",
            ])
        #expect(parsed.values.keys.allSatisfy { ($0["period"] ?? "month") == "month" })
        #expect(parsed.values.keys.allSatisfy { ($0["kpi"] ?? "helper_concentration") == "helper_concentration" })
    }

    @Test("The index of a text finds the bytes that a filtering export writes, whatever the filter and the names")
    func index() throws {
        let hostile = Figures.hostile.map { Figures.figure(organization: $0, scope: Scope(.team, $0)) }
        let figures = Self.figures + hostile
        let choices: [Wanted] = [
            [(.kpi, "time_to_resolve")], [(.kpi, "helper_concentration")], [(.scope, "team")],
            [(.scope, "organization")], [(.scope, "team=platform"), (.scope, "department=it")],
            [(.scope, "team=comma, here")], [(.period, "2026-02")],
            [(.period, "month")], [(.period, "quarter"), (.period, "week")],
            [(.statistic, "p50"), (.statistic, "absence_factor")], [(.since, "2026-02-01")], [(.since, "2027-01-01")],
        ]
        for format: any ExportFormat in [CSVFormat(), PrometheusFormat()] {
            var text = IndexedText()
            let context = try Figures.context([Figures.load(of: "people", -1)])
            try format.write(figures, context: context, to: &text)
            #expect(try text.bytes == format.bytes(figures, context: context))
            #expect(Array(text.index.ranges(.everything)) == [0..<text.bytes.count])
            for first in choices {
                for second in choices {
                    guard let filter = try? filter(first + second) else { continue }
                    var sink = FilteredSink(MemorySink(), filter)
                    try format.write(figures, context: context, to: &sink)
                    let ranges = Array(text.index.ranges(filter))
                    #expect(Array(ranges.map { text.bytes[$0] }.joined()) == sink.base.bytes, "\(filter)")
                    #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound }, "\(filter)")
                }
            }
        }
    }
}
