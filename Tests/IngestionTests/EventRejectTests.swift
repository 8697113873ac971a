import Domain
import Foundation
import TestValues
import Testing

@testable import Ingestion

@Suite("A case that cannot be taken in")
struct EventRejectTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    static let header = "what,ticket,at,who,minutes"

    static func mapping(_ opened: String = "{first: \"*\"}") throws -> Mapping {
        try Mapping(
            yaml: """
                dataset: help_requests
                zone: Europe/Lisbon
                events: {case: ticket, time: at, activity: what, resource: who}
                columns:
                  opened_at: \(opened)
                  first_response_at: {first: answered, by: somebody}
                  resolved_at: {first: closed}
                  helper_id: {first: closed}
                  effort_minutes: {last: closed, column: minutes}
                """, file: "log.yaml")
    }

    private func run(_ rows: [String], _ mapping: Mapping? = nil, last: String = "\n") throws -> Run {
        try Run(
            try scratch.write(([Self.header] + rows).joined(separator: "\n") + last), try mapping ?? Self.mapping())
    }

    @Test(
        "is set aside with all its rows, the finding on the line of what is wrong",
        arguments: [
            ("closed,1,2024-05-01 at 11,bo,5", "not_a_time", "time", 3),
            ("closed,1,,bo,5", "required_missing", "time", 3),
            ("closed,1,2024-05-01 11:00:00,bo", "field_count", nil, nil),
            ("closed,1,2024-05-01 11:00:00,b\"o,5", "quote_in_unquoted_field", "resource", 4),
            ("closed,1,2024-05-01 11:00:00,bo,5\0", "nul_byte", nil, 5),
            ("closed,1,2024-05-01 11:00:00,bo,many", "not_a_number", "effort_minutes", 5),
            ("closed,1,2024-05-01 11:00:00,bo,-5", "number_too_small", "effort_minutes", 5),
            ("closed,1,2024-05-01 11:00:00,LONG,5", "field_too_long", "resource", 4),
        ] as [(String, String, String?, Int?)])
    func setAside(row: String, code: String, column: String?, field: Int?) throws {
        let long = String(repeating: "0123456789\n", count: 200_000)
        let broken = row.replacing("LONG", with: "\"\(long)\"")
        let rows = [
            "asked,1,2024-05-01 09:00:00,ana,", "asked,2,2024-05-01 09:00:00,ana,", broken,
            "closed,2,2024-05-01 10:00:00,bo,7", "noted,1,2024-05-01 12:00:00,bo,",
        ]
        let run = try run(rows)
        #expect(run.tally.rejectsByCode == [code: 1])
        #expect(run.tally.read == 2 && run.tally.accepted == 1 && run.tally.rejected == 1)
        #expect(run.tally.events?.read == 5 && run.tally.events?.rejected == 3)
        #expect(run.column("request_id") == [.text("2")] && !run.tally.rejectFileLacksRows)
        let finding = try #require(run.tally.firstRejects.first)
        #expect(finding.line == 4 && finding.column == column && finding.field == field)
        #expect(!finding.mend.isEmpty)
        let expected = [Self.header, rows[0], rows[2], rows[4], ""].joined(separator: "\n")
        #expect(try scratch.text("requests.rejects.csv") == expected)
        #expect(try scratch.text("requests.rejects.why.csv").contains(",\(code),rejected,"))
    }

    @Test("is one whose opening the log lacks: the finding names the rule and the case's first line")
    func withoutOpening() throws {
        let rows = [
            "closed,1,2024-05-01 10:00:00,bo,", "asked,2,2024-05-01 09:00:00,ana,", "noted,1,2024-05-01 09:00:00,bo,",
        ]
        let run = try run(rows, try Self.mapping("{first: [asked, \"ordered*\"]}"))
        #expect(run.tally.rejectsByCode == ["no_such_event": 1])
        let finding = try #require(run.tally.firstRejects.first)
        #expect(finding.line == 4 && finding.column == "opened_at")
        #expect(finding.message.contains("the first \"asked\" or \"ordered*\""))
        #expect(
            try scratch.text("requests.rejects.csv") == [Self.header, rows[0], rows[2], ""].joined(separator: "\n"))
    }

    @Test("is one whose record breaks a rule of the dataset: the finding stands on the event's line")
    func brokenCheck() throws {
        let rows = ["answered,1,2024-05-01 08:00:00,bo,", "asked,1,2024-05-01 09:00:00,ana,"]
        let run = try run(rows, try Self.mapping("{first: asked}"))
        #expect(run.tally.rejectsByCode == ["response_before_opened": 1])
        let finding = try #require(run.tally.firstRejects.first)
        #expect(finding.line == 2 && finding.column == "first_response_at" && finding.field == 3)
    }

    @Test("is not one whose bad value stands in an event that tells nothing of it")
    func badValueElsewhere() throws {
        let run = try run(["asked,1,2024-05-01 09:00:00,ana,many", "closed,1,2024-05-01 10:00:00,bo,5"])
        #expect(run.tally.accepted == 1 && run.tally.rejectFiles == nil)
        #expect(run.column("effort_minutes") == [.number(5)])
    }

    @Test("may have several bad rows: each has its reason, the case counts once")
    func severalReasons() throws {
        let run = try run([
            "asked,1,never,ana,", "noted,1,2024-05-01 09:00:00,ana,", "closed,1,2024-05-01 10:00:00,bo,,",
            "closed,1,2024-05-01 10:00,bo,5", "closed,1,no,bo,5",
        ])
        #expect(run.tally.rejectsByCode.values.reduce(0, +) == run.tally.rejected)
        let reasons = try scratch.text("requests.rejects.why.csv").split(separator: "\n").dropFirst()
        #expect(Set(reasons.map { String($0.prefix(2)) }) == ["2,", "4,", "6,"])
        #expect(run.tally.accepted == 0)
        #expect(try scratch.text("requests.rejects.csv") == scratch.text("requests.csv"))
    }

    @Test("a row without a case is set aside alone, and its mend says so; it counts by itself")
    func noCase() throws {
        let rows = ["asked,1,2024-05-01 09:00:00,ana,", "closed,,2024-05-01 10:00:00,bo,", "a\"b,\"\"1,x,bo,"]
        let run = try run(rows)
        #expect(run.tally.rejectsByCode == ["required_missing": 1, "quote_in_unquoted_field": 1])
        #expect(run.tally.read == 3 && run.tally.accepted == 1 && run.tally.rejected == 2)
        #expect(run.tally.events?.rejected == 2)
        #expect(run.tally.firstRejects.allSatisfy { $0.mend.contains("lacks the other rows of its case") })
        #expect(run.tally.rejectFileLacksRows)
        #expect(run.tally.firstRejects.first?.column == "case")
    }

    @Test("a shifted row takes every case with it that it may belong to; without any it counts by itself")
    func shifted() throws {
        let rows = [
            "asked,1,2024-05-01 09:00:00,ana,", "asked,2,2024-05-01 09:00:00,ana,", "asked,3,2024-05-01 09:00:00,ana,",
            "1,2,2024-05-01 10:00:00,bo", "4,5,2024-05-01 10:00:00,bo",
        ]
        let run = try run(rows)
        // Two cases for the row of line 5; the one of line 6 belongs to none that is there.
        #expect(run.tally.rejectsByCode == ["field_count": 3])
        #expect(run.tally.firstRejects.map(\.line) == [5, 5, 6])
        #expect(run.column("request_id") == [.text("3")])
        #expect(run.tally.read == 4 && run.tally.accepted == 1)
        #expect(run.tally.events?.read == 5 && run.tally.events?.rejected == 4)
        #expect(
            try scratch.text("requests.rejects.csv")
                == ([Self.header] + rows[0...1] + rows[3...4] + [""]).joined(separator: "\n"))
        #expect(try scratch.text("requests.rejects.why.csv").split(separator: "\n").count == 3)
    }

    @Test("isn't one with times that the clocks showed twice or never: each is flagged once, used or not")
    func flagged() throws {
        let run = try run([
            "asked,1,2024-10-27 01:30:00,ana,", "noted,1,2024-10-27 01:40:00,ana,", "closed,1,2025-03-30 01:10:00,bo,",
            "asked,2,2024-10-27 01:30:00,ana,", "closed,2,never,bo,",
        ])
        #expect(run.tally.flagsByCode == ["time_ambiguous": 2, "time_in_dst_gap": 1])
        #expect(run.tally.firstFlags.map(\.line) == [2, 3, 4])
        #expect(run.tally.firstFlags.allSatisfy { $0.field == 3 && $0.character != nil })
        #expect(run.tally.rejectsByCode == ["not_a_time": 1])
    }

    @Test("mended in the reject file and loaded gives what a clean log gives")
    func mended() throws {
        var random = SeededNumbers(seed: 41)
        let damages: [(String) -> String] = [
            { $0.replacing(" ", with: " o'clock ") }, { $0 + "," }, { $0.replacing(",n", with: ",n\"") },
            { String($0.dropLast(1)) + "x\0" }, { $0.replacing("2024", with: "") },
        ]
        for round in 0..<30 {
            let clean = RandomLog.rows(&random, cases: 6, events: 30)
            let broken = clean.map { row in
                Int.random(in: 0..<8, using: &random) == 0 ? damages.randomElement(using: &random)!(row) : row
            }
            let wholeRun = try Run(
                try scratch.write(RandomLog.file(clean), to: "clean.csv"), try RandomLog.mapping())
            let first = try Run(try scratch.write(RandomLog.file(broken), to: "log.csv"), try RandomLog.mapping())
            #expect(first.tally.accepted + first.tally.rejected == first.tally.read)
            guard first.tally.rejected > 0 else { continue }
            // What is in the reject file is replaced row by row by what it should have been.
            let original = Dictionary(zip(broken, clean), uniquingKeysWith: { first, _ in first })
            let rejected = try scratch.text("log.rejects.csv").split(separator: "\n").dropFirst().map(String.init)
            #expect(rejected.count == first.tally.events?.rejected)
            let mended = try rejected.map { try #require(original[$0]) }
            let second = try Run(
                try scratch.write(RandomLog.file(mended), to: "mended.csv"), try RandomLog.mapping())
            #expect(second.tally.rejected == 0, "round \(round)")
            let rows = first.sink.rows + second.sink.rows
            #expect(rows.count == wholeRun.sink.rows.count, "round \(round)")
            #expect(Set(rows) == Set(wholeRun.sink.rows), "round \(round)")
        }
    }

    @Test("that is the last of a file without a last line end is written whole")
    func lastLine() throws {
        let rows = ["asked,1,2024-05-01 09:00:00,ana,", "asked,2,2024-05-01 09:00:00,ana,", "closed,2,no,bo,"]
        _ = try run(rows, last: "")
        #expect(
            try scratch.text("requests.rejects.csv") == [Self.header, rows[1], rows[2], ""].joined(separator: "\n"))
    }

    @Test("leaves nothing behind when the sink ends the run, or it is stopped")
    func interrupted() throws {
        struct Full: Error {}
        struct Failing: RecordSink {
            mutating func append(_ values: [Value], line: Int) throws { throw Full() }
        }
        let input = try scratch.write(Self.header + "\nasked,0,no,,\nasked,1,2024-05-01 09:00:00,ana,\n")
        var options = Ingestor.Options(temporaryDirectory: scratch.path)
        options.eventBudget = 1
        let ingestor = try Ingestor(input, mapping: try Self.mapping(), options: options)
        var sink = Failing()
        #expect(throws: Full.self) { try ingestor.produce(into: &sink) }
        options.isCancelled = { true }
        #expect(throws: CancellationError.self) {
            try Run(input, try Self.mapping(), options: options)
        }
        #expect(try scratch.names == ["requests.csv"])
    }

    @Test("is refused as a whole with its log if that changes while it is read, or its quotes never close")
    func wholeFile() throws {
        let input = try scratch.write(Self.header + "\nasked,1,2024-05-01 09:00:00,ana,\n")
        let ingestor = try Ingestor(input, mapping: try Self.mapping())
        _ = try scratch.write(Self.header + "\nasked,1,2024-05-01 09:00:01,ana,\n")
        var sink = Collected()
        #expect(
            try #require(throws: IngestionError.self) { try ingestor.produce(into: &sink) }.code
                == "changed_while_reading")
        #expect(sink.rows.isEmpty)
        let open = try scratch.write(Self.header + "\nasked,1,\"2024\n")
        #expect(
            try #require(throws: IngestionError.self) { try Run(open, try Self.mapping()) }.code
                == "unterminated_quote")
    }
}
