import Domain
import Testing

@testable import Ingestion

@Suite("A history")
struct HistoryTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test("with two overlapping spells is set aside whole: the later one is at fault, wherever in the file it stands")
    func overlap() throws {
        let text = """
            person_id,joined_on,valid_from,valid_to,team_id
            ana,2020-01-01,2021-01-01,2022-01-01,second
            bob,2020-01-01,,,only
            ana,2020-01-01,2021-06-01,,overlaps
            ana,2020-01-01,,2021-01-01,first
            ana,2020-01-01,2022-01-01,,third

            """
        let run = try Run(try scratch.write(text, to: "people.csv"), .people)
        #expect(run.tally.rejectsByCode == ["overlapping_spells": 1, "history_incomplete": 3])
        let overlapping = run.tally.firstRejects.filter { $0.code == "overlapping_spells" }
        #expect(overlapping.map(\.line) == [4])
        #expect(overlapping.map(\.column) == ["valid_from"])
        let innocent = run.tally.firstRejects.filter { $0.code == "history_incomplete" }
        #expect(innocent.map(\.line) == [2, 5, 6])
        #expect(innocent.allSatisfy { $0.column == "person_id" && $0.message.contains("(line 4)") })
        #expect(run.column("team_id") == [.text("only")])
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(
            try scratch.text("people.rejects.csv") == lines.filter { !$0.hasPrefix("bob") }.joined(separator: "\n"))
    }

    @Test("with a rehire while the earlier employment is open is set aside")
    func rehire() throws {
        let text = """
            person_id,joined_on,left_on,valid_to
            ana,2020-01-01,2021-01-01,
            ana,2022-01-01,,
            bob,2020-01-01,,2021-01-01
            bob,2022-01-01,2023-01-01,

            """
        let run = try Run(try scratch.write(text, to: "people.csv"), .people)
        #expect(run.tally.accepted == 2)
        #expect(run.tally.firstRejects.map(\.line) == [4, 5])
        #expect(run.tally.firstRejects.map(\.code) == ["history_incomplete", "rehire_while_employed"])
    }

    @Test("may tell a spell twice: of the same key only the newer row is checked, and the warehouse keeps that one")
    func repeated() throws {
        let text = """
            team_id,name,valid_from,valid_to,updated_at
            ops,Ops,2020-01-01,2021-01-01,2024-01-02T00:00:00Z
            ops,Ops,2020-01-01,,2024-01-01T00:00:00Z
            ops,Operations,2021-01-01,,
            ops,Operations,2021-01-01,,

            """
        let run = try Run(try scratch.write(text, to: "teams.csv"), .teams)
        #expect(run.tally.rejectsByCode == [:])
        #expect(run.tally.accepted == 4)
    }

    @Test(
        "is set aside whole for whatever is wrong with one of its rows, as long as that row shows whose it is",
        arguments: [
            ("ana,2020-01-01,never,x,", "not_a_date"),
            ("ana,,,x,", "required_missing"),
            ("ana,2020-01-01,2019-01-01,x,", "spell_before_joined"),
            ("ana,2020-01-01,,x", "field_count"),
            ("ana,2020-01-01,,x,,", "field_count"),
            ("ana,2020-01-01,,x,a\"b", "quote_in_unquoted_field"),
            ("ana,\"2020\"-01-01,,x,", "text_after_quote"),
            ("\"ana\",2020-01-01,,x\0,", "nul_byte"),
            ("ana,2020-01-01,,x,LONG", "field_too_long"),
            ("ana,2020-01-01,,x,MANY", "too_many_fields"),
        ] as [(String, String)])
    func anyFault(row: String, code: String) throws {
        let text = """
            person_id,joined_on,valid_from,team_id,valid_to
            ana,2020-01-01,2020-01-01,first,2021-01-01
            bob,2020-01-01,,only,
            \(Self.spelledOut(row))
            ana,2020-01-01,2021-01-01,second,

            """
        let run = try Run(try scratch.write(text, to: "people.csv"), .people)
        #expect(run.tally.rejectsByCode == [code: 1, "history_incomplete": 2])
        #expect(run.column("person_id") == [.text("bob")])
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(
            try scratch.text("people.rejects.csv") == lines.filter { !$0.hasPrefix("bob") }.joined(separator: "\n"))
    }

    /// Rows over a limit are shorter in the tests' names.
    private static func spelledOut(_ row: String) -> String {
        row.replacing("LONG", with: String(repeating: "z", count: 2 << 20))
            .replacing("MANY", with: String(repeating: ",", count: 5_000))
    }

    @Test("is known of a row with a field too many or too few also if that stands before the key")
    func shifted() throws {
        let text = """
            level,joined_on,person_id,team_id
            a,2020-01-01,ana,one
            b,2020-01-01,bob,one
            x,a,2021-01-01,ana,two
            2021-01-01,bob,two
            c,2020-01-01,cy,one

            """
        let run = try Run(try scratch.write(text, to: "people.csv"), .people)
        #expect(run.tally.rejectsByCode == ["field_count": 2, "history_incomplete": 2])
        #expect(run.column("person_id") == [.text("cy")])
    }

    @Test(
        "cannot be told of a row whose key is missing or unreadable: that row is set aside alone, and its mend says so",
        arguments: [
            (",2020-01-01,second", "required_missing"), ("a\"na,2020-01-01,second", "quote_in_unquoted_field"),
            ("an\0,2020-01-01,second", "nul_byte"),
            ("a" + String(repeating: "na", count: 600) + ",2020-01-01,second", "key_too_long"),
            ("LONG,2020-01-01,second", "field_too_long"),
        ])
    func unreadableKey(row: String, code: String) throws {
        let text = "person_id,joined_on,team_id\nana,2020-01-01,first\n\(Self.spelledOut(row))\n"
        let run = try Run(try scratch.write(text, to: "people.csv"), .people)
        #expect(run.tally.rejectsByCode == [code: 1])
        #expect(run.column("person_id") == [.text("ana")])
        let mend = try #require(run.tally.firstRejects.first).mend
        #expect(
            mend.contains("Fix this row in your original file") && mend.contains("lacks the other rows of this person"))
        #expect(run.tally.rejectFileLacksRows)
    }

    @Test("has fallbacks filled in: a spell without first day begins with the employment")
    func fallbacks() throws {
        let run = try Run(try scratch.write("person_id,joined_on\nana,2020-01-01\n", to: "people.csv"), .people)
        #expect(run.column("valid_from").map { $0.date?.description } == ["2020-01-01"])
        let teams = try Run(try scratch.write("team_id\nops\n", to: "teams.csv"), .teams)
        #expect(teams.column("valid_from") == [.date(.distantPast)])
    }
}
