import Domain
import Export
import Foundation
import TestValues
import Testing

@Suite struct CSVFormatTests {
    private func text(_ figures: [PublishedFigure]) throws -> String {
        String(decoding: try CSVFormat().bytes(figures, context: Figures.context()), as: UTF8.self)
    }

    /// What Python's csv module, in strict mode, makes of our bytes.
    private func readByPython(_ figures: [PublishedFigure]) throws -> [[String]] {
        let script = """
            import csv, io, json, sys
            text = sys.stdin.buffer.read().decode("utf-8")
            csv.field_size_limit(10_000_000)
            print(json.dumps(list(csv.reader(io.StringIO(text, newline=""), strict=True))))
            """
        let bytes = try CSVFormat().bytes(figures, context: Figures.context())
        let result = try Tool.run(["python3", "-c", script], input: bytes)
        try #require(result.status == 0, "\(result.errors)")
        return try JSONDecoder().decode([[String]].self, from: result.output)
    }

    @Test("The header and the rows are those of the published table, with CRLF")
    func golden() throws {
        let figures = [
            Figures.figure(
                signal: Signal(.worse, .eightInARow, isProvisional: true), reference: 60000.5,
                verdict: .moved(.worse, isEarly: true, isSeasonal: true)),
            Figures.figure(
                kpi: "helper_concentration", version: 2, measure: "pieces", scope: .organization,
                breakdown: Breakdown("kind", "emotional"), statistic: "gini_helpers",
                period: Period(.quarter, year: 2026, ordinal: 0), unit: .ratio, estimate: Estimate(0.1), n: 12,
                censored: nil, coverage: 1),
            Figures.figure(estimate: .none, state: .noData),
            Figures.figure(estimate: Estimate(nil), n: 60, censored: 55, coverage: nil),
        ]
        #expect(
            try text(figures) == """
                organization,kpi,version,measure,scope,scope_id,breakdown,breakdown_value,period,from,to,statistic,\
                value,unit,lower,upper,n,censored,coverage,as_of,state,signal,stale,\
                reference,verdict\r
                acme,time_to_resolve,1,first_close_elapsed,team,platform,,,month,2026-03-01,2026-04-01,p50,86400,s,\
                3600.5,,42,3,0.98,2026-04-01,released,worse: eight in a row (provisional),,\
                60000.5,"worse, early, as a year ago: season?"\r
                acme,helper_concentration,2,pieces,organization,,kind,emotional,quarter,2026-01-01,2026-04-01,\
                gini_helpers,0.1,ratio,,,12,,1,2026-04-01,released,,,,\r
                acme,time_to_resolve,1,first_close_elapsed,team,platform,,,month,2026-03-01,2026-04-01,p50,,s,,,,,,\
                2026-04-01,no_data,,,,\r
                acme,time_to_resolve,1,first_close_elapsed,team,platform,,,month,2026-03-01,2026-04-01,p50,,s,,,60,55,\
                ,2026-04-01,released,,,,\r\n
                """)
    }

    @Test("docs/published-table.md has each column in its order, and no other")
    func page() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/published-table.md")
        let table = try String(contentsOf: file, encoding: .utf8).split(separator: "\n\n")[2].split(separator: "\n")
        let names = table.flatMap { row in
            row.split(separator: "|")[0].matches(of: /`([a-z_]+)`/).map { String($0.1) }
        }
        #expect(names == CSVFormat.columns)
    }

    @Test("A suppressed figure loses every number and what is said of it, even if it was handed some")
    func suppressed() throws {
        let handed = Figures.figure(
            state: .suppressed, signal: Signal(.worse, .outside), reference: 1, verdict: .steady)
        let row = try readByPython([handed])[1]
        let byColumn = Dictionary(uniqueKeysWithValues: zip(CSVFormat.columns, row))
        for column in ["value", "lower", "upper", "n", "censored", "coverage", "signal", "reference", "verdict"] {
            #expect(byColumn[column] == "", "\(column)")
        }
        #expect(byColumn["state"] == "suppressed")
        #expect(byColumn["unit"] == "s")
    }

    @Test("The inputs that were not loaded since a figure's period ended stand behind it, hidden or not")
    func stale() throws {
        let context = try Figures.context([
            Figures.load(of: "help_requests", 0), Figures.load(of: "people", -1), Figures.load(of: "teams", -90),
            Figures.load(of: "help_requests", 99, organization: "other"),
        ])
        let figures = [
            Figures.figure(period: Figures.february), Figures.figure(period: Figures.march),
            Figures.figure(period: Figures.march, state: .suppressed),
            Figures.figure(organization: "other", period: Figures.march),
            Figures.figure(kpi: "helper_concentration", measure: "pieces", period: Figures.march),
        ]
        let lines = String(decoding: try CSVFormat().bytes(figures, context: context), as: UTF8.self)
            .split(separator: "\r\n").dropFirst()
        #expect(
            lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).dropLast(2).last } == [
                "people", "help_requests|people", "help_requests|people", "", "",
            ])
    }

    @Test("Python's csv module reads hostile texts back, defused where a spreadsheet would run them")
    func hostileTexts() throws {
        let figures = Figures.hostile.map {
            Figures.figure(organization: $0, scope: Scope(.team, $0), breakdown: Breakdown("kind", $0))
        }
        let dangerous: Set<String> = [
            "\n", "\r\n", "\tTab", "=1+1", "+1", "-1", "@SUM(A1)", "'=1+1", "''@x", "＝1",
        ]
        let rows = try readByPython(figures)
        #expect(rows.count == Figures.hostile.count + 1)
        let defused = ["'; DROP TABLE x; --": "'; DROP TABLE x;' --"]
        for (text, row) in zip(Figures.hostile, rows.dropFirst()) {
            let expected = defused[text] ?? (dangerous.contains(text) ? "'" + text : text)
            // Bytes, since Swift takes some different texts for equal.
            for column in [0, 5, 7] { #expect(Array(row[column].utf8) == Array(expected.utf8)) }
            #expect(row.count == CSVFormat.columns.count)
        }
    }

    @Test(
        "What begins a cell by another country's separator isn't run either",
        arguments: [
            ("a;=1+1;b", "a;'=1+1;b"), ("a,=1+1", "a,'=1+1"), ("a;'=1", "a;''=1"), ("a; \"=1\"", "a;' \"=1\""),
            ("a\t@x", "a\t'@x"), ("a\r\n-1", "a\r\n'-1"), ("=1;=1", "'=1;'=1"), ("a;＝1", "a;'＝1"),
            ("R&D; north-east", "R&D; north-east"), ("a;b=c", "a;b=c"),
        ])
    func otherSeparators(text: String, expected: String) throws {
        let rows = try readByPython([Figures.figure(scope: Scope(.team, text))])
        #expect(Array(rows[1][5].utf8) == Array(expected.utf8))
    }

    @Test("Numbers are the shortest text that reads back as the same number; those that are none are empty")
    func numbers() throws {
        let values = [
            0, -0.0, 1, -1, 0.1, 1.0 / 3, 86400, -0.25, 1e15, 123_456_789.125, 1e-7, Double.leastNonzeroMagnitude,
            Double.greatestFiniteMagnitude, 1e22, .nan, .infinity, -.infinity,
        ]
        let rows = try readByPython(values.map { Figures.figure(estimate: Estimate($0)) })
        let column = try #require(CSVFormat.columns.firstIndex(of: "value"))
        for (value, row) in zip(values, rows.dropFirst()) {
            #expect(value.isFinite ? Double(row[column]) == value : row[column] == "")
        }
        #expect(rows[1...8].map { $0[column] } == ["0", "0", "1", "-1", "0.1", "0.3333333333333333", "86400", "-0.25"])
    }

    @Test("No figures give the header alone")
    func empty() throws {
        #expect(try text([]) == CSVFormat.columns.joined(separator: ",") + "\r\n")
    }
}
