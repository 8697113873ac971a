import Domain
import Testing

@testable import Ingestion

@Suite("A file with a mapping")
struct MappedFileTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    static let yaml = """
        dataset: help_requests
        source: helpdesk
        delimiter: ";"
        null: ["", "NULL", "-"]
        zone: Europe/Lisbon
        columns:
          request_id: "Ticket #"
          opened_at: {column: "Created", formats: ["%d/%m/%Y %H:%M"], zone: UTC}
          resolved_at: Closed
          kind: {column: Type, values: {Question: informational, Task: instrumental}, otherwise: reject}
          urgency: {constant: normal}
          helper_id: {column: Assignee, null: ["unassigned"]}
        """

    static func mapping(_ extra: String = "") throws -> Mapping { try Mapping(yaml: yaml + extra, file: "desk.yaml") }

    @Test("is read by the mapping's names, words, formats and zones")
    func mapped() throws {
        let text = """
            Type;Ticket #;Created;Closed;Assignee;Colour
            Question;A-1;01/05/2024 10:00;2024-05-01 12:00:00;unassigned;red
            Task;A-2;2024-05-01T10:00:00Z;-;bo;NULL

            """
        let run = try Run(try scratch.write(text), try Self.mapping())
        #expect(run.tally.accepted == 2)
        #expect(run.column("request_id") == [.text("A-1"), .text("A-2")])
        #expect(run.column("kind") == [.text("informational"), .text("instrumental")])
        #expect(run.column("urgency") == [.text("normal"), .text("normal")])
        #expect(run.column("helper_id") == [.null, .text("bo")])
        #expect(
            run.column("opened_at").map { $0.instant?.description } == ["2024-05-01T10:00:00Z", "2024-05-01T10:00:00Z"])
        #expect(run.column("resolved_at").map { $0.instant?.description } == ["2024-05-01T11:00:00Z", nil])
        let ingestor = try Ingestor(.file(scratch.path + "/requests.csv"), mapping: try Self.mapping())
        #expect(ingestor.ignoredHeaders == ["Colour"])
        #expect(ingestor.mapping.source == "helpdesk")
    }

    @Test("loses the record with a word that the mapping doesn't translate, or takes it as empty if told to")
    func otherwise() throws {
        let text = "Type;Ticket #;Created;Closed;Assignee\nOther;A-1;01/05/2024 10:00;;\n"
        let run = try Run(try scratch.write(text), try Self.mapping())
        #expect(run.tally.rejectsByCode == ["unknown_value": 1])
        #expect(run.tally.firstRejects.first?.column == "kind")
        let lenient = try Mapping(
            yaml: Self.yaml.replacing("otherwise: reject", with: "otherwise: null"), file: "m.yaml")
        let second = try Run(try scratch.write(text), lenient)
        #expect(second.column("kind") == [.null])
    }

    @Test("is refused if a mapped header isn't there, with the place of one like it")
    func missingHeader() throws {
        let input = try scratch.write("Typ;Ticket#;Created;Closed;Assignee\n")
        let error = try #require(throws: IngestionError.self) { try Run(input, try Self.mapping()) }
        #expect(error.code == "mapped_column_missing")
        #expect(error.column == "request_id")
        #expect(error.message.contains("\"Ticket #\"") && error.message.contains("field 2 has a similar name"))
    }

    @Test(
        "has a mapped header where only blanks between its words are others, line ends too; one to the letter goes first"
    )
    func otherBlanks() throws {
        let mapping = try Mapping(
            yaml: "dataset: help_requests\nzone: UTC\ncolumns: {request_id: Ticket no, opened_at: Opened on}\n"
                + "skip: {column: Is a test, is: [x]}\n", file: "m.yaml")
        for (id, opened, skipped) in [
            ("Ticket\u{a0}no", "Opened  on", "Is\u{202f}a test"),
            ("\"Ticket\nno\"", "\"Opened\r\n\r\non\"", "Is a\ttest"),
            ("Ticket no", "Opened on", "Is a test"),
        ] {
            let text = "\(id),\(opened),\(skipped)\n1,2024-05-01 10:00:00,\n2,2024-05-01 10:00:00,x\n"
            let run = try Run(try scratch.write(text), mapping)
            #expect((run.tally.accepted, run.tally.skipped) == (1, 1), "\(id)")
        }
        let exact = try Run(
            try scratch.write("Ticket\u{a0}no,Ticket no,Opened on,Is a test\n1,2,2024-05-01 10:00:00,\n"), mapping)
        #expect(exact.column("request_id") == [.text("2")])
        for (header, code) in [
            ("Ticket\u{a0}no,Ticket  no,Opened on,Is a test", "doubled_column"),
            ("Ticketno,x,Opened on,Is a test", "mapped_column_missing"),
            ("ticket no,x,Opened on,Is a test", "mapped_column_missing"),
        ] {
            let input = try scratch.write(header + "\n1,2,2024-05-01 10:00:00,\n")
            let error = try #require(throws: IngestionError.self) { try Run(input, mapping) }
            #expect(error.code == code, "\(header)")
        }
    }

    @Test("may have two columns of one name as long as neither is read")
    func doubledHeader() throws {
        let fine = try scratch.write("Type;Ticket #;Created;Closed;Assignee;x;x\nTask;1;01/05/2024 10:00;;;;\n")
        #expect(try Run(fine, try Self.mapping()).tally.accepted == 1)
        let wrong = try scratch.write("Type;Ticket #;Created;Closed;Assignee;Type\n")
        let error = try #require(throws: IngestionError.self) { try Run(wrong, try Self.mapping()) }
        #expect(error.code == "doubled_column")
        #expect(error.column == "kind")
    }

    @Test(
        "is refused if a constant or a translation is no value of its column, with the mapping's line",
        arguments: [
            ("\n  anonymous: {constant: maybe}", "not_a_boolean"),
            ("\n  channel: chat\n  effort_minutes: {column: Type, values: {a: much}}", "not_a_number"),
        ])
    func badConstant(extra: String, code: String) throws {
        let input = try scratch.write("Type;Ticket #;Created;Closed;Assignee;chat\n")
        let error = try #require(throws: IngestionError.self) { try Run(input, try Self.mapping(extra)) }
        #expect(error.code == code)
        #expect(error.file == "desk.yaml")
        #expect(error.line == 12 + extra.count(where: { $0 == "\n" }))
        #expect(error.kind == .configuration)
    }

    @Test("can give the last day where the dataset wants the first day after")
    func lastDay() throws {
        let mapping = try Mapping(
            yaml: """
                dataset: people
                columns:
                  person_id: Id
                  joined_on: Start
                  left_on: {column: "Last day", last_day: true}
                """, file: "hr.yaml")
        let run = try Run(try scratch.write("Id,Start,Last day\na,2020-01-01,2024-02-28\nb,2020-01-01,\n"), mapping)
        #expect(run.column("left_on").map { $0.date?.description } == ["2024-02-29", nil])
    }
}
