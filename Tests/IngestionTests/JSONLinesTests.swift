import Domain
import Foundation
import TestValues
import Testing

@testable import Ingestion

@Suite("A file of JSON lines")
struct JSONLinesTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private static let good = #"{"request_id": 7, "opened_at": "2024-05-01T10:00:00Z"}"#

    private static func mapping(_ columns: String) throws -> Mapping {
        try Mapping(yaml: "dataset: help_requests\nzone: UTC\ncolumns:\n" + columns, file: "m.yaml")
    }

    @Test("gives the same records as a CSV file that says the same, whatever the order of its keys")
    func sameAsCSV() throws {
        let csv = """
            request_id,opened_at,helper_id,anonymous,effort_minutes,note
            7,2024-05-01T10:00:00Z,,false,1.5e1,x
            8,2024-05-02T10:00:00+02:00,"Ana ""A"" Alves",yes,,
            9,2024-05-03T10:00:00Z,bo,,-0,
            """
        let lines = #"""
            {"request_id":7,"opened_at":"2024-05-01T10:00:00Z","helper_id":null,"anonymous":false,"effort_minutes":1.5e1}
            {"anonymous":"yes","note":"","helper_id":"Ana \"A\" Alves","opened_at":"2024-05-02T10:00:00+02:00","request_id":"8"}

            {"effort_minutes":-0,"opened_at":"2024-05-03T10:00:00Z","helper_id":"\u0062o","request_id":" 9 ","note":{}}
            """#
        let expected = try Run(try scratch.write(csv), .helpRequests)
        let run = try Run(try scratch.write(lines, to: "requests.jsonl"), .helpRequests)
        #expect(run.tally.accepted == 3 && run.tally.rejected == 0)
        #expect(run.sink.rows == expected.sink.rows)
        #expect(run.sink.lines == [1, 2, 4])
        #expect(run.column("anonymous") == [.boolean(false), .boolean(true), .null])
        #expect(run.column("request_id") == [.text("7"), .text("8"), .text("9")])
    }

    @Test("keeps numbers as they are written, so that no id loses a digit")
    func numbers() throws {
        let ids = ["12345678901234567890", "1.50", "-0", "1e3", "9007199254740993"]
        let text = ids.map { #"{"request_id": \#($0), "opened_at": "2024-05-01T10:00:00Z"}"# }.joined(separator: "\n")
        let run = try Run(try scratch.write(text, to: "a.ndjson"), .helpRequests)
        #expect(run.column("request_id") == ids.map { .text($0) })
    }

    @Test("is told by its first byte where its name says nothing, in standard input and in a gzip file")
    func byFirstByte() throws {
        #expect(try Run(try scratch.write("\n " + Self.good, to: "requests"), .helpRequests).tally.accepted == 1)
        #expect(try Run(try scratch.write(Self.good, to: "requests.txt"), .helpRequests).tally.accepted == 1)
        let error = try #require(throws: IngestionError.self) {
            try Run(try scratch.write(Self.good, to: "requests.csv"), .helpRequests)
        }
        #expect(error.code == "other_format" && error.mend.contains(".jsonl"))
    }

    @Test("lets a mapping name keys within objects, by the one rule for equal texts")
    func nested() throws {
        let mapping = try Self.mapping(
            """
              request_id: id
              opened_at: {column: fields.created, formats: ["%d/%m/%Y %H:%M"]}
              helper_id: fields.assignee.id
              team_id: {columns: [fields.team.site, fields.team.name], join: "/"}
              kind: {column: "fields.Caf\u{e9}", values: {Frage: informational}}
            """)
        let text = #"""
            {"id":"A-1","fields":{"created":"31/05/2024 10:00","assignee":{"id":5},"team":{"name":"it","site":"x"}}}
            {"fields":{"Cafe\u0301":"Frage","assignee":null,"created":"31/05/2024 11:00"," team ":null},"id":"A-2","x":[1]}
            {"id":"A-3","fields.created":"31/05/2024 12:00","fields":{"assignee":{"id":null,"name":"Ana"}}}
            """#
        let ingestor = try Ingestor(try scratch.write(text, to: "a.jsonl"), mapping: mapping)
        var sink = Collected()
        let tally = try ingestor.produce(into: &sink)
        #expect(tally.accepted == 3 && tally.rejected == 0 && tally.unmetWords.isEmpty)
        func column(_ name: String) -> [Value] { sink.rows.map { $0[Datasets.helpRequests.index(of: name)!] } }
        #expect(column("helper_id") == [.text("5"), .null, .null])
        #expect(column("team_id") == [.text("x/it"), .null, .null])
        #expect(column("kind") == [.null, .text("informational"), .null])
        #expect(
            column("opened_at").map { $0.instant?.description } == [
                "2024-05-31T10:00:00Z", "2024-05-31T11:00:00Z", "2024-05-31T12:00:00Z",
            ])
        // What is read in part is not named.
        #expect(ingestor.ignoredHeaders == ["x"])
    }

    @Test("leaves out rows by a condition, and knows null from a word of that name")
    func conditions() throws {
        let mapping = try Mapping(
            yaml: """
                dataset: help_requests
                skip: [{column: type, is: [spam, "true"]}, {column: id, empty: true}]
                columns:
                  request_id: id
                  opened_at: at
                  helper_id: {column: who, null: ["null"], null_when: {column: bot, is: "true"}}
                """, file: "m.yaml")
        let text = #"""
            {"id":1,"at":"2024-05-01T10:00:00Z","who":"null"}
            {"id":2,"at":"2024-05-01T10:00:00Z","who":"ana","bot":true}
            {"id":3,"at":"2024-05-01T10:00:00Z","who":"ana","bot":null}
            {"id":4,"at":"never","type":"spam"}
            {"id":5,"type":true}
            {"id":null}
            """#
        let run = try Run(try scratch.write(text, to: "a.jsonl"), mapping)
        #expect(run.tally.accepted == 3 && run.tally.skipped == 3)
        #expect(run.column("helper_id") == [.null, .null, .text("ana")])
    }

    @Test("sets aside the rows that lack what is required, or where it cannot be read, with line and column")
    func rejects() throws {
        let bad = [
            #"{"opened_at":"2024-05-01T10:00:00Z"}"#, #"{"request_id":2,"opened_at":null}"#,
            #"{"request_id":3, "opened_at":"é never"}"#, #"{"request_id":4,"opened_at":["2024-05-01T10:00:00Z"]}"#,
            #"["a"]"#,
        ]
        let run = try Run(
            try scratch.write(([Self.good] + bad + [Self.good]).joined(separator: "\r\n"), to: "a.jsonl"),
            .helpRequests)
        #expect(run.tally.accepted == 2 && run.tally.rejected == 5)
        #expect(
            run.tally.firstRejects.map { "\($0.line):\($0.character ?? 0) \($0.column ?? "-") \($0.code)" } == [
                "2:0 request_id required_missing", "3:29 opened_at required_missing", "4:31 opened_at not_a_time",
                "5:29 opened_at value_is_array", "6:1 - not_an_object",
            ])
        // Positions mean nothing where keys come in any order.
        #expect(run.tally.firstRejects.allSatisfy { $0.field == nil })
        #expect(try scratch.text("a.rejects.jsonl") == bad.map { $0 + "\r\n" }.joined())
        let reasons = try scratch.text("a.rejects.why.csv")
        #expect(reasons.contains("4,31,,opened_at,not_a_time,rejected,") && reasons.contains("é never"))
        #expect(run.tally.firstRejects.allSatisfy { !"\($0)".contains("never") })
    }

    @Test("may still be being written: a last line that is not complete is set aside alone")
    func cutOff() throws {
        let text = Self.good + "\n" + #"{"request_id": 8, "opened_at": "2024-05-01T1"#
        let run = try Run(try scratch.write(text, to: "a.jsonl"), .helpRequests)
        #expect(run.tally.accepted == 1 && run.tally.rejectsByCode == ["unfinished_object": 1])
        #expect(run.tally.firstRejects.first?.mend.contains("still being written") == true)
        // A line end is put behind it, so that the reject file can be mended and added to.
        #expect(try scratch.text("a.rejects.jsonl") == #"{"request_id": 8, "opened_at": "2024-05-01T1"# + "\n")
    }

    @Test("without a record is no error, as a header without records is none")
    func empty() throws {
        for text in ["", "\n\n", "\u{feff}"] {
            #expect(try Run(try scratch.write(text, to: "a.jsonl"), .helpRequests).tally == Tally())
        }
    }

    @Test("is refused whole if no record has a key that is required")
    func requiredNowhere() throws {
        let input = try scratch.write(#"{"id":1,"opened_at":"2024-05-01T10:00:00Z"}"# + "\n[]\n", to: "a.jsonl")
        let error = try #require(throws: IngestionError.self) { try Run(input, .helpRequests) }
        #expect(error.code == "required_column_missing" && error.column == "request_id" && error.kind == .data)
        let mapped = try #require(throws: IngestionError.self) {
            try Run(input, try Self.mapping("  request_id: id\n  opened_at: created"))
        }
        #expect(mapped.code == "mapped_column_missing" && mapped.message.contains("\"created\""))
        // Where no record can be read that is what is told.
        let broken = try Run(try scratch.write("[]\n{\n", to: "b.jsonl"), .helpRequests)
        #expect(broken.tally.rejectsByCode == ["not_an_object": 1, "unfinished_object": 1])
    }

    @Test("tells at the end what the mapping names and no record has, and what it has beside")
    func unmet() throws {
        let mapping = try Mapping(
            yaml: """
                dataset: help_requests
                skip: {column: Kind, is: spam}
                columns:
                  request_id: id
                  opened_at: at
                  resolved_at: closedd
                  helper_id: {column: who, null_when: {column: bots, is: x}}
                """, file: "m.yaml")
        let text = #"""
            {"id":1,"at":"2024-05-01T10:00:00Z","who":"a","closed":"2024-05-01T11:00:00Z"}
            {"id":2,"at":"2024-05-01T10:00:00Z","tags":{"a":1},"closed":null}
            """#
        let ingestor = try Ingestor(try scratch.write(text, to: "a.jsonl"), mapping: mapping)
        #expect(ingestor.ignoredHeaders == ["closed", "tags"])
        var sink = Collected()
        let tally = try ingestor.produce(into: &sink)
        #expect(tally.accepted == 2)
        #expect(
            tally.unmetWords == [
                MappedWord(place: "skip", text: "Kind"), MappedWord(place: "helper_id", text: "bots"),
                MappedWord(place: "resolved_at", text: "closedd"), MappedWord(place: "skip", text: "spam"),
                MappedWord(place: "helper_id", text: "x"),
            ])
    }

    @Test("says which columns were ever given: those that some record names, be it with null")
    func namedColumns() throws {
        let text = Self.good + "\n" + Self.good.replacing("}", with: #", "urgency": null}"#)
        let ingestor = try Ingestor(try scratch.write(text, to: "a.jsonl"), mapping: .helpRequests)
        #expect(ingestor.namedColumns == ["request_id", "opened_at", "urgency"])
        let mapping = try Self.mapping("  request_id: request_id\n  opened_at: opened_at\n  kind: kind")
        let mapped = try Ingestor(.file(scratch.path + "/a.jsonl"), mapping: mapping)
        #expect(mapped.namedColumns == ["request_id", "opened_at", "kind"])
    }

    @Test("names a bounded number of keys that nothing is read from, and none of them whole if it is long")
    func manyOtherNames() throws {
        let long = String(repeating: "k", count: 1000)
        let text = (0..<500).map { #"{"request_id":\#($0),"opened_at":"2024-05-01T10:00:00Z","\#(long)\#($0)":1}"# }
        let ingestor = try Ingestor(
            try scratch.write(text.joined(separator: "\n"), to: "a.jsonl"), mapping: .helpRequests)
        #expect(ingestor.ignoredHeaders.count == 100 && ingestor.ignoredHeaders.allSatisfy { $0.count == 100 })
    }

    @Test("sets aside a history whole, also where the row that breaks it cannot be read to its end")
    func histories() throws {
        let long = String(repeating: "x", count: 5 << 20)
        let lines = [
            #"{"person_id":"ana","joined_on":"2020-01-01"}"#, #"{"person_id":"bo","joined_on":"2020-01-01"}"#,
            #"{"person_id":"bo","joined_on":"2021-01-01","note":"\#(long)"}"#,
            #"{"person_id":"cy","joined_on":"2020-01-01"}"#, #"{"person_id":"cy","joined_on":2021-01-01}"#,
        ]
        let run = try Run(try scratch.write(lines.joined(separator: "\n") + "\n", to: "people.jsonl"), .people)
        #expect(run.column("person_id") == [.text("ana")])
        #expect(run.tally.rejectsByCode == ["history_incomplete": 2, "field_too_long": 1, "not_json": 1])
        #expect(run.tally.firstRejects.map(\.line) == [2, 3, 4, 5] && !run.tally.rejectFileLacksRows)
        #expect(try scratch.text("people.rejects.jsonl") == lines.dropFirst().joined(separator: "\n") + "\n")
    }

    @Test("makes a record of each answer in a row, as a CSV file does")
    func answers() throws {
        let mapping = try Mapping(
            yaml: """
                dataset: satisfaction
                columns: {survey_id: survey, response_token: token, submitted_at: at}
                answers:
                  - {column: q.recommend, instrument: enps, item: recommend, scale: [0, 10]}
                  - {column: q.pay, instrument: own, item: pay, scale: [1, 5]}
                """, file: "m.yaml")
        let text = #"""
            {"survey":"s","token":"a","at":"2024-05-31T10:00:00Z","q":{"pay":3,"recommend":9}}
            {"survey":"s","token":"b","at":"2024-05-31T10:00:00Z","q":{"pay":null,"recommend":11}}
            """#
        let run = try Run(try scratch.write(text, to: "a.jsonl"), mapping)
        #expect(run.column("score") == [.number(9), .number(3)])
        #expect(run.tally.rejected == 1 && run.tally.firstRejects.first?.line == 2)
    }

    @Test("gives its rejected rows a name by which they are read as what they are")
    func rejectNames() throws {
        let input = try scratch.write(Self.good + "\n{}\n", to: "a.jsonl")
        let error = try #require(throws: IngestionError.self) {
            try Run(input, .helpRequests, options: .init(rejects: scratch.path + "/bad.csv"))
        }
        #expect(error.code == "rejects_misnamed" && error.kind == .usage && error.mend.contains(".jsonl"))
        for (name, rejects) in [
            ("b.ndjson", "b.rejects.ndjson"), ("c.NDJSON", "c.rejects.ndjson"), ("d", "d.rejects.jsonl"),
            ("e.log", "e.log.rejects.jsonl"),
        ] {
            _ = try Run(try scratch.write(Self.good + "\n{}\n", to: name), .helpRequests)
            #expect(try scratch.text(rejects) == "{}\n")
        }
        // As a night has them: each file's own, by its whole name.
        let beside = Ingestor.Options(rejectsBeside: scratch.path + "/f.jsonl")
        _ = try Run(input, .helpRequests, options: beside)
        #expect(try scratch.text("f.jsonl.rejects.jsonl") == "{}\n")
        #expect(try scratch.names.contains("f.jsonl.rejects.why.csv"))
    }
}

/// Foundation's parser as the judge of what is JSON and of what a text says.
///
/// Known differences: a key twice, a NUL in a text, half of a surrogate pair, and a comma behind the last entry, which RFC
/// 8259 does not allow, are faults here; blanks around a key don't count here; a number that is too large for a `Double` is
/// left to the column that it is for.
@Suite("The reader of JSON lines and Foundation's parser")
struct JSONLinesOracleTests {
    private static let texts = [
        "a", "é", "😀", " ", "\\n", "\\\"", "\\\\", "\\/", "\\u00e9", "\\ud83d\\ude00", "\\u0041", "{", "]", ",", ":",
    ]
    private static let scalars = [
        "0", "-0", "7", "-12", "1.5", "0.25", "1e3", "1E-2", "12345", "true", "false", "null",
    ]
    private static let damage = [
        "\"", "{", "}", "[", "]", ",", ":", "0", "1", "-", ".", "e", "\\", "u", "t", " ", "\t", "x",
    ]

    private static func text(_ random: inout SeededNumbers) -> String {
        "\"" + (0..<Int.random(in: 0...4, using: &random)).map { _ in texts.randomElement(using: &random)! }.joined()
            + "\""
    }

    private static func value(_ random: inout SeededNumbers, depth: Int) -> String {
        let blank = ["", "", " ", "\t"].randomElement(using: &random)!
        switch Int.random(in: 0..<(depth > 3 ? 4 : 6), using: &random) {
        case 0, 1: return blank + text(&random) + blank
        case 2, 3: return blank + scalars.randomElement(using: &random)! + blank
        case 4:
            let items = (0..<Int.random(in: 0...3, using: &random)).map { _ in value(&random, depth: depth + 1) }
            return "[" + blank + items.joined(separator: ",") + "]"
        default: return object(&random, keys: ["x", "y\\n", "é"], depth: depth + 1)
        }
    }

    private static func object(_ random: inout SeededNumbers, keys: [String], depth: Int) -> String {
        let keys = keys.filter { _ in Bool.random(using: &random) }.shuffled(using: &random)
        return "{" + keys.map { "\"\($0)\":" + value(&random, depth: depth) }.joined(separator: ",") + "}"
    }

    @Test("agree on what is JSON, and on every text, truth and number in it")
    func agree() throws {
        var random = SeededNumbers(seed: 8259)
        var (taken, refused) = (0, 0)
        for round in 0..<6000 {
            // The one that is looked at comes first and is neither object nor array.
            let looked = [Self.text(&random), Self.scalars.randomElement(using: &random)!].randomElement(
                using: &random)!
            let rest = String(Self.object(&random, keys: ["a", "b", "c"], depth: 0).dropFirst())
            var line = "{\"id\":\(looked)" + (rest == "}" ? "}" : "," + rest)
            if !round.isMultiple(of: 3) {
                var characters = Array(line)
                let place = Int.random(in: 0..<characters.count, using: &random)
                if Bool.random(using: &random) {
                    characters.remove(at: place)
                } else {
                    characters.insert(contentsOf: Self.damage.randomElement(using: &random)!, at: place)
                }
                line = String(characters)
            }
            let reading = Reading(
                Array(line.utf8), of: .jsonLines, names: ["id"], piece: Int.random(in: 1...64, using: &random))
            let ours = [
                "key_twice", "half_character", "not_an_object", "value_is_array", "value_is_object", "nul_byte",
            ]
            if let fault = reading.faults.first, ours.contains(fault.code) { continue }
            if line.contains(/[eE][+-]?\d{3}/) || line.contains(/,\s*[}\]]/) { continue }
            let judged = (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any]
            guard let judged else {
                #expect(reading.records.isEmpty, "\(line)")
                refused += 1
                continue
            }
            #expect(reading.faults.isEmpty && reading.records.count == 1, "\(line): \(reading.faults)")
            guard let field = reading.records.first?.first, let detail = reading.details.first?.first else { continue }
            switch judged.first(where: { CanonicalText.of($0.key) == "id" })?.value {
            case nil, is NSNull: #expect(detail.isAbsent, "\(line)")
            case let text as String: #expect(field == text && !detail.isAbsent, "\(line)")
            case let number as NSNumber where field == "true" || field == "false":
                #expect(number.boolValue == (field == "true"), "\(line)")
            case let number as NSNumber: #expect(Double(field) == number.doubleValue, "\(line)")
            default: Issue.record("\(line)")
            }
            taken += 1
        }
        // Else the lines would say nothing about the one or the other.
        #expect(taken > 2000 && refused > 1000)
    }
}
