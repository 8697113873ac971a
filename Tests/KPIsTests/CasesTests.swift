import Domain
import TestValues
import Testing

@testable import KPIs

@Suite("Cases worked by hand, in Tests/Cases")
struct CasesTests {
    @Test("Every case gives its answer", arguments: CaseFile.all)
    func answers(file: CaseFile) throws {
        for question in try file.questions() {
            let kpi = try #require(Catalog.named(question.kpi), "there is no KPI \(question.kpi)")
            let figures = kpi.figures(in: question.organization.view)
            let byCell = Dictionary(figures.map { ($0.cell, $0) }) { first, _ in first }
            for difference in question.answer.differences(from: byCell) {
                Issue.record(
                    "\(difference)",
                    sourceLocation: SourceLocation(
                        fileID: "KPIsTests/\(file.name)", filePath: file.path, line: difference.line, column: 1))
            }
        }
    }

    @Test("The oracle answers every case too")
    func oracle() throws {
        let paths = CaseFile.all.map(\.path)
        let faults: [OracleFault] = try Tool.answer(ofPython: "Oracle/cases.py", paths)
        for fault in faults {
            Issue.record(
                "oracle: \(fault.message)",
                sourceLocation: SourceLocation(
                    fileID: "KPIsTests/\(fault.path)", filePath: fault.path, line: fault.line, column: 1))
        }
    }

    private struct OracleFault: Decodable {
        let path: String
        let line: Int
        let message: String
    }

    @Test("Every KPI has a case, in the folder of its name")
    func folders() throws {
        for kpi in Catalog.all {
            let own = CaseFile.all.filter { $0.name.hasPrefix("\(kpi.sheet.id)/") }
            #expect(!own.isEmpty, "\(kpi.sheet.id)")
            for file in own { #expect(try file.questions().contains { $0.kpi == kpi.sheet.id }, "\(file.name)") }
        }
    }

    private static let example = """
        # A request that is answered.

        settings
        zone=Europe/Berlin

        help_requests
        request_id,opened_at,first_response_at
        r1,2026-03-02T09:00Z,2026-03-02T10:00Z

        question
        time_to_first_response 2026-03

        answer
        measure,statistic,value,n
        elapsed,p50,1h,1
        """

    @Test(
        "What it cannot read stops it, with the file and the line",
        arguments: [
            ("zone=", "zones=", 4, "not a setting"), ("Berlin", "Bärlin", 4, "zone"),
            ("help_requests", "help", 6, "no dataset help"), ("opened_at", "opened", 7, "no column \"opened\""),
            ("first_response_at", "updated_at", 7, "no figure reads help_requests.updated_at"),
            ("09:00Z", "9:00Z", 8, "opened_at cannot be"), (",2026-03-02T10:00Z", "", 8, "2 fields"),
            ("r1", "", 8, "request_id is blank"), ("2026-03\n", "2026-13\n", 11, "no period"),
            ("value", "values", 14, "no column \"values\""), ("1h", "1x", 15, "value cannot be"),
            ("# A request that is answered.", "", 1, "what it shows"), ("answer\n", "answers\n", 13, "no dataset"),
        ])
    func faults(part: String, wrong: String, line: Int, message: String) {
        let text = Self.example.replacing(part, with: wrong)
        let fault = #expect(throws: CaseFault.self) { try CaseFile.questions(in: text, of: "example.case") }
        #expect(fault?.line == line && fault?.description.contains(message) == true, "\(fault?.description ?? "")")
        #expect(fault?.file == "example.case")
    }

    @Test("A figure that differs, is missing or is one too many is told, with its line")
    func differences() throws {
        func differences(_ part: String = "", _ other: String = "") throws -> [String] {
            let text = part.isEmpty ? Self.example : Self.example.replacing(part, with: other)
            let question = try #require(try CaseFile.questions(in: text, of: "example.case").first)
            let figures = question.organization.figures[question.kpi] ?? [:]
            return question.answer.differences(from: figures).map { "\($0.line) \($0)" }
        }
        #expect(try differences().isEmpty)
        #expect(try differences("1h,1", "2h,1") == ["15 elapsed organization p50: value is 3600.0, not 7200.0"])
        #expect(try differences("1h,1", "absent,") == ["15 elapsed organization p50: there is such a figure"])
        #expect(try differences("p50", "p51") == ["15 elapsed organization p51: there is no such figure"])
        let others = try differences("1h,1", "1h,1\nnothing else")
        #expect(!others.isEmpty && others.allSatisfy { $0.hasPrefix("13 there is elapsed organization ") })
    }
}
