import Domain
import TestValues
import Testing

@testable import Ingestion

@Suite("A mapping file")
struct MappingTests {
    static let columns = "columns:\n  request_id: Ticket\n  opened_at: Created\n"

    @Test(
        "is refused with the line of what is wrong in it, and the nearest thing that is known",
        arguments: [
            ("", nil, "bad_yaml", ""),
            ("a: [", 2, "bad_yaml", ""),
            ("a: 1\n\tb: 2", 2, "bad_yaml", ""),
            ("- a\n", 1, "not_a_table", ""),
            ("source: x\n", 1, "no_dataset", ""),
            ("dataset: help_request\n", 1, "unknown_dataset", "help_requests"),
            ("dataset: help_requests\ndelimeter: ';'\n", 2, "unknown_key", "delimiter"),
            ("dataset: help_requests\nsource: a\nsource: b\n", nil, "bad_yaml", "source is given twice"),
            ("dataset: help_requests\ndelimiter: ';;'\n", 2, "bad_delimiter", ""),
            ("dataset: help_requests\ndelimiter: '\"'\n", 2, "bad_delimiter", ""),
            ("dataset: help_requests\nzone: Europe/Lisboa\n", 2, "unknown_zone", "Europe/Lisboa"),
            ("dataset: help_requests\ntime_formats:\n  - '%Y-%m-%d'\n  - '%d/%m'\n", 4, "bad_time_format", "%d/%m"),
            ("dataset: help_requests\ncolumns:\n  request_id: A\n  openedat: B\n", 4, "unknown_key", "opened_at"),
            ("dataset: help_requests\ncolumns:\n  request_id: A\n", 3, "required_column_unmapped", "opened_at"),
            ("dataset: help_requests\n" + columns + "  kind: {colum: T}\n", 5, "unknown_key", "column"),
            ("dataset: help_requests\n" + columns + "  kind: {column: T, constant: x}\n", 5, "no_origin", ""),
            ("dataset: help_requests\n" + columns + "  kind: {null: x}\n", 5, "no_origin", ""),
            (
                "dataset: help_requests\n" + columns + "  kind:\n    column: T\n    otherwise: drop\n", 7,
                "bad_otherwise", ""
            ),
            (
                "dataset: help_requests\n" + columns + "  channel: {column: T, otherwise: null}\n", 5, "misplaced_key",
                "otherwise"
            ),
            ("dataset: help_requests\n" + columns + "  channel: {column: T, zone: UTC}\n", 5, "misplaced_key", "zone"),
            (
                "dataset: help_requests\n" + columns + "  channel: {column: T, formats: '%Y%m%d'}\n", 5,
                "misplaced_key", "formats"
            ),
            (
                "dataset: help_requests\n" + columns + "  resolved_at: {column: T, last_day: true}\n", 5,
                "misplaced_key", "last_day"
            ),
            ("dataset: help_requests\n" + columns + "  kind: [T]\n", 5, "not_a_text", ""),
            ("dataset: help_requests\n" + columns + "  kind: {columns: [T], join: x}\n", 5, "not_several", "column"),
            ("dataset: help_requests\n" + columns + "  kind: {columns: [T, ''], join: x}\n", 5, "not_several", ""),
            ("dataset: help_requests\n" + columns + "  kind: {columns: [T, U], column: V}\n", 5, "no_origin", ""),
            ("dataset: help_requests\n" + columns + "  kind: {column: T, join: x}\n", 5, "misplaced_key", "columns"),
            (
                "dataset: help_requests\n" + columns + "  helper_id: {columns: [T, U], join: ''}\n", 5, "empty_join",
                "helper_id"
            ),
            (
                "dataset: help_requests\n" + columns + "  effort_minutes: {column: T, zone: UTC, formats: '%s'}\n", 5,
                "misplaced_key", ""
            ),
            ("dataset: help_requests\n" + columns + "  kind: {column: T, null_when: {is: x}}\n", 5, "no_column", ""),
            ("dataset: help_requests\n" + columns + "  kind: {column: T, null_when: x}\n", 5, "not_a_table", ""),
            ("dataset: help_requests\nskip:\n  - {column: T}\n" + columns, 3, "no_test", "is"),
            ("dataset: help_requests\nskip:\n  - {column: T, is: x, not: y}\n" + columns, 3, "no_test", ""),
            ("dataset: help_requests\nskip:\n  - {column: T, in: x}\n" + columns, 3, "unknown_key", "is"),
            ("dataset: help_requests\nskip:\n  - {column: T, is: []}\n" + columns, 3, "no_words", "empty: true"),
            ("dataset: help_requests\nskip:\n  - {column: T, is: ['']}\n" + columns, 3, "no_words", "empty: true"),
            ("dataset: help_requests\nskip: {column: T, empty: perhaps}\n" + columns, 2, "not_a_truth", ""),
            ("dataset: help_requests\nskip: {column: [T], is: x}\n" + columns, 2, "not_a_text", ""),
        ] as [(String, Int?, String, String)])
    func refused(yaml: String, line: Int?, code: String, part: String) throws {
        let error = try #require(throws: IngestionError.self) { try Mapping(yaml: yaml, file: "m.yaml") }
        #expect(error.code == code)
        #expect(part.isEmpty || error.description.contains(part), "\(error)")
        if let line { #expect(error.line == line, "\(error)") }
        #expect(error.kind == .configuration)
        #expect(error.description.hasPrefix("m.yaml"))
    }

    @Test(
        "whose text breaks off at a comma or a colon is told to have it in quotes",
        arguments: [
            "answers:\n  - {column: If I err, it is held against me., instrument: a, item: b, scale: [1, 7]}",
            "answers:\n  - {column: How often do you think: I cannot?, instrument: a, item: b, scale: [1, 7]}",
            "answers:\n  - column: How often: I cannot?\n    instrument: a\n    item: b\n    scale: [1, 7]",
        ])
    func quotes(_ answers: String) throws {
        let yaml = "dataset: satisfaction\ncolumns: {survey_id: S, response_token: T, submitted_at: D}\n\(answers)\n"
        let error = try #require(throws: IngestionError.self) { try Mapping(yaml: yaml, file: "mapping.yaml") }
        #expect(["unknown_key", "bad_yaml"].contains(error.code))
        #expect(error.mend.contains("put a question, or another text with a comma, a colon or a #, in quotes"))
        // A key that is only misspelt has a value.
        let misspelt = try #require(throws: IngestionError.self) {
            try Mapping(yaml: "dataset: satisfaction\nzonne: UTC\n", file: "mapping.yaml")
        }
        #expect(misspelt.mend.hasPrefix("the known keys are"))
    }

