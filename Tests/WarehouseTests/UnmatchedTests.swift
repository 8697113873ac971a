import Domain
import Postgres
import TestSupport
import TestValues
import Testing

@testable import Warehouse

@Suite struct UnmatchedTests {
    private static let now = at("2026-03-05")

    /// Makes a release with nothing in it but what is noted of ids.
    private func release(in database: MigratedDatabase) async throws {
        let acme = try await database.warehouse.organization(named: "acme")
        try await database.warehouse.transaction(as: .compute) { connection in
            let release = try await ReleaseStore.open(acme.id, at: Self.now, on: connection)
            try await UnmatchedLog.note(
                release: release, of: acme.id, given: try await FactsReader.present(acme.id, on: connection),
                on: connection)
        }
    }

    private func requests(_ count: Int, _ name: String, _ columns: [String: String]) -> [[String: String]] {
        (0..<count).map {
            ["request_id": "\(name)\($0)", "opened_at": "2026-03-01"].merging(columns) { $1 }
        }
    }

    @Test("A release notes how many records name an unknown person or team, both numbers rounded up to fives")
    func note() async throws {
        try await MigratedDatabase.with { database in
            let known = requests(7, "known", ["helper_id": "p0", "team_id": "a"])
            let strangers = requests(6, "stranger", ["helper_id": "x", "requester_id": "p1"])
            let lost = requests(1, "lost", ["team_id": "b"])
            try await database.load(
                Datasets.helpRequests, known + strangers + lost + requests(9, "nobody", [:]), now: Self.now)
            try await release(in: database)
            // Without people and teams nobody knows who is unknown.
            #expect(try await database.warehouse.unmatched(of: "acme").isEmpty)

            let people = ["a", "a", "gone"].enumerated().map {
                ["person_id": "p\($0)", "team_id": $1, "joined_on": "2025-01-01"]
            }
            try await database.load(Datasets.people, people, now: Self.now)
            try await release(in: database)
            #expect(
                try await database.warehouse.unmatched(of: "acme")
                    == [Unmatched(dataset: "help_requests", records: 15, people: 10, teams: nil)])

            try await database.load(Datasets.teams, [["team_id": "a"]], now: Self.now)
            try await release(in: database)
            // 6 of 14 requests name a stranger, 1 an unknown team; 1 of 3 rows of people, too.
            #expect(
                try await database.warehouse.unmatched(of: "acme") == [
                    Unmatched(dataset: "help_requests", records: 15, people: 10, teams: 5),
                    Unmatched(dataset: "people", records: 5, people: 0, teams: 5),
                ])
            #expect(try await database.number("SELECT count(*) FROM kpi.unmatched WHERE release = 2") == 1)
            #expect(try await database.failuresOfSQLTests() == [])
        }
    }
}
