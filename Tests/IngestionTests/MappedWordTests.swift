import Domain
import Testing

@testable import Ingestion

@Suite("A word of a mapping")
struct MappedWordTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    static let header = "id,opened,kind,status,team\n"

    private func run(_ yaml: String, _ rows: String...) throws -> Run {
        let mapping = """
            dataset: help_requests
            \(yaml)
            """
        let text = Self.header + rows.map { "\($0)\n" }.joined()
        return try Run(try scratch.write(text), try Mapping(yaml: mapping, file: "m.yaml"), publish: false)
    }

    private static let columns = """
        columns:
          request_id: id
          opened_at: opened
          kind: {column: kind, values: {Bug: informational, Hilfe: emotional}}
          team_id: {column: team, null: [none, "?"]}
        skip: {column: status, is: [Test, Spam]}
        null: ["-", n/a]
        """

    @Test("that no row has is reported, once, with what it is for; none where there are no rows")
    func unmet() throws {
        let some = try run(Self.columns, "1,2026-05-04T10:00:00Z,Bug,Open,none", "2,2026-05-04T10:00:00Z,-,Test,a")
        #expect(
            some.tally.unmetWords == [
                MappedWord(place: "skip", text: "Spam"), MappedWord(place: "null", text: "-"),
                MappedWord(place: "null", text: "n/a"), MappedWord(place: "team_id", text: "?"),
                MappedWord(place: "kind", text: "Hilfe"),
            ])
        #expect(try run(Self.columns).tally.unmetWords.isEmpty)
        let all = try run(
            Self.columns, "1,2026-05-04T10:00:00Z,Bug,Open,none", "2,2026-05-04T10:00:00Z,-,Open,?",
            "3,2026-05-04T10:00:00Z,,Test,a", "4,2026-05-04T10:00:00Z,n/a,Spam,a",
            "5,2026-05-04T10:00:00Z,n/a,Open,a",
            "6,2026-05-04T10:00:00Z,Hilfe,Open,a")
        #expect(all.tally.unmetWords.isEmpty && all.tally.accepted == 4)
    }

    @Test("counts as had by a row though that row is rejected, or another condition makes nothing of the field")
    func unread() throws {
        let yaml = """
            columns:
              request_id: id
              opened_at: opened
              kind: {column: kind, values: {Bug: informational}}
              team_id: {column: team, null: ["?"], null_when: {column: status, is: Closed}}
            """
        let run = try run(yaml, "1,never,Bug,Open,a", "2,2026-05-04T10:00:00Z,,Closed,?")
        #expect(run.tally.unmetWords.isEmpty && run.tally.rejected == 1)
    }

    @Test("is compared without blanks around it and with composed letters, in values, conditions and nulls")
    func equalTexts() throws {
        let yaml = """
            columns:
              request_id: id
              opened_at: opened
              kind: {column: kind, values: {" Caf\u{e9} ": emotional}}
              team_id: {column: team, null: "No\u{eb}l"}
            skip: {column: status, is: "\u{a0}Spe\u{301}cial"}
            """
        let run = try run(
            yaml, "1,2026-05-04T10:00:00Z,\u{a0}Cafe\u{301}\u{200b},Open, Noe\u{308}l ",
            "2,2026-05-04T10:00:00Z,Caf\u{e9},Sp\u{e9}cial\u{202f},a")
        #expect(run.column("kind") == [.text("emotional")] && run.column("team_id") == [.null])
        #expect(run.tally.skipped == 1 && run.tally.unmetWords.isEmpty)
    }

    @Test("is one with another that differs by blanks around it, so two meanings of both are refused")
    func twice() throws {
        let yaml = "columns: {request_id: id, opened_at: opened, kind: {column: kind, values: {VALUES}}}"
        let two = try #require(throws: IngestionError.self) {
            try run(yaml.replacing("VALUES", with: "Bug: emotional, ' Bug': appraisal"))
        }
        #expect(two.code == "word_twice" && two.kind == .configuration && two.line == 2)
        #expect(throws: Never.self) { try run(yaml.replacing("VALUES", with: "Bug: emotional, ' Bug': emotional")) }
        #expect(throws: Never.self) { try run(yaml.replacing("VALUES", with: "Bug: emotional, bug: appraisal")) }
    }

    @Test("is found among many as among few")
    func many() throws {
        let words = (1...50).map { "w\($0): t\($0 % 7)" }.joined(separator: ", ")
        let run = try run(
            "columns: {request_id: id, opened_at: opened, team_id: {column: team, values: {\(words)}}}",
            "1,2026-05-04T10:00:00Z,,,w49", "2,2026-05-04T10:00:00Z,,, w1\u{a0}", "3,2026-05-04T10:00:00Z,,,w51")
        #expect(run.column("team_id") == [.text("t0"), .text("t1")])
        #expect(run.tally.rejectsByCode == ["unknown_value": 1] && run.tally.unmetWords.count == 48)
    }

    @Test("of a log is compared in events and in records; known: any makes no activity a surprise")
    func log() throws {
        let yaml = """
            dataset: help_requests
            events: {case: id, time: opened, activity: kind, known: ["*"]}
            columns:
              opened_at: {first: "*"}
              resolved_at: {first: Done}
              team_id: {column: team, first: "*", values: {a: A, b: B}}
            skip: {column: status, is: [Test, Spam]}
            """
        let text =
            Self.header + "1,2026-05-04T10:00:00Z,Open,,a\n1,2026-05-04T11:00:00Z,Odd,,a\n"
            + "1,2026-05-04T12:00:00Z, Done ,,a\n2,2026-05-04T12:00:00Z,Open,Test,a\n"
        let run = try Run(try scratch.write(text), try Mapping(yaml: yaml, file: "m.yaml"), publish: false)
        #expect(run.tally.events?.unknownActivities == [:] && run.tally.events?.unmatchedPatterns == [])
        #expect(
            run.tally.unmetWords == [MappedWord(place: "skip", text: "Spam"), MappedWord(place: "team_id", text: "b")])
        #expect(run.column("resolved_at").map { $0.instant?.description } == ["2026-05-04T12:00:00Z"])
    }
}
