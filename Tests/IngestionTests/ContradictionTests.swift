import Domain
import Foundation
import TestSupport
import TestValues
import Testing
import Warehouse

@testable import Ingestion

@Suite("What a file says against itself or an earlier one")
struct ContradictionTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @discardableResult
    private func load(
        _ text: String, _ dataset: Dataset, into database: MigratedDatabase, named name: String = "file.csv",
        now: String = "2026-11-01", during: @escaping @Sendable () -> Void = {}
    ) async throws -> Load.Outcome {
        let ingestor = try Ingestor(
            try scratch.write(text, to: name), mapping: Mapping(identityOf: dataset),
            options: .init(progress: { if $0.pass == .records { during() } }))
        return try await Load(ingestor).into(
            database.warehouse,
            organization: try await database.warehouse.organization(creating: "acme", now: at(now)),
            key: try PseudonymKey(bytes: testKeyBytes), now: at(now))
    }

    private var reasons: [String] {
        get throws { try scratch.text("file.rejects.why.csv").split(separator: "\n").dropFirst().map(String.init) }
    }

    @Test("Rows of one key that differ are noted with both lines, and the last stands; repeated ones are not")
    func contradictions() async throws {
        try await MigratedDatabase.with { database in
            let text = """
                person_id,joined_on,team_id
                ana,2020-01-01,one
                bo,2020-01-01,one
                ana,2020-01-01,two
                bo,2020-01-01,one
                cy,2020-01-01,one
                ana,2020-01-01,three

                """
            let outcome = try await load(text, Datasets.people, into: database)
            #expect(outcome.batch.inserted == 3 && outcome.batch.duplicate == 3)
            #expect(outcome.batch.contradictions.count == 2)
            #expect(outcome.batch.contradictions.first.map { [$0.line, $0.standing] } == [[2, 7], [4, 7]])
            #expect(outcome.tally?.flagsByCode == ["contradiction": 2])
            #expect(outcome.tally?.rejectFiles?.recordsPath == nil)
            let lines = try reasons
            #expect(lines.count == 2 && lines[0].hasPrefix("2,,,,contradiction,flagged,"))
            #expect(lines[0].contains("Lines 2 and 7 have the same person_id") && !lines.joined().contains("ana"))
            #expect(
                try await database.number("SELECT count(*) FROM mutuality_facts.person_spell WHERE team_id = 'three'")
                    == 1)
        }
    }

    @Test("Rows of which updated_at tells the newer are no contradiction; equal ones are")
    func newer() async throws {
        try await MigratedDatabase.with { database in
            let text = """
                request_id,opened_at,channel,updated_at
                1,2026-01-01T10:00:00Z,mail,2026-01-02T00:00:00Z
                1,2026-01-01T10:00:00Z,chat,2026-01-03T00:00:00Z
                2,2026-01-01T10:00:00Z,mail,2026-01-02T00:00:00Z
                2,2026-01-01T10:00:00Z,chat,2026-01-02T00:00:00Z
                3,never,mail,
                4,2026-01-01T10:00:00Z,mail,2026-01-02T00:00:00Z
                4,2026-01-01T10:00:00Z,chat,
                5,2026-01-01T10:00:00Z,mail,
                5,2026-01-01T10:00:00Z,chat,
                5,2026-01-01T10:00:00Z,desk,2026-01-02T00:00:00Z

                """
            let outcome = try await load(text, Datasets.helpRequests, into: database)
            #expect(
                outcome.batch.contradictions.first.map { [$0.line, $0.standing] } == [
                    [4, 5], [7, 8], [9, 11], [10, 11],
                ])
            #expect(outcome.tally?.rejectsByCode == ["not_a_time": 1])
            // The notes of the store come behind those of the file.
            #expect(try reasons.map { $0.prefix(2) } == ["6,", "4,", "7,", "9,", "10"])
        }
    }

    @Test("At most a thousand contradictions are told with their lines, all are counted")
    func many() async throws {
        try await MigratedDatabase.with { database in
            let rows = (0..<1_200).map { "\($0 % 2 == 0 ? $0 : $0 - 1),2026-01-01T10:00:00Z,c\($0)\n" }.joined()
            let outcome = try await load(
                "request_id,opened_at,channel\n" + rows + rows.replacing("c", with: "d"), Datasets.helpRequests,
                into: database)
            #expect(outcome.batch.contradictions.count == 1_800)
            #expect(outcome.batch.contradictions.first.count == 1_000)
            #expect(outcome.tally?.flagsByCode == ["contradiction": 1_800])
            #expect(try reasons.count == 1_001 && reasons.last?.contains("800 more") == true)
        }
    }

    @Test("What a history, a survey or a calendar loses when it is replaced is counted")
    func removed() async throws {
        try await MigratedDatabase.with { database in
            let spells = "person_id,joined_on,valid_from,valid_to,team_id\n"
            let first = "ana,2020-01-01,2020-01-01,2021-01-01,one\n", second = "ana,2020-01-01,2021-01-01,,two\n"
            let other = "bo,2020-01-01,2020-01-01,,one\n"
            #expect(try await load(spells + first + second + other, Datasets.people, into: database).batch.removed == 0)
            // Of ana there are two; nobody is named.
            let shorter = try await load(spells + first, Datasets.people, into: database).batch.replaced
            #expect(shorter == .init(removed: 1, earlier: 2, incoming: 1, surveys: []))
            #expect(try await load(spells + first + second, Datasets.people, into: database).batch.removed == 0)

            let hours = "calendar_id,weekday,starts,ends\n"
            try await load(hours + "c,1,09:00,17:00\nc,2,09:00,17:00\n", Datasets.calendars, into: database)
            let fewer = try await load(hours + "c,1,09:00,16:00\n", Datasets.calendars, into: database)
            #expect(fewer.batch.removed == 1 && fewer.batch.updated == 1)

            let survey = "survey_id,response_token,instrument,item,score,scale_min,scale_max,submitted_at\n"
            func answers(_ tokens: [String], score: Int) -> String {
                survey + tokens.map { "s,\($0),pulse,mood,\(score),1,5,2026-01-01T10:00:00Z\n" }.joined()
            }
            let open = "2026-01-10", closed = "2026-03-01"
            try await load(answers(["a", "b", "c"], score: 1), Datasets.satisfaction, into: database, now: open)
            let one = try await load(answers(["a", "b"], score: 1), Datasets.satisfaction, into: database, now: open)
            #expect(one.batch.replaced == .init(removed: 1, earlier: 3, incoming: 2, surveys: ["s"]))
            // The survey's key is gone by now, so nobody can tell which answers are the same.
            try await load(answers(["a", "b"], score: 2), Datasets.satisfaction, into: database, now: closed)
            let less = try await load(answers(["x"], score: 3), Datasets.satisfaction, into: database, now: closed)
            #expect(less.batch.removed == 1 && less.batch.inserted == 1)
            #expect(less.batch.replaced == .init(removed: 1, earlier: 2, incoming: 1, surveys: ["s"]))
            // As many answers, to another question: all are lost, whichever key they had.
            let unlike = answers(["y"], score: 3).replacing("mood", with: "sleep")
            let form = try await load(unlike, Datasets.satisfaction, into: database, now: closed)
            #expect(form.batch.replaced == .init(removed: 1, earlier: 1, incoming: 1, surveys: ["s"]))
        }
    }

    @Test("A second separation is noted across files too, and once")
    func secondSeparation() async throws {
        try await MigratedDatabase.with { database in
            let header = "person_id,left_on\n"
            let first = try await load(header + "ana,2025-01-01\nbo,2025-01-01\n", Datasets.turnover, into: database)
            #expect(first.tally?.flagsByCode == [:])
            let second = try await load(
                header + "bo,2025-01-01\nana,2026-01-01\n", Datasets.turnover, into: database)
            #expect(second.tally?.flagsByCode == ["second_separation": 1])
            #expect(try reasons.map { $0.prefix(2) } == ["3,"] && reasons[0].contains("(in an earlier file)"))
            let again = try await load(
                header + "ana,2026-01-01\ncy,2026-01-01\n", Datasets.turnover, into: database)
            #expect(again.tally?.flagsByCode == [:])
        }
    }

    @Test("A file that somebody writes to while it is read is not stored, though its bytes were all read")
    func growing() async throws {
        try await MigratedDatabase.with { database in
            let path = scratch.path + "/file.csv"
            let text = "request_id,opened_at\n1,2026-01-01T10:00:00Z\n"
            let grow: @Sendable () -> Void = {
                // The same bytes at another time, as a writer leaves them who writes on a moment later.
                var times = [timespec(tv_sec: 0, tv_nsec: 0), timespec(tv_sec: 1_000, tv_nsec: 0)]
                utimensat(AT_FDCWD, path, &times, 0)
            }
            let error = await #expect(throws: IngestionError.self) {
                try await load(text, Datasets.helpRequests, into: database, during: grow)
            }
            #expect(error?.code == "changed_while_reading")
            let (batches, names) = (
                try await database.number("SELECT count(*) FROM mutuality.batch"), try scratch.names
            )
            #expect(batches == 0 && names == ["file.csv"])
        }
    }

    @Test("Teams and items that differ by case or blanks alone are named, people so alike are counted")
    func alike() async throws {
        try await MigratedDatabase.with { database in
            let people =
                "person_id,joined_on,team_id\nana,2020-01-01,Desk\nAna,2020-01-01,Service Desk\nbo,2020-01-01,Ops\n"
            let first = try await load(people, Datasets.people, into: database)
            #expect(first.batch.alike.isEmpty && first.batch.alikePeople == 2)
            let requests =
                "request_id,opened_at,team_id\n1,2026-01-01T10:00:00Z,desk\n2,2026-01-01T10:00:00Z,ServiceDesk\n"
            let second = try await load(requests, Datasets.helpRequests, into: database)
            #expect(second.batch.alike.map(\.names) == [["Desk", "desk"], ["Service Desk", "ServiceDesk"]])
            #expect(second.batch.alike.allSatisfy { $0.column == "team_id" } && second.batch.alikePeople == 0)
            let answers = """
                survey_id,response_token,instrument,item,score,scale_min,scale_max,submitted_at
                s,t,pulse,mood,1,1,5,2026-01-01T10:00:00Z
                s,t,pulse,Mood,1,1,5,2026-01-01T10:00:00Z
                s,t,pulse,food,1,1,5,2026-01-01T10:00:00Z

                """
            let third = try await load(answers, Datasets.satisfaction, into: database)
            #expect(third.batch.alike.map(\.names) == [["pulse/Mood", "pulse/mood"]])
        }
    }
}
