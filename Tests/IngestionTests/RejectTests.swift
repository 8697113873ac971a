import Domain
import Foundation
import Testing

@testable import Ingestion

@Suite("A record that cannot be taken in")
struct RejectTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    static let header =
        "request_id,requester_id,helper_id,opened_at,first_response_at,resolved_at,reopened_at,effort_minutes"
    static let good = "1,a,b,2024-05-01T10:00:00Z,,,,5"

    @Test(
        "is set aside with line, column, code and mend, and the others go on",
        arguments: [
            ("2,a,b,2024-05-01T10:00:00Z,,,", "field_count", nil, nil),
            ("2,a,b,c,2024-05-01T10:00:00Z,,,,", "field_count", nil, nil),
            (",a,b,2024-05-01T10:00:00Z,,,,", "required_missing", "request_id", 1),
            ("2,a,b,,,,,", "required_missing", "opened_at", 7),
            ("2,a,b,yesterday,,,,", "not_a_time", "opened_at", 7),
            ("2,a,b,2024-05-01 10:00:00,,,,", "time_without_offset", "opened_at", 7),
            ("2,a,b,2024-05-01T10:00:00Z,,2024-05-01T09:59:59Z,,", "resolved_before_opened", "resolved_at", 29),
            ("2,a,b,2024-05-01T10:00:00Z,2024-05-01T09:00:00Z,,,", "response_before_opened", "first_response_at", 28),
            ("2,a,b,2024-05-01T10:00:00Z,,,2024-05-02T10:00:00Z,", "reopened_without_resolved", "reopened_at", 30),
            ("2,a,b,2024-05-01T10:00:00Z,,,,many", "not_a_number", "effort_minutes", 31),
            ("2,a,b,2024-05-01T10:00:00Z,,,,-1", "number_too_small", "effort_minutes", 31),
            ("2,a,b\"c,2024-05-01T10:00:00Z,,,,", "quote_in_unquoted_field", "helper_id", 6),
            ("2,a,\"b\"c,2024-05-01T10:00:00Z,,,,", "text_after_quote", "helper_id", 8),
            ("2,a,b\0,2024-05-01T10:00:00Z,,,,", "nul_byte", "helper_id", 6),
        ] as [(String, String, String?, Int?)])
    func setAside(record: String, code: String, column: String?, character: Int?) throws {
        let text = [Self.header, Self.good, record, Self.good.replacing("1,a", with: "3,a"), ""].joined(separator: "\n")
        let run = try Run(try scratch.write(text), .helpRequests)
        #expect(run.tally.read == 3)
        #expect(run.tally.accepted == 2)
        #expect(run.tally.rejected == 1)
        #expect(run.tally.rejectsByCode == [code: 1])
        let finding = try #require(run.tally.firstRejects.first)
        #expect(finding.line == 3)
        #expect(finding.column == column)
        #expect(finding.character == character)
        #expect(!finding.mend.isEmpty)
        #expect(run.sink.lines == [2, 4])
        #expect(try scratch.text("requests.rejects.csv") == Self.header + "\n" + record + "\n")
    }

    @Test("is written byte for byte, and its reason beside it, for the owner's eyes")
    func rejectFiles() throws {
        let bad = "2,\"a\r\nb\",\"c,\"\"d\"\"\",\u{1F600},,,,"
        let text = "\u{feff}" + [Self.header, bad, Self.good, "4,,,never,,,,"].joined(separator: "\r\n")
        let run = try Run(try scratch.write(text), .helpRequests)
        #expect(run.tally.rejectFiles?.recordsPath == scratch.path + "/requests.rejects.csv")
        #expect(run.tally.rejectFiles?.reasonsPath == scratch.path + "/requests.rejects.why.csv")
        #expect(try scratch.text("requests.rejects.csv") == Self.header + "\r\n" + bad + "\r\n4,,,never,,,,\n")
        let reasons = try scratch.text("requests.rejects.why.csv").split(separator: "\n")
        #expect(reasons.count == 3)
        #expect(reasons[0] == "line,character,field,column,code,outcome,message,mend")
        #expect(reasons[1].hasPrefix("3,14,4,opened_at,not_a_time,rejected,"))
        #expect(reasons[2].hasPrefix("5,5,4,opened_at,not_a_time,rejected,"))
        #expect(reasons[2].contains("\"\"never\"\" is not a time in ISO 8601"))
        #expect(run.tally.firstRejects.allSatisfy { !"\($0)".contains("never") })
        for name in ["requests.rejects.csv", "requests.rejects.why.csv"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: scratch.path + "/" + name)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test("has a reason that other programs read, whatever signs join with its quotes")
    func joinedQuotes() throws {
        let time = "a\"\u{0301},\u{0600}\",b"
        let record = "4,,,\"a\"\"\u{0301},\u{0600}\"\",b\",,,,"
        let run = try Run(try scratch.write([Self.header, record].joined(separator: "\n")), .helpRequests)
        #expect(run.tally.rejectsByCode == ["not_a_time": 1])
        let reasons = try scratch.text("requests.rejects.why.csv")
        let expected =
            "\"\"\"" + time.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\"\" is not a time"
        #expect(reasons.utf8.contains(expected.utf8))
    }

    @Test("mended and loaded again gives what a clean file gives")
    func mended() throws {
        let clean = [Self.header, Self.good, "2,a,b,2024-05-01T10:00:00Z,,,,", ""].joined(separator: "\n")
        let expected = try Run(try scratch.write(clean, to: "clean.csv"), .helpRequests)
        let first = try Run(
            try scratch.write(clean.replacing("2,a,b,2024-05-01T", with: "2,a,b,2024-05-01 at ")), .helpRequests)
        let mended = try scratch.text("requests.rejects.csv").replacing(" at ", with: "T")
        let second = try Run(try scratch.write(mended, to: "requests.rejects.csv"), .helpRequests)
        #expect(first.sink.rows + second.sink.rows == expected.sink.rows)
        #expect(second.tally.rejected == 0)
    }

    @Test("is not published before it is told to, and can be discarded")
    func unpublished() throws {
        let run = try Run(try scratch.write(Self.header + "\n1,,,,,,,\n"), .helpRequests, publish: false)
        #expect(try !scratch.names.contains("requests.rejects.csv"))
        run.tally.rejectFiles?.discard()
        #expect(try scratch.names == ["requests.csv"])
    }

    @Test("goes where the user says; a place that cannot be written to is an error")
    func chosenPlace() throws {
        let input = try scratch.write(Self.header + "\n1,,,,,,,\n", to: "in.CSV.gz.csv")
        _ = try Run(input, .helpRequests, options: .init(rejects: scratch.path + "/bad"))
        #expect(try scratch.names == ["bad", "bad.why.csv", "in.CSV.gz.csv"])
        #expect(try scratch.text("bad").hasSuffix("\n1,,,,,,,\n"))
        let error = try #require(throws: IngestionError.self) {
            try Run(input, .helpRequests, options: .init(rejects: "/proc/bad.csv"))
        }
        #expect(error.code == "rejects_not_written")
        #expect(error.kind == .inputOutput)
    }

    @Test(
        "goes to no folder, nor into one that is missing: a file's name is wanted",
        arguments: [
            ("none/bad.csv", "there is no folder PATH/none", "in a folder that exists"),
            ("none/", "there is no folder PATH/none/", "in a folder that exists"),
            ("there/", "this is a folder", "in it"), ("there", "this is a folder", "in it"),
        ])
    func noFolder(rejects: String, message: String, mend: String) throws {
        // No row is bad, but the place is told before the file is read.
        let input = try scratch.write(Self.header + "\n" + Self.good + "\n")
        try FileManager.default.createDirectory(
            atPath: scratch.path + "/there", withIntermediateDirectories: false)
        let error = try #require(throws: IngestionError.self) {
            try Run(input, .helpRequests, options: .init(rejects: scratch.path + "/" + rejects))
        }
        #expect(error.code == "rejects_without_folder" && error.kind == .output)
        #expect(error.message == message.replacing("PATH", with: scratch.path))
        #expect(error.mend.hasPrefix("name a file \(mend)"))
    }

    @Test("never replaces the input, nor what is no reject file, in the usual place or one that the user chose")
    func nothingReplaced() throws {
        let text = Self.header + "\n1,,,,,,,\n"
        let input = try scratch.write(text)
        _ = try scratch.write("mine", to: "bad.csv")
        _ = try scratch.write("mine", to: "other.why.csv")
        try FileManager.default.linkItem(atPath: scratch.path + "/requests.csv", toPath: scratch.path + "/link.csv")
        for (name, code) in [
            ("requests.csv", "rejects_over_input"), ("link.csv", "rejects_over_input"), ("bad.csv", "rejects_exist"),
            ("other.csv", "rejects_exist"),
        ] {
            let error = try #require(throws: IngestionError.self) {
                try Run(input, .helpRequests, options: .init(rejects: scratch.path + "/" + name))
            }
            #expect(error.code == code)
            #expect(error.kind == .usage)
        }
        _ = try scratch.write("mine", to: "requests.rejects.csv")
        let error = try #require(throws: IngestionError.self) { try Run(input, .helpRequests) }
        #expect(error.code == "rejects_exist")
        #expect(try scratch.text("requests.csv") == text)
        #expect(try scratch.text("bad.csv") == "mine" && scratch.text("requests.rejects.csv") == "mine")
        #expect(
            try scratch.names == ["bad.csv", "link.csv", "other.why.csv", "requests.csv", "requests.rejects.csv"])
    }

    @Test(
        "replaces the reject files of an earlier run, but neither the input by a link nor a directory")
    func earlierRun() throws {
        let input = try scratch.write(Self.header + "\n1,,,,,,,\n")
        for place in ["requests", "chosen"] {
            let rejects = place == "chosen" ? scratch.path + "/chosen.rejects.csv" : nil
            _ = try Run(
                try scratch.write(Self.header + "\n2,,,,,,,\n"), .helpRequests, options: .init(rejects: rejects))
            let again = try scratch.write(Self.header + "\n1,,,,,,,\n")
            _ = try Run(again, .helpRequests, options: .init(rejects: rejects))
            #expect(try scratch.text("\(place).rejects.csv") == Self.header + "\n1,,,,,,,\n")
        }

        let target = scratch.path + "/requests.rejects.csv"
        func error() throws -> IngestionError {
            try #require(throws: IngestionError.self) { try Run(input, .helpRequests) }
        }
        try FileManager.default.removeItem(atPath: target)
        try FileManager.default.createSymbolicLink(atPath: target, withDestinationPath: scratch.path + "/requests.csv")
        #expect(try error().code == "rejects_over_input")
        try FileManager.default.removeItem(atPath: target)
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: false)
        #expect(try error().code == "rejects_exist")
    }

    @Test("of any length goes whole to the reject file")
    func overlong() throws {
        let long = "2,a,\"" + String(repeating: "0123456789\n", count: 1_000_000) + "\",2024-05-01T10:00:00Z,,,,\n"
        let run = try Run(try scratch.write(Self.header + "\n" + long + Self.good + "\n"), .helpRequests)
        #expect(run.tally.rejectsByCode == ["field_too_long": 1])
        #expect(run.sink.lines == [1_000_003])
        #expect(try scratch.text("requests.rejects.csv") == Self.header + "\n" + long)
        let finding = try #require(run.tally.firstRejects.first)
        #expect((finding.line, finding.column, finding.character) == (2, "helper_id", 5))
    }

    @Test("isn't one whose time the clocks showed twice or never; that is flagged")
    func flagged() throws {
        let mapping = try Mapping(yaml: "dataset: help_requests\nzone: Europe/Lisbon", file: "m.yaml")
        let text = "request_id,opened_at\n1,2024-10-27 01:30:00\n2,2024-03-31 01:30:00\n3,2024-06-01 00:00:00\n"
        let run = try Run(try scratch.write(text), mapping)
        #expect(run.tally.accepted == 3)
        #expect(run.tally.flagsByCode == ["time_ambiguous": 1, "time_in_dst_gap": 1])
        #expect(run.tally.firstFlags.map(\.line) == [2, 3])
        #expect(
            run.column("opened_at").map { $0.instant?.description } == [
                "2024-10-27T00:30:00Z", "2024-03-31T01:00:00Z", "2024-05-31T23:00:00Z",
            ])
        #expect(try scratch.names == ["requests.csv", "requests.rejects.why.csv"])
        #expect(try scratch.text("requests.rejects.why.csv").contains("2,3,2,opened_at,time_ambiguous,flagged,"))
    }
}
