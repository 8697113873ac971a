import Disclosure
import Domain
import KPIs
import Postgres
import TestSupport
import TestValues
import Testing
import Warehouse

@testable import Analytics

/// What a night reads, by PostgreSQL's own count.
@Suite struct NightTests {
    private static let weekly: [any KPI.Type] = [
        TimeToFirstResponse.self, TimeToResolve.self, ResponseTargetMet.self, Backlog.self, Reopened.self,
    ]

    /// The conninfo of twelve thousand requests, one an hour and a bit from 2024-08-01 to 2025-12-01, a tenth of them open
    /// for weeks, and of the figures of that time.
    private func history() async throws -> String {
        try await MigratedDatabase.with { database in
            let first = [
                "request_id": "first", "requester_id": "a", "helper_id": "b", "team_id": "t", "kind": "emotional",
                "opened_at": "2024-08-01", "first_response_at": "2024-08-02", "resolved_at": "2024-08-03",
            ]
            try await database.load(Datasets.helpRequests, [first], now: at("2025-12-02"))
            try await database.run(
                """
                INSERT INTO mutuality_facts.help_request (organization_id, source_id, request_id, requester_id, helper_id, team_id,
                    kind, opened_at, first_response_at, resolved_at, batch_id)
                SELECT organization_id, source_id, 'r' || n, requester_id + n % 900, helper_id + n % 90, 'team' || n % 40,
                    'emotional', at, at + interval '1 hour' * (n % 20),
                    at + interval '1 hour' * (n % 50) + CASE n % 10 WHEN 0 THEN interval '20 days' ELSE '0' END, batch_id
                FROM mutuality_facts.help_request, generate_series(1, 12000) AS n,
                    LATERAL (SELECT timestamptz '2024-08-01Z' + interval '58 minutes' * n AS at) AS opening
                """)
            _ = try await database.night("2025-12-02", Self.weekly)
            try await database.run("ANALYZE")
            return database.conninfo
        }
    }

    @Test("The night on which a week closes reads the week, and no large table from end to end")
    func closedWeek() async throws {
        let conninfo = try await history()
        let before = try await MigratedDatabase.alone(conninfo) { try await $0.rowsScanned() }
        let outcome = try await MigratedDatabase.alone(conninfo) { database in
            // Opened and closed within the week of 1 December, and one that was open before.
            try await database.load(
                Datasets.helpRequests,
                [["request_id": "new", "opened_at": "2025-12-03", "first_response_at": "2025-12-03T05:00"]],
                now: at("2025-12-07"))
            return try await database.night("2025-12-11", Self.weekly)
        }
        #expect(outcome.computed == Self.weekly.count)
        // The longest reach is that of answers that settle nothing, 14 days and one for zones; nobody says reopened_at.
        let (after, expected) = try await MigratedDatabase.alone(conninfo) { database in
            (
                try await database.rowsScanned(),
                try await database.number(
                    """
                    SELECT count(*) FROM mutuality_facts.help_request
                    WHERE ended_at >= timestamptz '2025-11-16Z' AND opened_at < timestamptz '2025-12-08Z'
                    """)
            )
        }
        // Whether there is any row at all is asked of a table's first.
        for (table, rows) in before { #expect(after[table, default: 0] - rows <= 1, "\(table)") }
        let rows = try #require(outcome.rowsRead["help_requests"])
        #expect(rows == expected && rows < 2000)
    }
}

extension MigratedDatabase {
    /// Lends the database once all other sessions have ended: a session tells the server's counters what it read when
    /// it ends, or some time before.
    fileprivate static func alone<Value: Sendable>(
        _ conninfo: String, _ body: @Sendable (MigratedDatabase) async throws -> Value
    ) async throws -> Value {
        let database = MigratedDatabase(conninfo: conninfo, pool: pool(conninfo))
        let others =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        while try await database.number(others + " AND backend_type = 'client backend'") > 0 {
            try await Task.sleep(for: .milliseconds(20))
        }
        let value = try await body(database)
        await database.pool.shutdown()
        return value
    }

    fileprivate func night(_ now: String, _ kpis: [any KPI.Type]) async throws -> Engine.Outcome {
        let outcome = try await engine(kpis).compute(acme, now: at(now))
        _ = try await Releaser(warehouse: warehouse, sheets: kpis.map { $0.sheet }).release(acme, now: at(now))
        return outcome
    }

    /// How many rows were read of each large table by going through it from its first row on.
    fileprivate func rowsScanned() async throws -> [String: Int] {
        var rows: [String: Int] = [:]
        for table in ["help_request", "release"] {
            rows[table] = try await number(
                "SELECT seq_tup_read FROM pg_stat_user_tables WHERE schemaname ~ '^mutuality' AND relname = '\(table)'")
        }
        return rows
    }
}
