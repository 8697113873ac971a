import Domain
import Export
import TestValues
import Testing

@Suite struct PrometheusFormatTests {
    private func bytes(_ figures: [PublishedFigure]) throws -> [UInt8] {
        try PrometheusFormat().bytes(figures, context: Figures.context())
    }

    private func concentration(_ statistic: String, _ unit: FigureUnit, _ estimate: Estimate) -> PublishedFigure {
        Figures.figure(
            kpi: "helper_concentration", measure: "pieces", scope: .organization, statistic: statistic, unit: unit,
            estimate: estimate, n: 12)
    }

    @Test("Families stand by KPI, measure and unit, limits and n beside them, the unit last")
    func golden() throws {
        let figures = [
            Figures.figure(estimate: Estimate(86400, lower: 3600.5, upper: 90000)),
            Figures.figure(statistic: "withdrawn_share", unit: .ratio, estimate: Estimate(0.125)),
            concentration("gini_helpers", .ratio, Estimate(0.5, lower: 0.25, upper: 0.75)),
            concentration("absence_factor", .count, Estimate(3)),
        ]
        let organization =
            #"organization="acme",scope="organization",scope_id="",breakdown="",breakdown_value="",period="month""#
        let team =
            #"organization="acme",scope="team",scope_id="platform",breakdown="",breakdown_value="",period="month""#
        let expected = """
            # HELP mutuality_helper_concentration_pieces_ratio Helper concentration, pieces of help. gini_helpers: \
            Gini of helpers.
            # TYPE mutuality_helper_concentration_pieces_ratio gauge
            mutuality_helper_concentration_pieces_ratio{\(organization),statistic="gini_helpers"} 0.5
            # HELP mutuality_helper_concentration_pieces_lower_ratio Lower 95 % limit of \
            mutuality_helper_concentration_pieces_ratio.
            # TYPE mutuality_helper_concentration_pieces_lower_ratio gauge
            mutuality_helper_concentration_pieces_lower_ratio{\(organization),statistic="gini_helpers"} 0.25
            # HELP mutuality_helper_concentration_pieces_upper_ratio Upper 95 % limit of \
            mutuality_helper_concentration_pieces_ratio.
            # TYPE mutuality_helper_concentration_pieces_upper_ratio gauge
            mutuality_helper_concentration_pieces_upper_ratio{\(organization),statistic="gini_helpers"} 0.75
            # HELP mutuality_helper_concentration_pieces Helper concentration, pieces of help. absence_factor: \
            fewest helpers who give half.
            # TYPE mutuality_helper_concentration_pieces gauge
            mutuality_helper_concentration_pieces{\(organization),statistic="absence_factor"} 3
            # HELP mutuality_helper_concentration_pieces_n People or records behind each figure of \
            helper_concentration, measure pieces.
            # TYPE mutuality_helper_concentration_pieces_n gauge
            mutuality_helper_concentration_pieces_n{\(organization),statistic="absence_factor"} 12
            mutuality_helper_concentration_pieces_n{\(organization),statistic="gini_helpers"} 12
            # HELP mutuality_time_to_resolve_first_close_elapsed_seconds Time to resolve, opened to first close. \
            p50: median.
            # TYPE mutuality_time_to_resolve_first_close_elapsed_seconds gauge
            mutuality_time_to_resolve_first_close_elapsed_seconds{\(team),statistic="p50"} 86400
            # HELP mutuality_time_to_resolve_first_close_elapsed_lower_seconds Lower 95 % limit of \
            mutuality_time_to_resolve_first_close_elapsed_seconds.
            # TYPE mutuality_time_to_resolve_first_close_elapsed_lower_seconds gauge
            mutuality_time_to_resolve_first_close_elapsed_lower_seconds{\(team),statistic="p50"} 3600.5
            # HELP mutuality_time_to_resolve_first_close_elapsed_upper_seconds Upper 95 % limit of \
            mutuality_time_to_resolve_first_close_elapsed_seconds.
            # TYPE mutuality_time_to_resolve_first_close_elapsed_upper_seconds gauge
            mutuality_time_to_resolve_first_close_elapsed_upper_seconds{\(team),statistic="p50"} 90000
            # HELP mutuality_time_to_resolve_first_close_elapsed_ratio Time to resolve, opened to first close. \
            withdrawn_share: share withdrawn.
            # TYPE mutuality_time_to_resolve_first_close_elapsed_ratio gauge
            mutuality_time_to_resolve_first_close_elapsed_ratio{\(team),statistic="withdrawn_share"} 0.125
            # HELP mutuality_time_to_resolve_first_close_elapsed_n People or records behind each figure of \
            time_to_resolve, measure first_close_elapsed.
            # TYPE mutuality_time_to_resolve_first_close_elapsed_n gauge
            mutuality_time_to_resolve_first_close_elapsed_n{\(team),statistic="p50"} 42
            mutuality_time_to_resolve_first_close_elapsed_n{\(team),statistic="withdrawn_share"} 42
            # HELP mutuality_period_end_timestamp_seconds When the newest closed period ended, in the organization's \
            zone; its figures are the ones shown.
            # TYPE mutuality_period_end_timestamp_seconds gauge
            mutuality_period_end_timestamp_seconds{organization="acme",period="month"} 1775001600

            """
        #expect(String(decoding: try bytes(figures), as: UTF8.self) == expected)
        #expect(try bytes(figures.reversed()) == bytes(figures), "the order of the figures makes no difference")
    }

