import Domain
import Postgres
import TestSupport
import TestValues
import Testing
import Warehouse

@testable import Analytics

@Suite struct RetentionTests {
    @Test(
        "No figure that is still computed needs what is deleted, nor does a load of it change one",
        arguments: 1...4 as ClosedRange<UInt64>)
    func figures(seed: UInt64) async throws {
        try await MigratedDatabase.with { database in
            let now = at("2025-08-02T12:00")
            var loads = RandomLoads(seed: seed)
            var files = loads.beginnings()
            for _ in 0..<40 { files.append(loads.file()) }
            let old = [
                "request_id": "long over", "requester_id": "p1", "helper_id": "p2", "opened_at": "2023-11-02T09:00",
                "first_response_at": "2023-11-02T10:00", "resolved_at": "2023-11-03T09:00",
            ]
            files.append(RandomLoads.File(dataset: Datasets.helpRequests, source: "one", rows: [old]))
            func load() async throws {
                for file in files { try await database.load(file.dataset, file.rows, source: file.source, now: now) }
            }
            try await load()
            let kept = Settings.all.map(\.name).filter { $0.hasPrefix("keep_months_") }
            try await database.warehouse.set(
                kept.map { (name: $0, value: "0") }, from: .distantPast, of: database.acme, now: now)
            try await database.compute(now: now)
            #expect(try await database.compute(now: now, full: true).entries == 0)
            let ledger = try await database.ledger()
            let failures = try await database.failuresOfSQLTests()

            let pruning = try #require(try await database.warehouse.prune(database.acme, now: now))
            #expect(pruning.fixedBefore == day("2025-01-01"))
            #expect(pruning.deleted["help_requests", default: 0] > 0, "\(pruning)")
            #expect(ledger.contains { $0.contains(#""period_from":"2025"#) })
            #expect(try await database.compute(now: now, full: true).entries == 0)
            // Files come as they were, the oldest first: all that has not been pruned ends as it is.
            try await load()
            try await database.compute(now: now)
            #expect(try await database.ledger() == ledger)
            #expect(try await database.failuresOfSQLTests() == failures)
        }
    }
}
