import Domain
import Testing

@testable import Ingestion

@Suite("A history")
struct HistoryTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test("loses of two overlapping spells the later, wherever in the file they stand")
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
        #expect(run.tally.rejectsByCode == ["overlapping_spells": 1])
        #expect(run.tally.firstRejects.map(\.line) == [4])
        #expect(run.tally.firstRejects.map(\.column) == ["valid_from"])
        #expect(run.tally.accepted == 4)
        #expect(run.column("team_id") == ["second", "only", "first", "third"].map { .text($0) })
        #expect(try scratch.text("people.rejects.csv").hasSuffix("ana,2020-01-01,2021-06-01,,overlaps\n"))
    }

    @Test("loses a rehire while the earlier employment is open")
    func rehire() throws {
        let text = """
            person_id,joined_on,left_on
            ana,2020-01-01,2021-01-01
            ana,2022-01-01,
            bob,2020-01-01,
            bob,2022-01-01,2023-01-01

            """
        let run = try Run(try scratch.write(text, to: "people.csv"), .people)
        #expect(run.tally.accepted == 3)
        #expect(run.tally.firstRejects.map(\.line) == [5])
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

    @Test("has fallbacks filled in: a spell without first day begins with the employment")
    func fallbacks() throws {
        let run = try Run(try scratch.write("person_id,joined_on\nana,2020-01-01\n", to: "people.csv"), .people)
        #expect(run.column("valid_from").map { $0.date?.description } == ["2020-01-01"])
        let teams = try Run(try scratch.write("team_id\nops\n", to: "teams.csv"), .teams)
        #expect(teams.column("valid_from") == [.date(.distantPast)])
    }
}
