import Domain
import Export
import Foundation
import TestValues
import Testing

@Suite struct CSVDialectTests {
    private static let figures = [
        Figures.figure(
            scope: .organization, period: Period(.quarter, year: 2026, ordinal: 0),
            verdict: .moved(.worse, isEarly: true, isSeasonal: false)),
        Figures.figure(
            kpi: "helper_concentration", measure: "pieces", scope: Scope(.department, "it; and more"),
            statistic: "absence_factor", unit: .count, estimate: Estimate(3)),
        Figures.figure(period: Period(.year, year: 2025, ordinal: 0), state: .suppressed),
        Figures.figure(kpi: "unheard_of", period: Period(.week, year: 2026, ordinal: 0), estimate: Estimate(1e-7)),
    ]

    /// A file and its descriptor in a folder, for Python's csv module to read as the descriptor says.
    private struct Read: Decodable {
        let fields: [[String: String]]
        let rows: [[String]]
        /// Values that are not of their field's type.
        let faults: [String]
    }

    private static let script = #"""
        import csv, datetime, json, pathlib, sys
        folder = pathlib.Path(sys.argv[1])
        package = json.loads((folder / "datapackage.json").read_text("utf-8"))
        resource, = package["resources"]
        assert [package["profile"], resource["profile"]] == ["tabular-data-package", "tabular-data-resource"]
        assert [resource["encoding"], resource["mediatype"], resource["format"]] == ["utf-8", "text/csv", "csv"]
        dialect, schema = resource["dialect"], resource["schema"]
        assert schema["missingValues"] == [""] and dialect["header"] and dialect["lineTerminator"] == "\r\n"
        # With or without a byte order mark, as readers of UTF-8 do.
        with (folder / resource["path"]).open(encoding="utf-8-sig", newline="") as lines:
            header, *rows = csv.reader(
                lines, delimiter=dialect["delimiter"], quotechar=dialect["quoteChar"],
                doublequote=dialect["doubleQuote"], skipinitialspace=dialect["skipInitialSpace"], strict=True)
        types = {"string": str, "integer": int, "number": float, "date": datetime.date.fromisoformat}
        faults = []
        if header != [field["name"] for field in schema["fields"]]:
            faults.append(repr(header))
        for row in rows:
            for field, value in zip(schema["fields"], row, strict=True):
                try:
                    value == "" or types[field["type"]](value)
                except ValueError:
                    faults.append(f"{field['name']}: {value}")
        print(json.dumps({"fields": schema["fields"], "rows": rows, "faults": faults}))
        """#

    private func read(_ format: CSVFormat, _ figures: [PublishedFigure]) throws -> Read {
        let folder = FileManager.default.temporaryDirectory.appending(path: "package-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(try format.bytes(figures, context: Figures.context())).write(to: folder.appending(path: "kpis.csv"))
        var sink = MemorySink()
        try DataPackage(of: "acme", path: "kpis.csv", format: format).write(to: &sink)
        try Data(sink.bytes).write(to: folder.appending(path: DataPackage.fileName))
        let result = try Tool.run(["python3", "-c", Self.script, folder.path()])
        try #require(result.status == 0, "\(result.errors)")
        return try JSONDecoder().decode(Read.self, from: result.output)
    }

    @Test(
        "The descriptor says how a file is read, of which type each column is and what it means",
        arguments: CSVDialect.allCases, [false, true])
    func descriptor(dialect: CSVDialect, hasLabels: Bool) throws {
        let found = try read(CSVFormat(dialect: dialect, hasLabels: hasLabels), Self.figures)
        #expect(found.faults.isEmpty)
        #expect(found.rows.count == Self.figures.count)
        #expect(found.fields.count == CSVFormat.columns.count + (hasLabels ? 5 : 0))
        #expect(found.fields.allSatisfy { $0["title"]?.isEmpty == false && $0["description"]?.hasSuffix(".") == true })
        let types = Dictionary(uniqueKeysWithValues: found.fields.map { ($0["name"] ?? "", $0["type"] ?? "") })
        #expect(types["value"] == "number" && types["n"] == "integer" && types["from"] == "date")
        #expect(types["stale"] == "string")
    }

    @Test("Excel's dialect says the same with semicolons, behind a byte order mark, hostile texts too")
    func excel() throws {
        let hostile = (Figures.hostile + [";", "a;b", "\"a\";"]).map {
            Figures.figure(organization: $0, scope: Scope(.team, $0))
        }
        let figures = Self.figures + hostile
        #expect(try read(CSVFormat(dialect: .excel), figures).rows == read(CSVFormat(), figures).rows)
        let bytes = try CSVFormat(dialect: .excel).bytes(Self.figures, context: Figures.context())
        #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF] + Array("organization;kpi;version;".utf8)))
        let text = String(decoding: bytes, as: UTF8.self)
        // Decimals keep their point, and only its own separator asks for quotes.
        #expect(text.contains(";3600.5;") && text.contains(";\"it; and more\";") && text.contains(";worse, early\r\n"))
    }

    @Test("Labels stand behind the other columns, which stay as they are")
    func labels() throws {
        let rows = try read(CSVFormat(hasLabels: true), Self.figures).rows
        #expect(try rows.map { Array($0.dropLast(5)) } == read(CSVFormat(), Self.figures).rows)
        #expect(
            rows.map { Array($0.suffix(5)) } == [
                ["Time to resolve", "opened to first close", "median", "first quarter of 2026", "Everybody"],
                [
                    "Helper concentration", "pieces of help", "fewest helpers who give half", "March 2026",
                    "Department it; and more",
                ],
                ["Time to resolve", "opened to first close", "median", "2025", "Team platform"],
                // No sheet says any more what it was.
                ["", "", "", "2026-W01", "Team platform"],
            ])
    }

    @Test("Labels call teams by their names; the other columns, and files without labels, have their ids alone")
    func names() throws {
        let teams = ["t1", "t2", "t3"].map { Figures.figure(scope: Scope(.team, $0)) }
        let context = try Figures.context(
            names: TeamNames([
                TeamName(organization: "acme", team: "t1", name: "Desk"),
                TeamName(organization: "acme", team: "t2", name: "desk"),
                TeamName(organization: "acme", team: "t3", name: "Web; and more"),
            ]))
        func lines(_ format: some ExportFormat, _ context: ExportContext) throws -> [String] {
            String(decoding: try format.bytes(teams, context: context), as: UTF8.self)
                .components(separatedBy: "\r\n")
        }
        let labelled = try lines(CSVFormat(hasLabels: true), context)
        #expect(labelled.dropFirst().prefix(3).allSatisfy { $0.contains(/,team,t[123],/) })
        for (line, end) in zip(labelled.dropFirst(), ["Team Desk (t1)", "Team desk (t2)", "Team Web; and more"]) {
            #expect(line.hasSuffix(",March 2026,\(end)"), "\(line)")
        }
        for format in [CSVFormat(), CSVFormat(dialect: .excel), PrometheusFormat()] as [any ExportFormat] {
            #expect(try lines(format, context) == lines(format, Figures.context()), "\(format.name)")
        }
    }

    @Test("A hostile name is the text that it is, and no formula")
    func hostileNames() throws {
        for name in Figures.hostile {
            guard let shown = TeamName.shown(name) else { continue }
            let context = try Figures.context(
                names: TeamNames([TeamName(organization: "acme", team: "platform", name: shown)]))
            let bytes = try CSVFormat(hasLabels: true).bytes([Figures.figure()], context: context)
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(text.utf8.contains(CSVText.field("Team \(shown)").utf8), "\(shown)")
            // A header, a row, and nothing behind.
            #expect(text.components(separatedBy: "\r\n").count == 3, "\(shown)")
        }
    }

    @Test("Labels are defused as other texts are")
    func hostileLabels() throws {
        let sheet = Sheet(
            id: "sums", version: 1, title: "=1+1", question: "", formula: "",
            measures: [.init(title: "@all", statistics: [.init("p50", .count, "-1")])], direction: .none, inputs: [],
            unfinished: "", missing: "", reference: "")
        let figure = Figures.figure(kpi: "sums", measure: "default", unit: .count)
        let bytes = try CSVFormat(hasLabels: true).bytes([figure], context: ExportContext(sheets: [sheet]))
        #expect(String(decoding: bytes, as: UTF8.self).contains(",'=1+1,'@all,'-1,March 2026,Team platform\r\n"))
    }
}
