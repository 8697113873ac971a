import Domain
import Foundation
import Testing

@testable import Ingestion

@Suite("The examples of a roster, a survey and a team's sheets")
struct ExampleTests {
    private static let folder = DocumentationTests.page.deletingLastPathComponent().appendingPathComponent("examples")

    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func text(_ path: String) throws -> String {
        try String(contentsOf: Self.folder.appendingPathComponent(path), encoding: .utf8)
    }

    private func run(
        _ mapping: String, _ file: String, changed change: (String) -> String = { $0 }
    ) throws -> Run {
        let input = try scratch.write(change(try text(file)))
        return try Run(
            input, try Mapping(contentsOf: Self.folder.appendingPathComponent(mapping).path), publish: false)
    }

    @Test("give the employments and separations that the roster's page tells")
    func roster() throws {
        let people = try run("hr-roster/people.yaml", "hr-roster/staff.csv")
        #expect((people.tally.read, people.tally.rejected, people.tally.skipped) == (8, 0, 2))
        let rows = try text("hr-roster/README.md").split(separator: "\n").filter { $0.hasPrefix("| 100") }
            .map {
                $0.split(separator: "|", omittingEmptySubsequences: false).map {
                    $0.trimmingCharacters(in: .whitespaces)
                }
            }
        let dates = Set(
            people.sink.rows.indices.map { row in
                [
                    people.column("person_id")[row].text ?? "", people.column("joined_on")[row].date?.description ?? "",
                    people.column("left_on")[row].date?.description ?? "",
                ]
            })
        #expect(dates == Set(rows.map { Array($0[1...3]) }) && rows.count == 8)
        #expect(people.column("level").filter(\.isNull).count == 1)

        let turnover = try run("hr-roster/turnover.yaml", "hr-roster/staff.csv")
        #expect((turnover.tally.read, turnover.tally.rejected, turnover.tally.skipped) == (3, 0, 7))
        #expect(turnover.column("left_on").map { $0.date?.description } == ["2024-03-01", "2024-02-01", "2024-05-01"])
        #expect(turnover.column("separation_type").map(\.text) == ["voluntary", "end_of_contract", "retirement"])
        #expect(turnover.column("regretted") == [.boolean(true), .boolean(false), .null])
    }

    @Test("give the answers that the survey's page tells")
    func survey() throws {
        let answers = try run("survey/mapping.yaml", "survey/responses.csv")
        #expect((answers.tally.read, answers.tally.rejected, answers.tally.skipped) == (22, 0, 1))
        func scores(_ item: String) -> [Double?] {
            zip(answers.column("item"), answers.column("score")).filter { $0.0.text == item }.map(\.1.number)
        }
        #expect(scores("recommend") == [9, 10, 6, 3, 8, 7, 10])
        #expect(scores("workload") == [3, 4, 1, 2, 4, 3, 4])
        #expect(scores("felt_supported") == [4, 5, 2, 3, 4, 4, 3, 5])
        #expect(answers.column("comment").count { $0 == .boolean(true) } == 2)
        #expect(Set(answers.column("team_id").map(\.text)) == ["Platform", "Service desk", nil])
        #expect(answers.column("submitted_at").last?.instant?.description == "2024-06-05T15:45:00Z")

        let invited = try run("survey/invitations.yaml", "survey/invited.csv")
        #expect(invited.column("survey_id") == Array(repeating: answers.column("survey_id")[0], count: 2))
        #expect(invited.column("invited") == [.integer(7), .integer(6)])
    }