    @Test("How fresh datasets are, and which of the newest figures rest on stale ones, stand behind the figures")
    func freshness() throws {
        let context = try Figures.context([
            Figures.load(of: "people", 0, expected: 35, lastData: LocalDate("2026-02-01")),
            Figures.load(of: "help_requests", -1, lastData: LocalDate("2026-02-27")),
            Figures.load(of: "teams", -31, expected: 4),
        ])
        let figures = [
            Figures.figure(period: Figures.february, state: .suppressed),
            Figures.figure(period: Period(.quarter, year: 2025, ordinal: 3), state: .suppressed),
            concentration("gini_helpers", .ratio, Estimate(0.5)),
            Figures.figure(organization: "unloaded", period: Figures.february, state: .suppressed),
        ].map { figure in
            var figure = figure
            if figure.kpi == "helper_concentration" { figure.period = Figures.february }
            figure.periodEnd = Zone.utc.start(of: figure.period.to)
            return figure
        }
        let text = String(decoding: try PrometheusFormat().bytes(figures, context: context), as: UTF8.self)
        let end = "# TYPE mutuality_period_end_timestamp_seconds gauge\n"
        let rest = try #require(text.firstRange(of: end))
        // 2026-03-01T00:00Z is 1772323200.
        #expect(
            text[rest.upperBound...] == """
                mutuality_period_end_timestamp_seconds{organization="acme",period="month"} 1772323200
                mutuality_period_end_timestamp_seconds{organization="acme",period="quarter"} 1767225600
                mutuality_period_end_timestamp_seconds{organization="unloaded",period="month"} 1772323200
                # HELP mutuality_kpi_stale 1 if the newest figures rest on a dataset that was not loaded since their \
                period ended, else 0.
                # TYPE mutuality_kpi_stale gauge
                mutuality_kpi_stale{organization="acme",kpi="helper_concentration",period="month"} 0
                mutuality_kpi_stale{organization="acme",kpi="time_to_resolve",period="month"} 1
                mutuality_kpi_stale{organization="acme",kpi="time_to_resolve",period="quarter"} 0
                # HELP mutuality_dataset_last_data_timestamp_seconds Beginning of the newest day, or month, that the \
                dataset's rows speak of, in UTC.
                # TYPE mutuality_dataset_last_data_timestamp_seconds gauge
                mutuality_dataset_last_data_timestamp_seconds{organization="acme",dataset="help_requests"} 1772150400
                mutuality_dataset_last_data_timestamp_seconds{organization="acme",dataset="people"} 1769904000
                # HELP mutuality_dataset_last_success_timestamp_seconds When a file was last loaded, or found to say \
                nothing new.
                # TYPE mutuality_dataset_last_success_timestamp_seconds gauge
                mutuality_dataset_last_success_timestamp_seconds{organization="acme",dataset="help_requests"} 1772236800
                mutuality_dataset_last_success_timestamp_seconds{organization="acme",dataset="people"} 1772323200
                mutuality_dataset_last_success_timestamp_seconds{organization="acme",dataset="teams"} 1769644800
                # HELP mutuality_dataset_expected_by_timestamp_seconds By when the next load is expected.
                # TYPE mutuality_dataset_expected_by_timestamp_seconds gauge
                mutuality_dataset_expected_by_timestamp_seconds{organization="acme",dataset="people"} 1775347200
                mutuality_dataset_expected_by_timestamp_seconds{organization="acme",dataset="teams"} 1772668800

                """)
        let complaints = try Tool.run(["promtool", "check", "metrics"], input: Array(text.utf8))
        #expect(complaints.status == 0 && complaints.output.isEmpty && complaints.errors.isEmpty)
    }

    @Test("What its control chart says of a figure is a series of one family for all KPIs; others have none")
    func signals() throws {
        let figures = [
            Figures.figure(signal: Signal(.worse, .eightInARow, isProvisional: true)),
            Figures.figure(statistic: "p90", signal: Signal(.changed, .outside)),
            Figures.figure(scope: .organization),
            Figures.figure(scope: Scope(.team, "hidden"), state: .suppressed, signal: Signal(.worse, .outside)),
            Figures.figure(period: Figures.february, signal: Signal(.better, .outside)),
        ]
        let text = try bytes(figures)
        let labels =
            #"organization="acme",kpi="time_to_resolve",measure="first_close_elapsed",scope="team","#
            + #"scope_id="platform",breakdown="",breakdown_value="",period="month","#
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
        #expect(
            lines.filter { $0.contains("mutuality_signal") } == [
                "# HELP mutuality_signal 1 for each figure that is not as usual by its control chart; the others are missing.",
                "# TYPE mutuality_signal gauge",
                #"mutuality_signal{\#(labels)statistic="p50",signal="worse",rule="eight in a row",limits="provisional"} 1"#,
                #"mutuality_signal{\#(labels)statistic="p90",signal="changed",rule="outside",limits="firm"} 1"#,
            ])
        let result = try Tool.run(["promtool", "check", "metrics"], input: text)
        #expect(result.status == 0 && result.errors.isEmpty && result.output.isEmpty, "\(result.errors)")
    }

    @Test("What the organization's figure is to be is a series beside it, where a target is in force in its period")
    func targets() throws {
        func target(_ sheet: Sheet, _ value: Double?, from day: String, organization: String = "acme") -> Target {
            Target(
                organization: organization, kpi: sheet.id, measure: "default",
                statistic: sheet.measures[0].statistics[0].id, validFrom: LocalDate(day)!, value: value)
        }
        let quarter = Period(.quarter, year: 2025, ordinal: 3)
        let figures = [
            BriefedSheets.figure(BriefedSheets.waiting, estimate: Estimate(5_400)),
            BriefedSheets.figure(BriefedSheets.waiting, period: quarter, estimate: Estimate(9_000)),
            BriefedSheets.figure(BriefedSheets.waiting, period: Figures.february, estimate: Estimate(3_600)),
            BriefedSheets.figure(BriefedSheets.waiting, scope: Scope(.team, "a"), estimate: Estimate(5_400)),
            BriefedSheets.figure(BriefedSheets.waiting, statistic: "others", estimate: Estimate(1)),
            BriefedSheets.figure(BriefedSheets.waiting, estimate: Estimate(5_400), organization: "other"),
            BriefedSheets.figure(BriefedSheets.kept, estimate: Estimate(0.8)),
            BriefedSheets.figure(BriefedSheets.score, estimate: Estimate(10), state: .suppressed),
        ]
        let context = try BriefedSheets.context([
            target(BriefedSheets.waiting, 7_200, from: "2025-01-01"),
            target(BriefedSheets.waiting, 5_000.5, from: "2026-01-02"),
            target(BriefedSheets.kept, 0.9, from: "2025-01-01"), target(BriefedSheets.kept, nil, from: "2026-01-01"),
            target(BriefedSheets.score, 20, from: "2025-01-01"),
        ])
        let text = try PrometheusFormat().bytes(figures, context: context)
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
        let labels = #"organization="acme",scope="organization",scope_id="",breakdown="",breakdown_value="""#
        // The quarter began a day before the second was in force; February didn't.
        #expect(
            lines.filter { $0.contains("_target") } == [
                "# HELP mutuality_waiting_target_seconds What mutuality_waiting_seconds is to be for the whole organization.",
                "# TYPE mutuality_waiting_target_seconds gauge",
                #"mutuality_waiting_target_seconds{\#(labels),period="month",statistic="p50"} 5000.5"#,
                #"mutuality_waiting_target_seconds{\#(labels),period="quarter",statistic="p50"} 7200"#,
            ])
        let result = try Tool.run(["promtool", "check", "metrics"], input: text)
        #expect(result.status == 0 && result.errors.isEmpty && result.output.isEmpty, "\(result.errors)")
        let without = try PrometheusFormat().bytes(figures, context: BriefedSheets.context())
        #expect(!String(decoding: without, as: UTF8.self).contains("_target"))
    }

    @Test("promtool finds nothing to say, and hostile labels are read back byte for byte")
    func hostileLabels() throws {
        let figures = Figures.hostile.map {
            Figures.figure(organization: $0, scope: Scope(.team, $0), breakdown: Breakdown("kind", $0))
        }
        let text = try bytes(figures)
        let result = try Tool.run(["promtool", "check", "metrics"], input: text)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.isEmpty && result.output.isEmpty)

        let parser = try ExpositionParser(text)
        let read = parser.values.keys.filter { $0.name == "mutuality_time_to_resolve_first_close_elapsed_seconds" }
        let labels = Set(read.map { $0.labels[Array("scope_id".utf8)] })
        #expect(labels == Set(Figures.hostile.map { Array($0.utf8) }))
    }

    @Test("NUL, at which Prometheus stops reading, becomes U+FFFD")
    func nul() throws {
        let parser = try ExpositionParser(bytes([Figures.figure(scope: Scope(.team, "a\0b"))]))
        #expect(parser.values.keys.contains { $0["scope_id"] == "a\u{FFFD}b" })
    }

    @Test("Only the newest period of each kind and organization is shown, even where it is suppressed")
    func newestPeriod() throws {
        let quarter = Period(.quarter, year: 2025, ordinal: 3)
        let figures = [
            Figures.figure(period: Figures.march, estimate: Estimate(3)),
            Figures.figure(period: Figures.february, estimate: Estimate(2)),
            Figures.figure(period: quarter, estimate: Estimate(4)),
            Figures.figure(organization: "other", period: Figures.february, estimate: Estimate(5)),
            Figures.figure(organization: "quiet", period: Figures.february, estimate: Estimate(6)),
            Figures.figure(organization: "quiet", period: Figures.march, state: .suppressed),
        ]
        let parser = try ExpositionParser(bytes(figures))
        let name = "mutuality_time_to_resolve_first_close_elapsed_seconds"
        let shown = parser.values.filter { $0.key.name == name }
        #expect(Set(shown.values) == [3, 4, 5])
        let ends = parser.values.filter { $0.key.name == "mutuality_period_end_timestamp_seconds" }
        let endOf = Dictionary(
            uniqueKeysWithValues: ends.map { ("\($0.key["organization"]!) \($0.key["period"]!)", $0.value) })
        // date -u -d 2026-03-01 +%s, and so on.
        #expect(
            endOf == [
                "acme month": 1_775_001_600, "acme quarter": 1_767_225_600, "other month": 1_772_323_200,
                "quiet month": 1_775_001_600,
            ])
    }

    @Test(
        "What is suppressed, without data or without a value has no series",
        arguments: [
            Figures.figure(state: .suppressed), Figures.figure(state: .noData),
            Figures.figure(estimate: Estimate(nil, lower: 1)), Figures.figure(estimate: Estimate(.nan)),
        ])
    func withoutValue(figure: PublishedFigure) throws {
        let parser = try ExpositionParser(bytes([figure]))
        #expect(Set(parser.values.keys.map(\.name)) == ["mutuality_period_end_timestamp_seconds"])
    }

    @Test("A cell that comes twice is one series, of the newest definition")
    func doubled() throws {
        let figures = [1, 3, 2].map { Figures.figure(version: $0, estimate: Estimate(Double($0))) }
        let parser = try ExpositionParser(bytes(figures))
        let name = "mutuality_time_to_resolve_first_close_elapsed_seconds"
        #expect(parser.values.filter { $0.key.name == name }.map(\.value) == [3])
    }

    @Test("Names that look alike but differ in their bytes stay two series")
    func canonicallyEqual() throws {
        let figures = ["\u{E9}", "e\u{301}"].map { Figures.figure(scope: Scope(.team, $0)) }
        let parser = try ExpositionParser(bytes(figures))
        #expect(parser.values.keys.filter { $0.name.hasSuffix("elapsed_seconds") }.count == 2)
    }

    @Test("No figures give an empty text")
    func empty() throws {
        #expect(try bytes([]) == [])
    }

    @Test("Our parser refuses what promtool lets pass")
    func strictParser() {
        let doubled = "# HELP a b\n# TYPE a gauge\na{x=\"1\"} 1\na{x=\"1\"} 2\n"
        let torn = "# HELP a b\n# TYPE a gauge\na 1\n# HELP c b\n# TYPE c gauge\nc 1\na{x=\"1\"} 1\n"
        for text in [doubled, torn] {
            #expect(throws: ExpositionParser.Failure.self) { try ExpositionParser(Array(text.utf8)) }
        }
    }
}
