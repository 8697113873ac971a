import Domain
import TestValues
import Testing

@testable import Ingestion

@Suite("A mapping of events")
struct EventMappingTests {
    static let events = "events: {case: c, time: t, activity: a, resource: r}\n"

    @Test(
        "is refused with its line and the nearest that would do, if it says what means nothing",
        arguments: [
            ("events: {case: c}\ncolumns: {opened_at: t}", "events_incomplete", "`time`"),
            ("events: {time: t}\ncolumns: {opened_at: t}", "events_incomplete", "`case`"),
            ("events: {case: c, time: t, actvity: a}\ncolumns: {opened_at: t}", "unknown_key", "activity"),
            ("events: {case: {constant: x}, time: t}\ncolumns: {opened_at: t}", "constant_event", "`case`"),
            (
                "events: {case: c, time: {column: t, last_day: true}}\ncolumns: {opened_at: t}", "misplaced_key",
                "last_day"
            ),
            (events, "events_without_columns", "columns"),
            (events + "columns: {urgency: u}", "required_column_unmapped", "opened_at"),
            (events + "columns: {opened_at: {first: x, last: y}}", "two_events", "`first`"),
            (events + "columns: {opened_at: {frist: x}}", "unknown_key", "frist"),
            (events + "columns: {opened_at: {column: t, except: x}}", "no_event", "`except`"),
            (events + "columns: {opened_at: {first: x, by: bo}}", "bad_by", "`somebody`"),
            (events + "columns: {opened_at: {first: x}, urgency: {last: x}}", "no_origin", "urgency"),
            (events + "columns: {opened_at: {first: x, constant: y}}", "misplaced_key", "`first`"),
            (
                events + "columns: {opened_at: {first: x}, resolved_at: {first: x, after: opend_at}}", "unknown_after",
                "opened_at"
            ),
            (
                events
                    + "columns: {opened_at: {first: x}, resolved_at: {first: x, after: urgency}, urgency: {constant: y}}",
                "unknown_after", "`after: urgency`"
            ),
            (
                events
                    + "columns: {opened_at: {first: x, after: resolved_at}, resolved_at: {first: y, after: opened_at}}",
                "circular_after", "opened_at, resolved_at"
            ),
            (events + "columns: {opened_at: {first: x, after: opened_at}}", "circular_after", "opened_at"),
            ("events: {case: c, time: t}\ncolumns: {opened_at: {first: x}}", "no_activity", "happened"),
            (
                "events: {case: c, time: t, activity: a}\ncolumns: {opened_at: {first: x, by: somebody}}",
                "no_resource",
                "who"
            ),
            (
                "events: {case: c, time: t, activity: a}\ncolumns: {opened_at: {first: x}, helper_id: {first: x}}",
                "no_origin", "helper_id"
            ),
        ])
    func refused(yaml: String, code: String, part: String) throws {
        let error = try #require(throws: IngestionError.self) {
            try Mapping(yaml: "dataset: help_requests\n" + yaml, file: "log.yaml")
        }
        #expect(error.code == code)
        #expect(error.message.contains(part), "\(error)")
        #expect(error.line != nil && !error.mend.isEmpty && error.kind == .configuration)
    }

    @Test("is refused for records that don't stand alone")
    func otherDatasets() throws {
        for name in ["people", "teams", "turnover", "satisfaction"] {
            let error = try #require(throws: IngestionError.self) {
                try Mapping(yaml: "dataset: \(name)\n" + Self.events, file: "log.yaml")
            }
            #expect(error.code == "events_need_rows")
        }
    }

    @Test("without `events` knows no events")
    func withoutEvents() throws {
        let error = try #require(throws: IngestionError.self) {
            try Mapping(
                yaml: "dataset: help_requests\ncolumns: {request_id: c, opened_at: {first: x}}", file: "log.yaml")
        }
        #expect(error.code == "unknown_key")
    }

    @Test("is refused with a file that lacks a column that it names, be it of events or of records")
    func missingColumns() throws {
        let scratch = try Scratch()
        let mapping = try Mapping(
            yaml: "dataset: help_requests\n" + Self.events
                + "columns: {opened_at: {first: \"*\"}, urgency: {last: \"*\", column: impact}}", file: "log.yaml")
        for (header, column) in [
            ("C,t,a,r,impact", "case"), ("c,T,a,r,impact", "time"), ("c,t,A,r,impact", "activity"),
            ("c,t,a,R,impact", "resource"), ("c,t,a,r,Impact", "urgency"),
        ] {
            let input = try scratch.write(header + "\n")
            let error = try #require(throws: IngestionError.self) { try Ingestor(input, mapping: mapping) }
            #expect(error.code == "mapped_column_missing" && error.column == column && error.line == 1)
        }
    }

    @Test("changes the batch's name with everything that it says")
    func version() throws {
        func version(_ rest: String) throws -> [UInt8] {
            try Mapping(yaml: "dataset: help_requests\n" + rest, file: "log.yaml").version
        }
        let columns = "columns: {opened_at: {first: x}, resolved_at: {first: y}}"
        let versions = try [
            Self.events + columns,
            Self.events.replacing("case: c", with: "case: d") + columns,
            Self.events.replacing("time: t", with: "time: {column: t, zone: UTC}") + columns,
            Self.events.replacing("activity: a", with: "activity: [a, b]") + columns,
            Self.events.replacing("resource: r", with: "resource: s") + columns,
            Self.events + columns.replacing("first: x", with: "last: x"),
            Self.events + columns.replacing("first: x", with: "first: [x, y]"),
            Self.events + columns.replacing("first: x", with: "first: x, except: y"),
            Self.events + columns.replacing("first: x", with: "first: x, by: somebody"),
            Self.events + columns.replacing("first: y", with: "first: y, after: opened_at"),
        ].map(version)
        #expect(Set(versions).count == versions.count)
        #expect(
            try version(Self.events + columns)
                == version("columns:\n  resolved_at:\n    first: [y]\n  opened_at: {first: x}\n" + Self.events))
        // What is only counted and named leaves the records as they are.
        #expect(
            try version(Self.events + columns)
                == version(Self.events.replacing("resource: r", with: "resource: r, known: z") + columns))
    }

    @Test("finds an activity as a naive search does")
    func patterns() throws {
        var random = SeededNumbers(seed: 77)
        for _ in 0..<3_000 {
            let pattern = Self.word("ab*", &random)
            let name = Self.word("ab*", &random)
            #expect(
                ActivityPattern(pattern).matches(name) == Self.matches(Array(pattern), Array(name)),
                "\(pattern) \(name)")
        }
    }

    private static func word(_ letters: String, _ random: inout SeededNumbers) -> String {
        String((0..<Int.random(in: 0...6, using: &random)).map { _ in letters.randomElement(using: &random)! })
    }

    private static func matches(_ pattern: [Character], _ name: [Character]) -> Bool {
        guard let first = pattern.first else { return name.isEmpty }
        let rest = Array(pattern.dropFirst())
        if first == "*" { return (0...name.count).contains { matches(rest, Array(name[$0...])) } }
        return name.first == first && matches(rest, Array(name.dropFirst()))
    }

    @Test("leaves room for every dataset's columns in the bits of an event")
    func columnBits() {
        #expect(Datasets.all.allSatisfy { $0.columns.count <= 64 })
    }
}
