import Domain
import Testing

@testable import Ingestion

@Suite("A rule of a mapping")
struct MappingRuleTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// Everything that stands between an export of the staff and the two datasets that are made of it.
    static let yaml = """
        dataset: people
        null: ["-", "n/a"]
        skip:
          - {column: Status, is: [Test, Robot]}
          - {column: Id, empty: true}
          - {column: Kind, not: [Staff, Manager]}
        columns:
          person_id: {columns: [Name, Site], join: " | "}
          joined_on: {column: From, formats: ["%d %B %Y", "%d/%m/%y"]}
          left_on:
            column: Until
            formats: ["%d %B %Y", "%d/%m/%y"]
            null: ["-", "31/12/99"]
            null_when: {column: Active, is: ["True", "yes"]}
            last_day: true
          level: {constant: one, null_when: [{column: Grade, empty: true}, {column: Grade, is: x}]}
        """

    private static let header = "Id,Name,Site,Kind,Status,From,Until,Active,Grade"

    private func run(_ rows: String..., yaml: String = yaml, header: String = header) throws -> Run {
        let mapping = try Mapping(yaml: yaml, file: "m.yaml")
        return try Run(try scratch.write(([header] + rows + [""]).joined(separator: "\n"), to: "staff.csv"), mapping)
    }

    @Test("leaves rows out, which are neither read nor rejected, whatever else is wrong with them")
    func skip() throws {
        let run = try run(
            "1,Ana,Lisbon,Staff,,1 May 2020,-,yes,", "2,Bo,Porto,Staff,Test,never,never,yes,",
            "3,Cy,Porto,Staff,\" Robot \",1 May 2020,,yes,", ",Di,Porto,Staff,,1 May 2020,,yes,",
            "n/a,Di,Porto,Staff,,1 May 2020,,yes,", "6,Ed,Porto,Guest,,1 May 2020,,yes,",
            "7,Flo,Porto,,,1 May 2020,,yes,", "8,Gus,Porto,Manager,test,1 May 2020,,yes,",
            "9,Hal,Porto,Staff,,never,,yes,", "10,Ina,Porto,Guest,,1 May 2020,yes,")
        #expect(run.tally.skipped == 6)
        #expect(run.tally.rejectsByCode == ["not_a_date": 1, "field_count": 1])
        #expect((run.tally.read, run.tally.accepted, run.tally.rejected) == (4, 2, 2))
        #expect(run.column("person_id") == [.text("Ana | Lisbon"), .text("Gus | Porto")])
        #expect(run.sink.lines == [2, 9])
        #expect(try scratch.text("staff.rejects.csv").split(separator: "\n").count == 3)
    }

    @Test("that asks about a column which the header lacks is refused, with the place of one like it")
    func missingColumn() throws {
        for (yaml, key, name) in [
            (Self.yaml.replacing("column: Status", with: "column: Sttus"), "skip", "Sttus"),
            (Self.yaml.replacing("column: Active", with: "column: Activ"), "left_on", "Activ"),
            (Self.yaml.replacing("[Name, Site]", with: "[Name, Sites]"), "person_id", "Sites"),
        ] {
            let error = try #require(throws: IngestionError.self) { try run(yaml: yaml) }
            #expect(error.code == "mapped_column_missing" && error.column == key)
            #expect(error.message.contains("\"\(name)\"") && error.message.contains("has a similar name"))
        }
        let doubled = try #require(throws: IngestionError.self) { try run(header: Self.header + ",Status") }
        #expect(doubled.code == "doubled_column" && doubled.column == "skip")
    }

    @Test("that asks about a column uses it: it is not among those that are ignored")
    func usedColumns() throws {
        let input = try scratch.write(Self.header + ",Shoe\n", to: "staff.csv")
        let ingestor = try Ingestor(input, mapping: try Mapping(yaml: Self.yaml, file: "m.yaml"))
        #expect(ingestor.ignoredHeaders == ["Shoe"])
    }

    @Test("says when a date that is filled in means nothing: by another column, or by its own value")
    func stillHere() throws {
        let run = try run(
            "1,Ana,Lisbon,Staff,,1 May 2020,31 May 2024,no,a", "2,Bo,Lisbon,Staff,,01/05/20,31 May 2024,True,",
            "3,Cy,Lisbon,Staff,,01/05/20,31/12/99,no,x", "4,Di,Lisbon,Staff,,01/05/20,not yet,yes,-",
            "5,Ed,Lisbon,Staff,,01/05/20,28/02/21,TRUE,b")
        #expect(run.tally.accepted == 5)
        #expect(
            run.column("left_on").map { $0.date?.description } == ["2024-06-01", nil, nil, nil, "2021-03-01"])
        #expect(run.column("level") == [.text("one"), .null, .null, .null, .text("one")])
    }

    @Test("that joins columns never makes one key of two different pairs, and refuses what could be both")
    func joined() throws {
        let run = try run(
            "1,a,b,Staff,,1 May 2020,,,", "2,a | b,c,Staff,,1 May 2020,,,", "3,a |,b,Staff,,1 May 2020,,,",
            "4,a,| b,Staff,,1 May 2020,,,", "5,a|,b,Staff,,1 May 2020,,,", "6,a,|b,Staff,,1 May 2020,,,",
            "7,\"a\"\"\",\"b,\",Staff,,1 May 2020,,,", "8,,b,Staff,,1 May 2020,,,", "9,a,n/a,Staff,,1 May 2020,,,",
            "10,-,,Staff,,1 May 2020,,,")
        #expect(
            run.column("person_id") == [.text("a | b"), .text("a| | b"), .text("a | |b"), .text("a\" | b,")])
        #expect(run.tally.rejectsByCode == ["joiner_in_part": 3, "part_missing": 2, "required_missing": 1])
        #expect(run.tally.firstRejects.map(\.line) == [3, 4, 5, 9, 10, 11])
        #expect(run.tally.firstRejects.allSatisfy { $0.column == "person_id" && $0.field == 2 })
    }

    /// Of each two pairs of short texts over the joiner's own letters, joined in every way that is accepted.
    @Test("that joins columns is one to one, but for blanks around the parts")
    func injective() throws {
        let letters = ["a", "|", " "]
        var texts = letters
        for _ in 1...2 { texts += texts.flatMap { text in letters.map { text + $0 } } }
        let parts = Set(texts.filter { $0.contains { $0 != " " } }).sorted()
        for joiner in [" | ", "|", "||", "a", " "] {
            var whole: [String: (String, String)] = [:]
            let yaml = """
                dataset: teams
                columns: {team_id: {columns: [x, y], join: "\(joiner)"}, name: x}
                """
            let mapping = try Mapping(yaml: yaml, file: "m.yaml")
            let rows = parts.flatMap { x in parts.map { y in (x, y) } }
            let text = "x;y\n" + rows.map { "\($0.0);\($0.1)\n" }.joined()
            let run = try Run(try scratch.write(text), mapping, publish: false)
            #expect(run.tally.accepted > 100)
            for (line, values) in zip(run.sink.lines, run.sink.rows) {
                let pair = (CanonicalText.of(rows[line - 2].0), CanonicalText.of(rows[line - 2].1))
                let earlier = whole.updateValue(pair, forKey: values[0].text ?? "") ?? pair
                #expect(earlier == pair, "\(pair) and \(earlier) by \(joiner)")
            }
            run.tally.rejectFiles?.discard()
        }
    }

    @Test("that joins a date and a time reads them as one")
    func dateAndTime() throws {
        let yaml = """
            dataset: help_requests
            zone: UTC
            columns:
              request_id: Id
              opened_at: {columns: [Day, Time], formats: ["%d/%m/%Y %H:%M"]}
              resolved_at: {columns: [Closed day, Closed time], join: "T", null_when: {column: Closed time, empty: true}}
            """
        let run = try run(
            "1,31/05/2024,9:30,2024-06-01,10:00", "2,31/05/2024,9:30,2024-06-01,", "3,31/05/2024,,,", yaml: yaml,
            header: "Id,Day,Time,Closed day,Closed time")
        #expect(
            run.column("opened_at").map { $0.instant?.description }
                == Array(repeating: "2024-05-31T09:30:00Z", count: 2))
        #expect(run.column("resolved_at").map { $0.instant?.description } == ["2024-06-01T10:00:00Z", nil])
        #expect(run.tally.rejectsByCode == ["part_missing": 1])
        #expect(run.tally.firstRejects.first?.column == "opened_at")
    }

    @Test("that joins columns tells whose history a broken row is, also behind a field too many")
    func joinedHistories() throws {
        let run = try run(
            "1,Ana,Lisbon,Staff,,1 May 2020,,no,", "2,Bo,Porto,Staff,,1 May 2020,,no,",
            "3,Cy,Faro,Staff,,1 May 2020,,no,", "4,Ana,Lisbon,Staff,,1 May 2021,never,no,",
            "x,5,Bo,Porto,Staff,,1 May 2021,,no,",
            "6,Cy,\"Faro\",Staff,,1 May 2021,,no," + String(repeating: "z", count: 2 << 20))
        #expect(
            run.tally.rejectsByCode == [
                "not_a_date": 1, "field_count": 1, "field_too_long": 1, "history_incomplete": 3,
            ])
        #expect(run.tally.accepted == 0)
    }
}