    @Test(
        "tell in their pages what somebody sees when something goes wrong",
        arguments: [
            (
                "hr-roster/people.yaml", "29/02/2024", "29/02/2023",
                "left_on is not a date: the calendar has no such day"
            ),
            ("hr-roster/people.yaml", "29/02/2024", "29/02/2020", "left_on is before joined_on"),
            ("hr-roster/people.yaml", "31/01/2024", "-", "overlaps an earlier row of the same history"),
            ("hr-roster/people.yaml", "31/01/2024", "31/03/2025", "overlaps an earlier row of the same history"),
            (
                "hr-roster/people.yaml", "01/02/2023;", "32/02/2023;",
                "another row of this history was rejected (line 5); a history is stored whole or not at all"
            ),
            ("hr-roster/turnover.yaml", "Dismissed", "Sabbatical", ""),
            (
                "hr-roster/turnover.yaml", "Resigned", "Sabbatical",
                "separation_type is not among the values that the mapping translates"
            ),
            ("survey/mapping.yaml", "Lisbon,9,", "Lisbon,11,", "the score is off its scale"),
            (
                "survey/mapping.yaml", ",Neither\n", ",Perhaps\n",
                "score is not among the values that the mapping translates"
            ),
            ("survey/mapping.yaml", "Lisbon,9,", "Lisbon,nine,", "score is not a number"),
            (
                "survey/mapping.yaml", "6/3/2024 9:05 AM", "3 June 2024 9:05 AM",
                "submitted_at is not a time in ISO 8601, nor in a format of the mapping"
            ),
            (
                "survey/mapping.yaml", "6/3/2024 9:05 AM", "13/6/2024 9:05 AM",
                "submitted_at is not written as \"%m/%d/%Y %I:%M %p\", but as \"%d/%m/%Y %I:%M %p\": day and month are exchanged"
            ),
        ])
    func whatGoesWrong(mapping: String, right: String, wrong: String, message: String) throws {
        let folder = try #require(mapping.split(separator: "/").first)
        let file = folder == "survey" ? "survey/responses.csv" : "hr-roster/staff.csv"
        let run = try run(mapping, file) { $0.replacing(right, with: wrong) }
        guard !message.isEmpty else {
            #expect(run.tally.rejected == 0)
            return
        }
        #expect(run.tally.firstRejects.contains { $0.message == message }, "\(run.tally.firstRejects)")
        let page = try text("\(folder)/README.md")
        #expect(page.replacing("line 4", with: "line 5").contains("`\(message)`"))
    }

    @Test(
        "read each of a team's sheets, and reject none of its rows",
        arguments: [
            ("team", "team", 24), ("agreements", "agreements", 6), ("boundaries", "agreements", 3),
            ("rota", "rota", 25),
            ("promises", "promises", 6), ("pairs", "pairs", 5), ("meetings", "meetings", 10), ("thanks", "thanks", 4),
            ("feedback", "feedback", 4), ("contacts", "contacts", 4), ("pods", "pods", 20),
            ("objectives", "objectives", 6), ("rituals", "rituals", 5), ("rewards", "rewards", 5), ("map", "map", 27),
        ])
    func teamSheets(mapping: String, sheet: String, rows: Int) throws {
        let run = try run("team-sheets/\(mapping).yaml", "team-sheets/\(sheet).csv")
        #expect((run.tally.accepted, run.tally.rejected) == (rows, 0), "\(run.tally.firstRejects)")
    }

