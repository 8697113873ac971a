import Compression
import Domain
import Testing

@testable import Export

@Suite struct SpreadsheetFormatTests {
    private func bytes(_ figures: [PublishedFigure]) throws -> [UInt8] {
        try SpreadsheetFormat().bytes(figures, context: BriefedSheets.context())
    }

    private func read(_ figures: [PublishedFigure]) throws -> ReadWorkbook { try ReadWorkbook(try bytes(figures)) }

    private static let quarter = Period(.quarter, year: 2026, ordinal: 0)
    private static let questions = ["Help in time", "Helpers", "Supported and safe", "Staying and rewards"]

    /// One of each look; 5,400 seconds are an hour and a half.
    private static let figures = [
        BriefedSheets.figure(
            BriefedSheets.leaving, estimate: Estimate(0.012, lower: 0.005, upper: 0.03), reference: 0.02,
            verdict: .asUsual),
        BriefedSheets.figure(BriefedSheets.score, estimate: Estimate(-12.5), n: 300),
        BriefedSheets.figure(
            BriefedSheets.kept, scope: Scope(.team, "R&D"), estimate: Estimate(0.8, lower: 0.7, upper: 0.9)),
        BriefedSheets.figure(
            BriefedSheets.waiting, estimate: Estimate(5_400, lower: 1_800, upper: 9_000), reference: 7_200,
            verdict: .moved(.better, isEarly: true, isSeasonal: false)),
        BriefedSheets.figure(BriefedSheets.waiting, scope: Scope(.department, "it"), estimate: Estimate(90)),
    ]

    @Test("The sheets are the newest quarter, one for each question, and definitions, each with a header that stays")
    func sheets() throws {
        let workbook = try read(Self.figures)
        #expect(workbook.sheets.map(\.name) == ["Summary"] + Self.questions + ["Definitions"])
        #expect(workbook.sheets.map(\.rows.count) == [6, 3, 2, 2, 2, 8])
        for sheet in workbook.sheets {
            #expect(sheet.frozen == "A2" && sheet.rows[0].allSatisfy { $0?.bold == true }, "\(sheet.name)")
            #expect(sheet.rows.dropFirst().joined().allSatisfy { $0?.bold != true }, "\(sheet.name)")
            #expect(sheet.filter == "A1:\(sheet.name == "Definitions" ? "K" : "O")\(sheet.rows.count)")
            #expect(sheet.widths.allSatisfy { (8...80).contains($0) })
        }
    }

