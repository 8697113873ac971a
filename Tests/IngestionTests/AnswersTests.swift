import Domain
import TestSupport
import TestValues
import Testing
import Warehouse

@testable import Ingestion

@Suite("A survey with a column for each question")
struct AnswersTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    static let columns = """
        dataset: satisfaction
        zone: UTC
        skip: {column: Done, is: "no"}
        columns:
          survey_id: {constant: spring}
          response_token: Id
          submitted_at: {column: When, formats: ["%d/%m/%Y %H:%M"]}
          team_id: Team

        """
    static let yaml =
        columns + """
            answers:
              - {column: Recommend?, instrument: enps, item: recommend, scale: [0, 10], comment: Why?}
              - column: Supported?
                instrument: felt_supported
                item: felt_supported
                scale: [1, 5]
                values: {Never: "1", Always: "5", "-": ""}
                null: ["n/a"]
            """

    private static let header = "Id,When,Team,Done,Recommend?,Why?,Supported?"

    private func run(_ rows: String..., yaml: String = yaml) throws -> Run {
        let text = ([Self.header] + rows + [""]).joined(separator: "\n")
        return try Run(try scratch.write(text, to: "survey.csv"), try Mapping(yaml: yaml, file: "m.yaml"))
    }

    @Test("gives a record for each question that was answered, with what the row says of all of them")
    func records() throws {
        let run = try run(
            "a,31/05/2024 10:00,ops,yes,9,because,Always", "b,31/05/2024 11:00,,yes,,,Never",
            "c,31/05/2024 12:00,dev,no,3,,Never", "d,31/05/2024 13:00,dev,yes,0,,n/a",
            "e,31/05/2024 14:00,dev,yes,,never mind,")
        #expect((run.tally.read, run.tally.accepted, run.tally.rejected, run.tally.skipped) == (4, 4, 0, 1))
        #expect(run.sink.lines == [2, 2, 3, 5])
        #expect(run.column("response_token") == ["a", "a", "b", "d"].map { .text($0) })
        #expect(
            run.column("item") == ["recommend", "felt_supported", "felt_supported", "recommend"].map { .text($0) })
        #expect(run.column("score") == [9, 5, 1, 0].map { .number($0) })
        #expect(run.column("scale_max") == [10, 5, 5, 10].map { .number($0) })
        #expect(run.column("comment") == [.boolean(true), .null, .null, .null])
        #expect(run.column("team_id") == [.text("ops"), .text("ops"), .null, .text("dev")])
        let ingestor = try Ingestor(
            .file(scratch.path + "/survey.csv"), mapping: try Mapping(yaml: Self.yaml, file: ""))
        #expect(ingestor.ignoredHeaders.isEmpty)
    }

    @Test("loses only the answers that cannot be taken in; what a row has in common is one reject")
    func rejects() throws {
        let bad = [
            "a,31/05/2024 10:00,ops,yes,11,,Always", "b,never,ops,yes,9,,Often", "c,31/05/2024 10:00,ops,yes,9,,5,x",
        ]
        let run = try run(bad[0], "d,31/05/2024 10:00,ops,yes,9,,Never", bad[1], bad[2])
        #expect((run.tally.read, run.tally.accepted, run.tally.rejected) == (6, 3, 3))
        #expect(run.tally.rejectsByCode == ["score_off_scale": 1, "not_a_time": 1, "field_count": 1])
        #expect(run.tally.firstRejects.map(\.line) == [2, 4, 5])
        #expect(
            run.tally.firstRejects[0].field == 5 && run.tally.firstRejects[0].mend.contains("in your original file"))
        #expect(
            try scratch.text("survey.rejects.csv") == ([Self.header] + bad + [""]).joined(separator: "\n"))
        #expect(try scratch.text("survey.rejects.why.csv").split(separator: "\n").count == 4)
    }

    @Test("counts what cannot be taken in by its cause, and of answers by the item")
    func causes() throws {
        let run = try run(
            "a,31/05/2024 10:00,ops,yes,many,,Always", "b,never,ops,yes,9,,Always",
            "c,31/05/2024 10:00,ops,yes,9,,Often",
            "d,31/05/2024 10:00,ops,yes,few,,Often",
            yaml: Self.yaml.replacing("    values: {Never: \"1\", Always: \"5\", \"-\": \"\"}\n", with: ""))
        #expect(run.tally.causes.map(\.first.code) == ["not_a_number", "not_a_time"])
        #expect(run.tally.causes.map(\.count) == [5, 1])
        #expect(run.tally.causes[0].items.map(\.name) == ["enps/recommend", "felt_supported/felt_supported"])
        #expect(run.tally.causes[0].items.map(\.count) == [2, 3])
        #expect(
            try scratch.text("survey.rejects.why.csv").contains("not_a_number,rejected,\"(enps/recommend) \"\"many\"\"")
        )
    }

    @Test("says of an answer that cannot be taken in which item it answers")
    func asked() throws {
        let long = "How much of your working time,\nroughly and in percent, does conflict cost you?"
        let yaml =
            Self.columns + """
                answers:
                  - {column: "\(long.replacing("\n", with: "\\n"))", instrument: conflict, item: share, scale: [0, 100]}
                  - {column: Supported?, instrument: felt_supported, item: felt_supported, scale: [1, 5]}
                """
        let text = "Id,When,Team,Done,\"\(long)\",Supported?\na,31/05/2024 10:00,ops,yes,20%,6\nb,never,ops,yes,20,5\n"
        let run = try Run(
            try scratch.write(text, to: "survey.csv"), try Mapping(yaml: yaml, file: "m.yaml"), publish: false)
        let said = run.tally.firstRejects.map { "\($0)" }
        #expect(said.count == 3)
        #expect(said[0].hasPrefix("line 3, conflict/share: score is not a number"))
        #expect(said[1].hasPrefix("line 3, felt_supported/felt_supported, score: The score is off its scale"))
        // What all answers of a row have in common is of no question.
        #expect(said[2].hasPrefix("line 4: submitted_at is not a time"))
    }

    /// A form with a grid, whose columns share the question; the item that is looked for is `safe`.
    private func missing(_ items: [String], mapped: [String]) throws -> IngestionError {
        let question = "How far do you agree, from 1, not at all, to 7, entirely, that this holds for the team? "
        let yaml =
            Self.columns + "answers:\n"
            + (mapped + ["It is safe to take a risk."]).map {
                "  - {column: \"\(question)[\($0)]\", instrument: edmondson, item: \($0 == "It is safe to take a risk." ? "e4" : $0), scale: [1, 7]}\n"
            }.joined()
        let header = "Id,When,Team,Done," + items.map { "\"\(question)[\($0)]\"" }.joined(separator: ",")
        let input = try scratch.write(header + "\n", to: "survey.csv")
        return try #require(throws: IngestionError.self) { try Run(input, try Mapping(yaml: yaml, file: "m.yaml")) }
    }

    @Test("whose form lacks an item names it, and no field that another item is read from or that says something else")
    func missingItem() throws {
        let others = ["Mistakes are held against you.", "It is hard to ask for help."]
        for mapped in [others, []] {
            let error = try missing(others, mapped: mapped)
            #expect(error.code == "mapped_column_missing" && error.message.contains("score of edmondson/e4 from "))
            #expect(error.message.hasSuffix("which the header lacks") && error.mend.contains("or remove this answer"))
        }
        let reworded = try missing(others + ["It is safe to take risks."], mapped: others)
        #expect(reworded.message.hasSuffix("; field 7 has a similar name"))
    }

    @Test("can be numbered by its lines where the form numbers no sheets, and so by nothing but its token")
    func lineNumbers() throws {
        let yaml = Self.yaml.replacing("response_token: Id", with: "response_token: {line_number: true}")
        let run = try run(
            "a,31/05/2024 10:00,ops,yes,9,\"two\nlines\",Always", "a,31/05/2024 10:00,ops,yes,9,,Always", yaml: yaml)
        #expect(run.column("response_token") == ["2", "2", "4", "4"].map { .text($0) })
        #expect(run.tally.rejected == 0)
        #expect(try Mapping(yaml: yaml, file: "m.yaml").version != Mapping(yaml: Self.yaml, file: "m.yaml").version)
        for (from, to, code) in [
            ("team_id: Team", "team_id: {line_number: true}", "misplaced_key"),
            ("{line_number: true}", "{line_number: true, column: Id}", "no_origin"),
            ("{line_number: true}", "{line_number: false}", "no_origin"),
            ("{line_number: true}", "{line_number: 1}", "not_a_truth"),
        ] {
            let error = try #require(throws: IngestionError.self) {
                try Mapping(yaml: yaml.replacing(from, with: to), file: "m.yaml")
            }
            #expect(error.code == code, "\(to)")
        }
    }

    @Test("loads with two answers of one row rejected for the same reason")
    func store() async throws {
        let input = try scratch.write(
            Self.header + "\na,31/05/2024 10:00,ops,yes,11,,6\nb,31/05/2024 10:00,ops,yes,1,,5\n", to: "survey.csv")
        let yaml = Self.yaml.replacing("    values: {Never: \"1\", Always: \"5\", \"-\": \"\"}\n", with: "")
        try await MigratedDatabase.with { database in
            let now = at("2026-11-01")
            let outcome = try await Load(Ingestor(input, mapping: try Mapping(yaml: yaml, file: "m.yaml"))).into(
                database.warehouse, organization: try await database.warehouse.organization(creating: "acme", now: now),
                key: try PseudonymKey(bytes: testKeyBytes), now: now)
            #expect((outcome.batch.read, outcome.batch.inserted, outcome.batch.rejected) == (4, 2, 2))
            #expect(outcome.tally?.rejected == 2)
            #expect(try await database.number("SELECT count(*) FROM mutuality.reject") == 1)
        }
    }

    @Test(
        "is refused with the line of what is wrong in its questions",
        arguments: [
            ("answers: []\n", 9, "no_answers"), ("answers: {column: A}\n", 9, "not_a_list"),
            ("answers:\n  - {instrument: a, item: b, scale: [0, 1]}\n", 10, "incomplete_answer"),
            ("answers:\n  - {column: A, item: b, scale: [0, 1]}\n", 10, "incomplete_answer"),
            ("answers:\n  - {column: A, instrument: a, item: b}\n", 10, "incomplete_answer"),
            ("answers:\n  - {column: A, instrument: a, item: b, scale: 10}\n", 10, "bad_scale"),
            (
                "answers:\n  - {column: A, instrument: a, item: b, scale: [0, 1]}\n"
                    + "  - {column: B, instrument: a, item: b, scale: [0, 1]}\n", 11, "item_twice"
            ),
            ("answers:\n  - {column: A, instrument: a, item: b, scale: [0, 1], formats: x}\n", 10, "unknown_key"),
            (
                "answers:\n  - {column: A, instrument: a, item: b, scale: [0, 1], otherwise: null}\n", 10,
                "misplaced_key"
            ),
            ("  score: S\nanswers:\n  - {column: A, instrument: a, item: b, scale: [0, 1]}\n", 9, "misplaced_key"),
        ])
    func refused(answers: String, line: Int, code: String) throws {
        let error = try #require(throws: IngestionError.self) {
            try Mapping(yaml: Self.columns + answers, file: "m.yaml")
        }
        #expect(error.code == code && error.line == line, "\(error)")
    }

    @Test("is refused where it makes no sense, and where a scale is no number")
    func misplaced() throws {
        for (yaml, code) in [
            ("dataset: people\nanswers: []\ncolumns: {person_id: a, joined_on: b}\n", "misplaced_key"),
            ("dataset: satisfaction\nanswers: []\n", "answers_without_columns"),
            (
                Self.columns.replacing("  response_token: Id\n", with: "") + "answers:\n  - "
                    + "{column: A, instrument: a, item: b, scale: [0, 1]}\n", "required_column_unmapped"
            ),
        ] {
            let error = try #require(throws: IngestionError.self) { try Mapping(yaml: yaml, file: "m.yaml") }
            #expect(error.code == code)
        }
        let error = try #require(throws: IngestionError.self) {
            try run("a,31/05/2024 10:00,ops,yes,1,,", yaml: Self.yaml.replacing("[1, 5]", with: "[low, 5]"))
        }
        #expect(error.code == "not_a_number" && error.file == "m.yaml" && error.line == 14)
    }

    @Test("has a mapping whose version follows its questions")
    func version() throws {
        func version(_ yaml: String) throws -> [UInt8] { try Mapping(yaml: yaml, file: "m.yaml").version }
        let plain = try version(Self.yaml)
        #expect(plain == (try version("# a note\n" + Self.yaml)))
        for (from, to) in [("enps", "nps"), ("[0, 10]", "[1, 10]"), (", comment: Why?", ""), ("Never:", "Rarely:")] {
            #expect(plain != (try version(Self.yaml.replacing(from, with: to))))
        }
    }
}