    @Test("give what the team's sheets say")
    func teamSheetValues() throws {
        let agreements = try run("team-sheets/agreements.yaml", "team-sheets/agreements.csv")
        let windows = try run("team-sheets/boundaries.yaml", "team-sheets/agreements.csv")
        #expect(Set(agreements.column("agreement_id")).isSuperset(of: windows.column("agreement_id")))
        #expect(agreements.column("agreement_id").compactMap(\.text) == (1...6).map { "A-\($0)" })
        #expect(windows.column("weekday") == [.integer(5), .integer(0), .integer(1)])
        #expect(agreements.column("valid_to").map { $0.date?.description } == [nil, nil, nil, nil, nil, "2026-07-01"])
        let rota = try run("team-sheets/rota.yaml", "team-sheets/rota.csv")
        #expect(rota.column("valid_from").last?.date?.description == "2026-03-23")
        #expect(rota.column("valid_to").last?.date?.description == "2026-03-30")
        let promises = try run("team-sheets/promises.yaml", "team-sheets/promises.csv")
        #expect(promises.column("delivered_at").count(where: \.isNull) == 2)
        // Lisbon is an hour ahead from 29 March on.
        #expect(
            promises.column("due_at").suffix(3).map { $0.instant?.description } == [
                "2026-03-31T17:00:00Z", "2026-03-27T18:00:00Z", "2026-04-02T17:00:00Z",
            ])
        let meetings = try run("team-sheets/meetings.yaml", "team-sheets/meetings.csv")
        #expect(meetings.column("held_at").count(where: \.isNull) == 2)
        let rewards = try run("team-sheets/rewards.yaml", "team-sheets/rewards.csv")
        #expect(
            rewards.column("for_helping") == [.boolean(true), .boolean(false), .boolean(false), .boolean(true), .null])
    }

    @Test(
        "tell in the page of the sheets what somebody sees when something goes wrong",
        arguments: [
            ("rota", ";Stand-in", ";Reserve", "role is not among the values that the mapping translates"),
            ("promises", "04/03/2026 18:00", "01/03/2026 18:00", "due_at is before promised_at"),
            ("promises", "Bo Lind;Vera Lima", "Bo Lind;Bo Lind", "the helper is the person helped"),
            ("pairs", "Uma Pires;Bo Lind", "Bo Lind;Bo Lind", "the supporter is the person supported"),
            (
                "promises", "02/03/2026 09:10", "02/03/2026",
                "promised_at is not a time in ISO 8601, nor in a format of the mapping"
            ),
        ])
    func whatGoesWrongInSheets(sheet: String, right: String, wrong: String, message: String) throws {
        let run = try run("team-sheets/\(sheet).yaml", "team-sheets/\(sheet).csv") {
            $0.replacing(right, with: wrong)
        }
        #expect(run.tally.firstRejects.contains { $0.message == message }, "\(run.tally.firstRejects)")
        #expect(try text("team-sheets/README.md").contains("`\(message)`"))
    }

    @Test("read the senators' columns by their names, and each quirk as the page says")
    func senators() throws {
        let header =
            "Name,Political Affiliation at Appointment,Province / Territory,Appointed on the advice of,"
            + "Term (yyyy.mm.dd),start_date,end_date,reason,diff_days,observed"
        // Invented, but for the ways in which they are written.
        let file = """
            \(header)
            "Doe, John",,Ontario,,,1867-10-23 00:00:00,1882-10-10 00:00:00,Death,1,True
            "Doe, John",,Quebec,,,1867-10-23 00:00:00,1887-05-01 00:00:00,Resignation,1,True
            "Poe, Zoë",,Quebec,,,2011-05-25 00:00:00,2013-10-01 22:20:10.165196,,1,False
            "Poe, Zoë",,Quebec,,,2010-12-18 00:00:00,2011-03-25 00:00:00,Resignation,1,True
            "Roe, Ann",,Ontario,,,1867-10-23 00:00:00,1867-10-23 00:00:00,Appointment declined,0,True

            """
        let people = try run("senators/people.yaml", "README.md") { _ in file }
        #expect(people.tally.accepted == 5 && people.tally.rejected == 0)
        #expect(Set(people.column("person_id")).count == 4)
        #expect(
            people.column("left_on").map { $0.date?.description } == [
                "1882-10-10", "1887-05-01", nil, "2011-03-25", "1867-10-23",
            ])
        let turnover = try run("senators/turnover.yaml", "README.md") { _ in file }
        #expect((turnover.tally.read, turnover.tally.accepted, turnover.tally.skipped) == (4, 4, 1))
        #expect(turnover.column("separation_type").map(\.text) == ["other", "voluntary", "voluntary", "other"])
        #expect(turnover.column("person_id").allSatisfy { Set(people.column("person_id")).contains($0) })
    }
}