    @Test("that cannot be read is an input error")
    func missing() throws {
        let error = try #require(throws: IngestionError.self) { try Mapping(contentsOf: "/nowhere/m.yaml") }
        #expect(error.kind == .input)
    }

    @Test("has a version that follows its meaning, not its spelling")
    func version() throws {
        func version(_ yaml: String) throws -> [UInt8] { try Mapping(yaml: yaml, file: "m.yaml").version }
        let plain = try version("dataset: help_requests\n" + Self.columns)
        #expect(plain.count == 32)
        #expect(plain == (try version("# a note\n" + Self.columns + "dataset: 'help_requests'\nsource: default\n")))
        var versions = Set([
            plain, Mapping(identityOf: Datasets.helpRequests).version, Mapping(identityOf: Datasets.teams).version,
        ])
        for other in [
            "zone: UTC\n", "delimiter: ';'\n", "null: ['-']\n", "null: ['x', '-']\n", "source: desk\n",
            "time_formats: '%Y%m%d'\n", "skip: {column: T, is: a}\n", "skip: {column: T, not: a}\n",
            "skip: {column: T, empty: true}\n", "skip: {column: T, empty: false}\n", "skip: {column: T, is: [a, b]}\n",
            "skip: [{column: T, is: a}, {column: T, is: b}]\n",
        ] {
            versions.insert(try version("dataset: help_requests\n" + other + Self.columns))
        }
        for column in [
            "{column: T}", "{constant: T}", "{column: T, values: {a: b}}", "{column: T, null: a}",
            "{columns: [T, U]}", "{columns: [T, U], join: '|'}", "{columns: [T, U, '|']}",
            "{column: T, null_when: {column: U, is: a}}", "{column: T, null_when: {column: U, not: a}}",
        ] {
            versions.insert(try version("dataset: help_requests\n" + Self.columns + "  channel: \(column)\n"))
        }
        #expect(versions.count == 24)
        #expect(Mapping(identityOf: Datasets.helpRequests).version == (try version("dataset: help_requests")))
    }

    @Test(
        "suggests the nearest name, by edit distance with case and punctuation aside",
        arguments: [
            ("opened_at", ["Opened At", "closed_at", "id"], "Opened At"),
            ("request_id", ["requester_id", "reqest_id"], "reqest_id"),
            ("kind", ["Typ", "kinds"], "kinds"),
        ])
    func nearest(name: String, among: [String], expected: String) {
        #expect(Nearest.name(to: name, among: among) == expected)
        #expect(Nearest.name(to: name, among: []) == nil)
    }

    /// Wagner and Fischer's and the textbooks' examples.
    @Test(
        "measures edit distance",
        arguments: [("kitten", "sitting", 3), ("saturday", "sunday", 3), ("", "abc", 3), ("a", "a", 0)])
    func distance(a: String, b: String, expected: Int) {
        #expect(Nearest.distance(Array(a), Array(b)) == expected)
    }

    @Test("cut short, or with a character changed, is read or refused with its line, and never ends the program")
    func damaged() throws {
        var random = SeededNumbers(seed: 20_261_122)
        let pieces = Array("{}[]:,-#&*!|>'\"%@`? \n\tabc0null:true~é\u{0}\u{feff}")
        for whole in [MappedFileTests.yaml, MappingRuleTests.yaml] {
            let characters = Array(whole)
            for _ in 0..<2_000 {
                var text = characters
                for _ in 0...random.below(3) {
                    let place = random.below(text.count)
                    switch random.below(4) {
                    case 0: text.remove(at: place)
                    case 1: text.insert(pieces[random.below(pieces.count)], at: place)
                    case 2: text[place] = pieces[random.below(pieces.count)]
                    default: text.removeSubrange(place...)
                    }
                    if text.isEmpty { break }
                }
                do {
                    #expect(try Mapping(yaml: String(text), file: "m.yaml").version.count == 32)
                } catch let error as IngestionError {
                    #expect(error.kind == .configuration && !error.mend.isEmpty && error.file == "m.yaml")
                }
            }
        }
    }
}
