import Domain
import Testing

@testable import Ingestion

@Suite("What stands before the header")
struct OpeningTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    static let rows = "request_id;opened_at\nA-1;2026-05-04T10:00:00Z\nA-2;2026-05-04T11:00:00Z\n"

    @Test(
        "can be a line that tells the separator",
        arguments: [
            "sep=;\n", "sep=;\r\n", "\u{feff}sep=;\r\n", "\"sep=;\"\n", "SEP=;\n", "sep=;\r", "sep=;\n\n\n",
        ])
    func separator(line: String) throws {
        let run = try Run(try scratch.write(line + Self.rows), .helpRequests)
        #expect(run.tally.accepted == 2 && run.tally.rejected == 0)
        let blanks = line.count { $0 == "\n" } - (line.contains("\n") ? 1 : 0)
        #expect(run.sink.lines == (line.contains("\r\n") ? [3, 4] : [3 + max(0, blanks), 4 + max(0, blanks)]))
    }

    @Test("tells a separator that is none of the usual ones, and stands in the reject file too")
    func otherSeparator() throws {
        let text = "sep=^\nrequest_id^opened_at\n1^2026-05-04T10:00:00Z\n2^never\n"
        let run = try Run(try scratch.write(text), .helpRequests)
        #expect(run.tally.accepted == 1 && run.tally.firstRejects.map(\.line) == [4])
        #expect(try scratch.text("requests.rejects.csv") == "sep=^\nrequest_id^opened_at\n2^never\n")
        let mended = try scratch.text("requests.rejects.csv").replacing("never", with: "2026-05-04T10:00:00Z")
        #expect(try Run(try scratch.write(mended, to: "again.csv"), .helpRequests).tally.accepted == 1)
    }

    @Test("is no such line where more stands on it, or less")
    func noSeparator() throws {
        for text in ["sep=,x,y\n1,2,3\n", "sep=\n1\n", "sep=;;\n", "seps;x\n"] {
            #expect(throws: IngestionError.self) { try Run(try scratch.write(text), .helpRequests) }
        }
        let named = try Run(
            try scratch.write("sep=,opened_at\n1,2026-05-04T10:00:00Z\n"),
            try Mapping(yaml: "dataset: help_requests\ncolumns: {request_id: sep=, opened_at: opened_at}", file: "m"))
        #expect(named.tally.accepted == 1)
    }

    @Test(
        "is told by what it looks like, with the line that looks like the header, and quoted nowhere",
        arguments: [
            (
                "Ticket report May 2026;;\n" + rows, "header_further_down",
                "line 1 looks like a title; line 2 looks like the"
            ),
            ("Tickets of Ana Alves\n" + rows, "header_further_down", "line 1 looks like a title; line 2"),
            ("Exported by;Ana Alves\n\nOn;2026-05-31\n" + rows, "header_further_down", "line 4 looks like the header"),
            ("A-9;2026-05-03T10:00:00Z\n" + rows, "header_further_down", "line 1 looks like data; line 2"),
            ("ana.alves@example.org;Ana Alves\nbo@example.org;Bo\n", "no_header", "line 1 looks like data"),
            ("Ana Alves;2026-05-04T10:00:00Z\n", "no_header", "line 1 looks like data"),
            ("1042;Ana Alves\n", "no_header", "line 1 looks like data"),
            ("Ana Alves;Bo Berg\n", "required_column_missing", "needs a column request_id"),
            ("opened_at,Ana Alves;request_id\n", "required_column_missing", "needs a column"),
        ])
    func looks(text: String, code: String, part: String) throws {
        let error = try #require(throws: IngestionError.self) {
            try Run(try scratch.write(text, to: "t.csv"), .helpRequests)
        }
        #expect(error.code == code && error.kind == .data)
        #expect(error.message.contains(part), "\(error)")
        for secret in ["Alves", "Berg", "example.org", "1042", "report"] {
            #expect(!error.description.contains(secret), "\(error)")
        }
    }

    @Test("can be a header that is read by another delimiter than its own")
    func otherDelimiter() throws {
        let mapping = try Mapping(
            yaml: "dataset: help_requests\ndelimiter: ','\ncolumns: {request_id: request_id, opened_at: opened_at}",
            file: "m.yaml")
        let error = try #require(throws: IngestionError.self) { try Run(try scratch.write(Self.rows), mapping) }
        #expect(error.code == "other_delimiter" && error.mend.contains("delimiter"))
        #expect(error.message.contains("\";\"") && error.message.contains("\",\""))
    }

    @Test("and between the rows, rows of nothing but delimiters are no records, as empty lines are none")
    func blankRows() throws {
        let text = "request_id;opened_at\n;\nA-1;2026-05-04T10:00:00Z\n \u{a0};\"\"\n;;\n;2026-05-04T10:00:00Z\n"
        let run = try Run(try scratch.write(text), .helpRequests)
        #expect(run.tally.read == 2 && run.tally.accepted == 1 && run.sink.lines == [3])
        #expect(run.tally.firstRejects.map(\.line) == [6] && run.tally.rejectsByCode == ["required_missing": 1])
    }

    @Test("can be a line that tells another separator than the header's, which is then what is wrong")
    func wrongSeparator() throws {
        let error = try #require(throws: IngestionError.self) {
            try Run(try scratch.write("sep=,\n" + Self.rows), .helpRequests)
        }
        #expect(error.code == "other_delimiter" && error.mend.contains("the line that tells the separator"))
    }

    @Test("is found out for a log of events too")
    func log() throws {
        let mapping = try Mapping(
            yaml: """
                dataset: help_requests
                events: {case: Case, time: When, activity: What}
                columns: {opened_at: {first: "*"}}
                """, file: "m.yaml")
        let text = "Report of a desk\nCase,When,What\n1,2026-05-04T10:00:00Z,Open\n"
        let error = try #require(throws: IngestionError.self) { try Run(try scratch.write(text), mapping) }
        #expect(error.code == "header_further_down" && error.message.contains("line 2"))
    }

    @Test("is nothing to a header whose names have blanks around them or composed letters")
    func names() throws {
        let text = "\u{feff}\u{a0}request_id ,\"opened_at\u{200b}\"\n1,2026-05-04T10:00:00Z\n"
        #expect(try Run(try scratch.write(text), .helpRequests).tally.accepted == 1)
        let mapping = try Mapping(
            yaml: "dataset: help_requests\ncolumns: {request_id: ' Caf\u{e9} ', opened_at: t}", file: "m.yaml")
        let decomposed = try Run(try scratch.write("Cafe\u{301},t\n1,2026-05-04T10:00:00Z\n"), mapping)
        #expect(decomposed.tally.accepted == 1)
        let twice = try #require(throws: IngestionError.self) {
            try Run(try scratch.write("request_id,opened_at,opened_at \n"), .helpRequests)
        }
        #expect(twice.code == "doubled_column")
    }
}
