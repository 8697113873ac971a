import Disclosure
import Domain
import KPIs
import Logging
import Postgres
import TestSupport
import Testing
import Warehouse

@testable import Analytics

/// What a night reads, by PostgreSQL's own count.
@Suite struct NightTests {
    private static let weekly: [any KPI.Type] = [
        TimeToFirstResponse.self, TimeToResolve.self, ResponseTargetMet.self, Backlog.self, Reopened.self,
    ]

    /// Twelve thousand requests, one an hour and a bit from 2024-08-01 to 2025-12-01, a tenth of them open for weeks.
    private func withHistory(_ body: @Sendable (MigratedDatabase) async throws -> Void) async throws {
        try await MigratedDatabase.with { database in
            let first = [
                "request_id": "first", "requester_id": "a", "helper_id": "b", "team_id": "t", "kind": "emotional",
                "opened_at": "2024-08-01", "first_response_at": "2024-08-02", "resolved_at": "2024-08-03",
            ]
            try await database.load(Datasets.helpRequests, [first], now: at("2025-12-02"))
            try await database.run(
                """
                INSERT INTO mutuality.help_request (organization_id, source_id, request_id, requester_id, helper_id, team_id,
                    kind, opened_at, first_response_at, resolved_at, batch_id)
                SELECT organization_id, source_id, 'r' || n, requester_id + n % 900, helper_id + n % 90, 'team' || n % 40,
                    'emotional', at, at + interval '1 hour' * (n % 20),
                    at + interval '1 hour' * (n % 50) + CASE n % 10 WHEN 0 THEN interval '20 days' ELSE '0' END, batch_id
                FROM mutuality.help_request, generate_series(1, 12000) AS n,
                    LATERAL (SELECT timestamptz '2024-08-01Z' + interval '58 minutes' * n AS at) AS opening
                """)
            _ = try await database.night("2025-12-02", Self.weekly)
            try await database.run("ANALYZE")
            try await body(database)
        }
    }

    @Test("The night on which a week closes reads the week, and no large table from end to end")
    func closedWeek() async throws {
        try await withHistory { database in
            let before = try await database.scans()
            // Opened and closed within the week of 1 December, and one that was open before.
            try await database.load(
                Datasets.helpRequests,
                [["request_id": "new", "opened_at": "2025-12-03", "first_response_at": "2025-12-03T05:00"]],
                now: at("2025-12-07"))
            let outcome = try await database.night("2025-12-11", Self.weekly)
            #expect(outcome.computed == Self.weekly.count)
            let read = try await database.scans().filter { before[$0.key] != $0.value }
            #expect(read.isEmpty, "\(read)")
            // The longest reach is that of targets, 31 days.
            let rows = try #require(outcome.rowsRead["help_requests"])
            let expected = try await database.number(
                """
                SELECT count(*) FROM mutuality.help_request
                WHERE ended_at >= timestamptz '2025-10-31Z' AND opened_at < timestamptz '2025-12-08Z'
                """)
            #expect(rows == expected && rows < 2000)
        }
    }
}

extension MigratedDatabase {
    /// Computes and releases on connections of its own, so that PostgreSQL's counts are complete afterwards.
    fileprivate func night(_ now: String, _ kpis: [any KPI.Type]) async throws -> Engine.Outcome {
        let pool = Self.pool(conninfo + " application_name=night")
        let outcome = try await engine(kpis, pool: pool).compute(acme, now: at(now))
        let warehouse = Warehouse(pool: pool, logger: Logger(label: "test"))
        _ = try await Releaser(warehouse: warehouse, sheets: kpis.map { $0.sheet }).release(acme, now: at(now))
        await pool.shutdown()
        return outcome
    }

    /// How often each large table was read from end to end.
    fileprivate func scans() async throws -> [String: Int] {
        // A session tells what it read when it ends.
        while try await number("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'night'") > 0 {
            try await Task.sleep(for: .milliseconds(20))
        }
        var scans: [String: Int] = [:]
        for table in ["help_request", "release"] {
            scans[table] = try await number(
                "SELECT seq_scan FROM pg_stat_user_tables WHERE schemaname = 'mutuality' AND relname = '\(table)'")
        }
        return scans
    }
}
