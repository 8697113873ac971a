import Domain
import Foundation
import Testing

@testable import Ingestion

@Suite("A row that was set aside says from when on it would have counted")
struct CountsFromTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func countsFrom(_ dataset: Dataset, _ header: String, _ row: String) throws -> Value? {
        let run = try Run(
            try scratch.write([header, row, ""].joined(separator: "\n")), Mapping(identityOf: dataset))
        return try #require(run.tally.firstRejects.first).countsFrom
    }

    @Test(
        "by its opening, whatever else is wrong with it; not where that can't be read",
        arguments: [
            ("1,2024-05-01T10:00:00Z,2024-05-01T09:00:00Z", true), ("1,2024-05-01T10:00:00Z,soon", true),
            (",2024-05-01T10:00:00Z,", true), ("1,yesterday,", false), ("1,,2024-05-01T09:00:00Z", false),
            ("1,2024-05-01T10:00:00Z,,", false), ("\"1\"x,2024-05-01T10:00:00Z,", false),
        ])
    func requests(row: String, isKnown: Bool) throws {
        let opened = try countsFrom(Datasets.helpRequests, "request_id,opened_at,resolved_at", row)
        // 2024-05-01 is day 19844.
        let tenOClock = Instant(microseconds: (19_844 * 24 + 10) * 3_600_000_000)
        #expect(opened == (isKnown ? .instant(tenOClock) : nil))
    }

    @Test("by its first day, by the fallback of one that may be missing, and with its history")
    func spells() throws {
        let joined = try countsFrom(Datasets.people, "person_id,joined_on,left_on", "a,2024-05-01,2024-04-01")
        #expect(joined == .date(LocalDate(daysSinceEpoch: 19_844)))
        let always = try countsFrom(Datasets.teams, "team_id,time_zone", "a,Mars/Olympus")
        #expect(always == .date(.distantPast))
        let run = try Run(
            try scratch.write("person_id,joined_on,left_on\na,2024-05-01,2024-04-01\na,2023-05-01,2023-06-01\n"),
            .people)
        #expect(run.tally.firstRejects.map(\.code) == ["left_before_joined", "history_incomplete"])
        #expect(run.tally.firstRejects.last?.countsFrom == LocalDate("2023-05-01").map { .date($0) })
    }

    @Test("by its events, if it is a case of a log all of whose rows could be read")
    func cases() throws {
        let rows = [
            "answered,1,2024-05-01 12:00:00,bo,", "closed,1,2024-05-01 13:00:00,bo,many",
            "answered,2,2024-05-01 12:00:00,bo,", "closed,2,soon,bo,5",
        ]
        let run = try Run(
            try scratch.write(([EventRejectTests.header] + rows).joined(separator: "\n") + "\n"),
            try EventRejectTests.mapping())
        // Noon in Lisbon, in summer.
        let eleven = Instant(microseconds: (19_844 * 24 + 11) * 3_600_000_000)
        #expect(run.tally.firstRejects.map(\.code) == ["not_a_number", "not_a_time"])
        #expect(run.tally.firstRejects.map(\.countsFrom) == [.instant(eleven), nil])
    }

    @Test("not at all where rows count always")
    func everything() throws {
        #expect(try countsFrom(Datasets.surveyInvitations, "survey_id,invited", "a,0") == nil)
    }
}
