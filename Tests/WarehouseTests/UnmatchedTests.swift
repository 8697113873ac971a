import TestSupport
import TestValues
import Testing

@testable import Domain
@testable import Warehouse

@Suite("Ids that don't meet") struct UnmatchedTests {
    private static let named = [
        PeopleColumn(Datasets.helpRequests, "requester_id"): PeopleNamed(
            all: [1, 2, 3, 4, 5, 6], inPeople: [1, 2, 3]),
        PeopleColumn(Datasets.helpRequests, "helper_id"): PeopleNamed(all: [1, 7], inPeople: [1]),
        PeopleColumn(Datasets.leave, "person_id"): PeopleNamed(all: [1, 2], inPeople: [1, 2]),
    ]

    private static let teams = [
        "help_requests": TeamsNamed(all: ["a", "b", "c"], inTeams: ["a"]),
        "rituals": TeamsNamed(all: ["a"], inTeams: ["a"]),
    ]

    @Test("Are counted once in a dataset, whatever column names them: people rounded up to fives, teams as they are")
    func counts() {
        // 4, 5, 6 and 7 of seven.
        #expect(
            Unmatched.all(of: Self.named) == [
                Unmatched(dataset: "help_requests", named: 10, unknown: 5),
                Unmatched(dataset: "leave", named: 5, unknown: 0),
            ])
        #expect(
            Unmatched.all(of: Self.named, Self.teams) == [
                Unmatched(dataset: "help_requests", named: 10, unknown: 5, teams: .init(named: 3, unknown: 2)),
                Unmatched(dataset: "leave", named: 5, unknown: 0),
                Unmatched(dataset: "rituals", named: 0, unknown: 0, teams: .init(named: 1, unknown: 0)),
            ])
        #expect(Unmatched.all(of: [:]).isEmpty)
    }

    @Test("Are told as the last release that read the dataset found them")
    func notes() async throws {
        try await MigratedDatabase.with { database in
            try await database.load(Datasets.leave, [Datasets.leave.sampleRow()], now: at("2026-03-05"))
            let acme = try await database.warehouse.organization(named: "acme")
            func release(_ entries: [Unmatched]) async throws {
                try await database.warehouse.transaction(as: .compute) { connection in
                    let release = try await ReleaseStore.open(acme.id, at: at("2026-03-05"), on: connection)
                    try await UnmatchedLog.note(entries, release: release, of: acme.id, on: connection)
                }
            }
            let none = try await database.warehouse.unmatched(of: "acme")
            #expect(none.isEmpty)
            try await release(Unmatched.all(of: Self.named, Self.teams))
            try await release([Unmatched(dataset: "leave", named: 10, unknown: 10)])
            #expect(
                try await database.warehouse.unmatched(of: "acme") == [
                    Unmatched(dataset: "help_requests", named: 10, unknown: 5, teams: .init(named: 3, unknown: 2)),
                    Unmatched(dataset: "leave", named: 10, unknown: 10),
                    Unmatched(dataset: "rituals", named: 0, unknown: 0, teams: .init(named: 1, unknown: 0)),
                ])
            #expect(try await database.failuresOfSQLTests() == [])
        }
    }
}