    @Test("Numbers are numbers, dates dates and the rest texts, with formats that no country changes")
    func types() throws {
        let summary = try #require(try read(Self.figures).sheet("Summary"))
        #expect(
            summary.rows[0].map { $0?.text } == [
                "Figure", "Whose", "Period", "Begins", "Value", "Unit", "Lower", "Upper", "Reference", "Target",
                "Verdict", "n", "Response", "Ask next", "Organization",
            ])
        // In the order of the KPIs, and of each everybody first.
        #expect(summary.texts("Figure") == ["waiting", "waiting", "kept", "score", "leaving"].map { "The \($0)" })
        #expect(summary.texts("Whose") == ["Everybody", "Department it", "Team R&D", "Everybody", "Everybody"])
        #expect(Set(summary.texts("Period")) == ["first quarter of 2026"])
        #expect(summary.column("Value").map { $0?.number } == [1.5, 0.025, 0.8, -12.5, 0.012])
        #expect(summary.column("Value").map { $0?.format } == ["0.00", "0.0000", "0%", "General", "0.0%"])
        #expect(
            summary.texts("Unit") == ["hours", "hours", "per cent", "points from -100 to 100", "per cent"])
        #expect(summary.column("Lower").map { $0?.number } == [0.5, nil, 0.7, nil, 0.005])
        #expect(summary.column("Upper").map { $0?.number } == [2.5, nil, 0.9, nil, 0.03])
        #expect(summary.column("Reference").map { $0?.number } == [2, nil, nil, nil, 0.02])
        #expect(summary.column("Lower").map { $0?.format } == ["0.00", nil, "0%", nil, "0.0%"])
        #expect(
            summary.texts("Verdict") == [
                "better, early", "not compared", "not compared", "not compared", "as usual",
            ])
        #expect(summary.column("n").map { $0?.number } == [40, 40, 40, 300, 40])
        #expect(
            summary.texts("Ask next") == [
                "Who waited?", "Who waited?", "What came between?", "What would help?", "Who might be next?",
            ])
        for begin in summary.column("Begins") {
            #expect(begin?.kind == .date && begin?.text == "2026-01-01" && begin?.format == #"yyyy\-mm\-dd"#)
        }
        for title in ["Figure", "Whose", "Period", "Unit", "Verdict", "Ask next", "Organization"] {
            #expect(summary.column(title).allSatisfy { $0?.kind == .text && $0?.format == "@" }, "\(title)")
        }
    }

    @Test("The summary is of each organization's newest quarter; without one of its newest year, else month")
    func newest() throws {
        func figure(_ organization: String, _ period: Period) -> PublishedFigure {
            BriefedSheets.figure(
                BriefedSheets.kept, period: period, estimate: Estimate(0.5), organization: organization)
        }
        let march = Period(.month, year: 2026, ordinal: 2)
        let last = Period(.quarter, year: 2025, ordinal: 3)
        let workbook = try read([
            figure("a", last), figure("a", Self.quarter), figure("a", Period(.year, year: 2025, ordinal: 0)),
            figure("a", march), figure("a", Period(.week, year: 2026, ordinal: 9)), figure("b", last),
            figure("c", march), figure("c", Period(.year, year: 2025, ordinal: 0)), figure("d", Figures.february),
            figure("d", march), figure("e", Period(.week, year: 2026, ordinal: 9)),
        ])
        let summary = try #require(workbook.sheet("Summary"))
        #expect(summary.texts("Organization") == ["a", "b", "c", "d"])
        #expect(
            summary.texts("Period") == ["first quarter of 2026", "fourth quarter of 2025", "2025", "March 2026"])
        let all = try #require(workbook.sheet("Helpers"))
        #expect(
            all.texts("Period").prefix(5) == [
                "2025", "fourth quarter of 2025", "first quarter of 2026", "March 2026", "2026-W10",
            ])
        #expect(all.rows.count == 12)
    }

    @Test("What the organization's figure is to be stands beside it, looking as it does")
    func targets() throws {
        func target(_ sheet: Sheet, _ value: Double) -> Target {
            Target(
                organization: "acme", kpi: sheet.id, measure: "default", statistic: sheet.measures[0].statistics[0].id,
                validFrom: .distantPast, value: value)
        }
        let figures = [
            BriefedSheets.figure(BriefedSheets.waiting, estimate: Estimate(5_400)),
            BriefedSheets.figure(BriefedSheets.waiting, scope: Scope(.team, "a"), estimate: Estimate(5_400)),
            BriefedSheets.figure(BriefedSheets.kept, estimate: Estimate(0.8)),
            BriefedSheets.figure(BriefedSheets.score, estimate: Estimate(10)),
        ]
        let targets = [target(BriefedSheets.waiting, 7_200), target(BriefedSheets.kept, 0.925)]
        let bytes = try SpreadsheetFormat().bytes(figures, context: BriefedSheets.context(targets))
        let column = try #require(try ReadWorkbook(bytes).sheet("Summary")).column("Target")
        #expect(column.map { $0?.number } == [2, nil, 0.925, nil])
        #expect(column.map { $0?.format } == ["0.00", nil, "0%", nil])
    }

    @Test("Only headlines are in it, undivided, of KPIs that leaders see")
    func headlines() throws {
        let workbook = try read([
            BriefedSheets.figure(BriefedSheets.kept, statistic: "others", estimate: Estimate(1)),
            BriefedSheets.figure(BriefedSheets.kept, breakdown: Breakdown("kind", "x"), estimate: Estimate(1)),
            Figures.figure(kpi: "helper_concentration", measure: "pieces", statistic: "absence_factor", unit: .count),
            Figures.figure(kpi: "unheard_of"),
        ])
        #expect(workbook.sheets.map(\.rows.count) == [1, 1, 1, 1, 1, 8])
    }

    @Test("The share of those asked that answered stands beside figures of surveys alone, of the same group and period")
    func response() throws {
        let amber = Scope(.team, "amber")
        let march = Period(.month, year: 2026, ordinal: 2)
        let workbook = try read([
            BriefedSheets.figure(BriefedSheets.felt, estimate: Estimate(0.7)),
            BriefedSheets.figure(BriefedSheets.felt, scope: amber, estimate: Estimate(0.5)),
            BriefedSheets.figure(BriefedSheets.felt, period: march, estimate: Estimate(0.6)),
            BriefedSheets.figure(BriefedSheets.felt, estimate: Estimate(0.6), organization: "other"),
            BriefedSheets.figure(BriefedSheets.answered, estimate: Estimate(0.62)),
            BriefedSheets.figure(
                BriefedSheets.answered, scope: amber, estimate: Estimate(0.9), state: .suppressed),
            BriefedSheets.figure(BriefedSheets.kept, estimate: Estimate(0.8)),
        ])
        let summary = try #require(workbook.sheet("Summary"))
        #expect(
            summary.texts("Figure") == ["kept", "felt", "felt", "answered", "answered", "felt"].map { "The \($0)" })
        #expect(summary.column("Response").map { $0?.number } == [nil, 0.62, nil, nil, nil, nil])
        #expect(summary.column("Response")[1]?.format == "0%")
        let all = try #require(workbook.sheet("Supported and safe"))
        // The quarter, the month, amber's quarter, the response twice, the other organization's.
        #expect(all.column("Response").map { $0?.number } == [0.62, nil, nil, nil, nil, nil])
    }

    @Test("What has no value has an empty cell, and the verdict says why, whatever numbers it was handed")
    func states() throws {
        let states: [(PublishedFigure.State, String)] = [
            (.suppressed, "hidden: too few people, or held back"), (.codedLow, "at most 2 of those counted"),
            (.codedHigh, "all but 2 at most"), (.noData, "no data"),
        ]
        let handed = states.enumerated().map { number, state in
            BriefedSheets.figure(
                BriefedSheets.kept, scope: Scope(.team, "\(number)"), estimate: Estimate(0.1, lower: 0, upper: 1),
                state: state.0, reference: 0.5, verdict: .steady)
        }
        let refused = BriefedSheets.figure(BriefedSheets.kept, scope: Scope(.team, "9"), estimate: .none)
        let summary = try #require(try read(handed + [refused]).sheet("Summary"))
        #expect(summary.texts("Verdict") == states.map(\.1) + ["no value: too little is known or over"])
        for title in ["Value", "Lower", "Upper", "Reference", "Target"] {
            #expect(summary.column(title).allSatisfy { $0 == nil }, "\(title)")
        }
        // A coded figure tells how many it is of.
        #expect(summary.column("n").map { $0?.number } == [nil, 40, 40, nil, 40])
    }

    @Test("The definitions say in words what each KPI means, also those that leaders don't see")
    func definitions() throws {
        let sheet = try #require(try read([]).sheet("Definitions"))
        #expect(
            sheet.rows[1].map { $0?.text ?? "" } == [
                "waiting", "The waiting", "Do people get help in time?", "What of waiting?", "all of it: median",
                "hours", "lower is better", "From asking to the first answer.",
                "Who has no team counts for everybody.", "times 1.2, or divided by it", "Who waited?",
            ])
        #expect(
            sheet.texts("Least change that matters") == [
                "times 1.2, or divided by it", "5 points of 100 %", "10 points", "", "5 points of 100 %",
                "5 points of 100 %", "",
            ])
        #expect(sheet.texts("KPI").last == "helper_concentration")
    }

    /// What XML cannot say, and what a cell cannot hold.
    private static let extreme = [
        "\u{0}\u{8}\u{B}\u{C}\u{1F}", "\u{FFFE}\u{FFFF}", "_x0041_ a_x000D_", "]]>", "&amp;", "TRUE", "1.5", "1,5",
        "2026-03-01", "#REF!", " two  spaces ", "😀\n",
    ]

    @Test("Hostile texts stay the texts that they are")
    func hostileTexts() throws {
        let texts = Figures.hostile + Self.extreme
        let workbook = try read(
            texts.enumerated().map { number, text in
                BriefedSheets.figure(
                    BriefedSheets.kept, scope: Scope(.team, text),
                    period: Period(.month, year: 2000 + number, ordinal: 0), estimate: Estimate(0.5),
                    organization: text)
            })
        let sheet = try #require(workbook.sheet("Helpers"))
        let found = zip(sheet.texts("Organization"), sheet.texts("Whose")).map { [Array($0.utf8), Array($1.utf8)] }
        let expected = texts.map { text in
            let scalars = text.unicodeScalars.map { scalar in
                let isForbidden = scalar.value < 0x20 && !"\t\n\r".unicodeScalars.contains(scalar)
                return isForbidden || [0xFFFE, 0xFFFF].contains(scalar.value) ? "\u{FFFD}" : scalar
            }
            let kept = String(String.UnicodeScalarView(scalars))
            return [Array(kept.utf8), Array("Team \(kept)".utf8)]
        }
        #expect(Set(found) == Set(expected) && found.count == expected.count)
        #expect(sheet.rows.joined().allSatisfy { $0 == nil || $0?.kind != .formula && $0?.kind != .bool })
        #expect(sheet.column("Organization").allSatisfy { $0 == nil || $0?.kind == .text })
    }

    @Test("Teams are called by their names, in the order of these, and those that could be confused have their ids too")
    func names() throws {
        let teams = ["t1", "t2", "t3", "t4"].map {
            BriefedSheets.figure(BriefedSheets.kept, scope: Scope(.team, $0), estimate: Estimate(0.5))
        }
        let names = [("t1", "Desk"), ("t2", "Care"), ("t3", "Desk"), ("t4", nil)].map {
            TeamName(organization: "acme", team: $0.0, name: $0.1)
        }
        let context = try BriefedSheets.context(names: TeamNames(names))
        let bytes = try SpreadsheetFormat().bytes(teams, context: context)
        let workbook = try ReadWorkbook(bytes)
        for sheet in ["Summary", "Helpers"] {
            #expect(
                workbook.sheet(sheet)?.texts("Whose")
                    == ["Team Care", "Team Desk (t1)", "Team Desk (t3)", "Team t4"])
        }
        #expect(try SpreadsheetFormat().bytes(teams.reversed(), context: context) == bytes)
    }

    @Test("A hostile name is a text and no formula")
    func hostileNames() throws {
        let names = (Figures.hostile + Self.extreme).compactMap(TeamName.shown)
        let teams = names.indices.map { Scope(.team, "t\($0)") }
        let context = try BriefedSheets.context(
            names: TeamNames(
                zip(teams, names).map { TeamName(organization: "acme", team: $0.id, name: $1) }))
        let figures = teams.map { BriefedSheets.figure(BriefedSheets.kept, scope: $0, estimate: Estimate(0.5)) }
        let sheet = try #require(
            try ReadWorkbook(try SpreadsheetFormat().bytes(figures, context: context)).sheet("Summary"))
        #expect(sheet.rows.joined().allSatisfy { $0 == nil || $0?.kind != .formula && $0?.kind != .bool })
        let found = Set(sheet.texts("Whose"))
        #expect(found.contains("Team '=1+1") && found.contains("Team <script>alert(1)</script>"))
        #expect(found.contains("Team _x0041_ a_x000D_") && found.count == names.count)
    }

    @Test("A text that is too long for a cell ends in an ellipsis, between two characters")
    func longText() throws {
        for (text, kept) in [
            (String(repeating: "a", count: 32_767), String(repeating: "a", count: 32_767)),
            (String(repeating: "a", count: 32_768), String(repeating: "a", count: 32_766) + "…"),
            // Two units each.
            (String(repeating: "😀", count: 16_384), String(repeating: "😀", count: 16_383) + "…"),
        ] {
            let figure = BriefedSheets.figure(BriefedSheets.kept, estimate: Estimate(1), organization: text)
            #expect(try read([figure]).sheet("Summary")?.texts("Organization") == [kept])
        }
    }

    @Test("The same figures give the same bytes, in whatever order they come")
    func sameBytes() throws {
        let first = try bytes(Self.figures)
        #expect(try bytes(Self.figures) == first && bytes(Self.figures.reversed()) == first)
        #expect(try bytes(Array(Self.figures.dropLast())) != first)
    }

    @Test("No figures give headers and definitions")
    func empty() throws {
        #expect(try read([]).sheets.map(\.rows.count) == [1, 1, 1, 1, 1, 8])
    }

    @Test("More figures than a worksheet has rows are an error that says what to do")
    func tooMany() throws {
        let table = SpreadsheetTable(name: "Helpers", columns: [], entries: Array(repeating: (), count: 1_048_576))
        let error = #expect(throws: ExportError.self) {
            var entry = try ZipEntry("sheet")
            try table.write(to: &entry, isFirst: true)
        }
        #expect(error?.code == .tooLarge && error?.mend.contains("--scope") == true)
    }

    @Test("LibreOffice reads the same numbers, dates and texts in America and in Germany")
    func libreOffice() throws {
        let hostile = Figures.hostile.map {
            BriefedSheets.figure(BriefedSheets.kept, scope: Scope(.team, $0), estimate: Estimate(0.5), organization: $0)
        }
        let conversion = try ReadWorkbook.Conversion.of(try bytes(Self.figures + hostile))
        #expect(conversion.faults.isEmpty)
        // 18 numbers and a date each of five figures, value and n of each hostile one, on two sheets in two countries.
        #expect(conversion.counts["number"] == 4 * (18 + 2 * hostile.count))
        #expect(conversion.counts["date"] == 4 * (Self.figures.count + hostile.count))
        #expect((conversion.counts["text"] ?? 0) > 1_000)
    }
}
