import Domain
import Postgres
import Testing
import TestSupport

@testable import Warehouse

/// What the planner knows of an organization after a load.
@Suite struct StatisticsTests {
    private static func requests(_ count: Int) -> [[String: String]] {
        (0..<count).map { ["request_id": "r\($0)", "opened_at": "2026-01-05", "requester_id": "p\($0 % 50)"] }
    }

    @Test("Of an organization that came after the server's last analysis the planner expects the rows that it has")
    func secondOrganization() async throws {
        try await MigratedDatabase.with { database in
            try await database.load(Datasets.helpRequests, Self.requests(3000))
            try await database.run("ANALYZE")
            try await database.load(Datasets.helpRequests, Self.requests(2000), into: "newcomer")
            let newcomer = try await database.number(
                "SELECT organization_id FROM mutuality.organization WHERE name = 'newcomer'")
            let plan = try await database.pool.withConnection { connection in
                try await connection.query(
                    "EXPLAIN SELECT FROM mutuality_facts.help_request WHERE organization_id = \(Int64(newcomer))"
                ) { try $0.decode(String.self, at: 0) }
            }
            let expected = try #require(
                try plan.compactMap { try /rows=(\d+)/.firstMatch(in: $0).flatMap { Int($0.1) } }.first)
            #expect((1000...4000).contains(expected), "\(plan)")
        }
    }

    @Test("A row more of an organization that the planner knows is not worth an analysis")
    func oneRow() async throws {
        try await MigratedDatabase.with { database in
            try await database.load(Datasets.helpRequests, Self.requests(3000))
            let known = "SELECT reltuples::bigint FROM pg_class WHERE oid = 'mutuality_facts.help_request'::regclass"
            #expect(try await database.number(known) == 3000)
            try await database.load(
                Datasets.helpRequests, [["request_id": "one more", "opened_at": "2026-01-06", "requester_id": "p1"]])
            #expect(try await database.number(known) == 3000)
        }
    }
}
