import Domain
import Testing

@testable import Ingestion

@Suite("A row that repeats another")
struct EqualRowsTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private static let yaml = """
        dataset: satisfaction
        columns:
          survey_id: {constant: s}
          response_token: {line_number: true}
          submitted_at: at
        answers:
          - {column: a, instrument: pulse, item: a, scale: [1, 5]}
          - {column: b, instrument: pulse, item: b, scale: [1, 5]}
        """
    private static let time = "2026-05-04T10:00:00Z"

    private func run(_ text: String, yaml: String = yaml, name: String = "s.csv") throws -> Run {
        try Run(try scratch.write(text, to: name), try Mapping(yaml: yaml, file: "m.yaml"))
    }

    @Test("is told once a file where lines are keys, with how many there are and the lines of the first; all count")
    func told() throws {
        let row = "\(Self.time),1,2", other = "\(Self.time),3,"
        // The last line lacks its end, and one is rejected twice.
        let run = try run("at,a,b\n\(row)\n\(other)\n\(row)\n\(other)\nnever,1,\nnever,1,\n\(row)")
        #expect(run.tally.accepted == 8 && run.tally.flagsByCode == ["row_repeated": 3])
        let remark = try #require(run.tally.remarks.first)
        #expect(run.tally.remarks.count == 1 && remark.line == 4 && remark.column == nil)
        #expect(
            remark.message == "3 rows repeat an earlier one in everything: first line 4, which is line 2 again; "
                + "response_token is the line's number, so each counts")
        #expect(remark.mend.contains("write `response_token: \"its name\"`"))
        #expect(try scratch.text("s.rejects.why.csv").contains("\n4,,,,row_repeated,flagged,"))
        #expect(Set(run.column("response_token")).count == 5)
    }

    @Test("is told of JSON lines and of rows of several lines likewise, by every byte")
    func formats() throws {
        let line = "{\"at\": \"\(Self.time)\", \"a\": 1, \"b\": 2}\r\n"
        let spaced = line.replacing(": 1", with: ":  1")
        let json = try run(line + spaced + line, name: "s.jsonl")
        #expect(json.tally.accepted == 6 && json.tally.flagsByCode == ["row_repeated": 1])
        #expect(
            json.tally.remarks.first?.message.hasPrefix(
                "1 row repeats an earlier one in everything: line 3, which is line 1")
                == true)
        let row = "\(Self.time),1,\"\n2\"\n"
        let several = try run("at,a,b\n" + row + row)
        #expect(several.tally.remarks.map(\.line) == [4])
        #expect(try run("at,a,b\n\(Self.time),1,2\n\(Self.time),1,3\n").tally.flagsByCode == [:])
    }

    @Test("is none of note where a column has the key, as the row is then one record")
    func keyed() throws {
        let yaml = Self.yaml.replacing("{line_number: true}", with: "id")
        let row = "x,\(Self.time),1,2\n"
        #expect(try run("id,at,a,b\n" + row + row, yaml: yaml).tally.flagsByCode == [:])
    }

    @Test("is looked for among the first rows of a file alone, which is told")
    func bound() throws {
        var rows = try #require(EqualRows(try Mapping(yaml: Self.yaml, file: "m.yaml"), most: 3))
        func add(_ text: String, _ line: Int) {
            var text = text
            text.withUTF8 { rows.add(UnsafeRawBufferPointer($0), line: line) }
        }
        add("a\n", 2)
        add("a\n", 2)
        #expect(rows.note == nil)
        add("b\n", 3)
        add("a\n", 4)
        #expect(rows.note?.count == 1 && rows.note?.finding.message.hasPrefix("1 row repeats") == true)
        add("a\n", 5)
        #expect(rows.note?.count == 1)
        let message = try #require(rows.note?.finding.message)
        #expect(
            message.hasPrefix("1 of the first 3 rows repeats") && message.hasSuffix("later rows were not looked at"))
    }
}
