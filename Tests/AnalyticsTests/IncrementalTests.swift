import Disclosure
import Domain
import KPIs
import Postgres
import TestSupport
import TestValues
import Testing
import Warehouse

@testable import Analytics

/// Random histories of loads of all datasets, and computations between them.
@Suite struct IncrementalTests {
    private static let organizationZones = ["UTC", "America/New_York", "Pacific/Auckland", "America/Sao_Paulo"]

    @Test(
        "Whatever is loaded, whoever computes it together and is killed at it: what was computed bit by bit is to the bit what a full computation gives",
        arguments: 1...2 as ClosedRange<UInt64>)
    func incrementalIsFull(seed: UInt64) async throws {
        try await MigratedDatabase.with { database in
            var loads = RandomLoads(seed: seed)
            var now = at("2025-03-02T12:00")
            for file in loads.beginnings() { try await database.load(file, now: now) }
            try await database.warehouse.set(
                [("zone", loads.oneOf(Self.organizationZones))], from: .distantPast, of: database.acme, now: now)
            try await database.compute(now: now)
            for _ in 0..<6 {
                var files: [String] = []
                for _ in 0...loads.below(2) {
                    let file = loads.file()
                    try await database.load(file, now: now)
                    files.append("\(file.dataset.name) \(file.source) \(file.rows)")
                }
                if loads.oneIn(8) {
                    try await database.warehouse.set(
                        [("zone", loads.oneOf(Self.organizationZones))], from: day("2024-09-01"), of: database.acme,
                        now: now)
                }
                now = now.advanced(byDays: loads.below(12))
                if loads.oneIn(3) { continue }
                if loads.oneIn(2) { try await database.computeAmongKillings(now: now, after: loads.below(80)) }
                try await database.compute(now: now)
                let full = try await database.compute(now: now, full: true)
                let wrong = full.entries == 0 ? [] : try await database.newestEntries()
                if loads.oneIn(3) {
                    _ = try await Releaser(warehouse: database.warehouse, sheets: Catalog.all.map { $0.sheet })
                        .release(database.acme, now: now)
                }
                #expect(full.entries == 0, "after \(files): \(wrong)")
            }
            try await database.compute(now: now)
            let incremental = try await database.ledger()
            #expect(incremental.count > 1000)
            let failures = try await database.failuresOfSQLTests()
            #expect(failures.isEmpty, "\(failures)")
            try await database.forgetFigures()
            try await database.compute(now: now)
            #expect(try await database.ledger() == incremental.filter { !MigratedDatabase.isGone($0) })
        }
    }

    @Test(
        "Figures are the same to the bit in whatever order, how often, in what pieces and under what pseudonyms rows come",
        arguments: 1...2 as ClosedRange<UInt64>)
    func order(seed: UInt64) async throws {
        // Each row is newer, by its updated_at, than those that were made before it.
        let now = at("2025-03-02T12:00")
        let ledgers = try await [false, true].asyncMap { isShuffled in
            try await MigratedDatabase.with { database in
                var loads = RandomLoads(seed: seed, sources: ["one"])
                var files = loads.beginnings()
                for _ in 0..<15 { files.append(loads.file()) }
                if isShuffled { files = loads.shuffled(files) }
                for (number, file) in files.enumerated() {
                    try await database.load(file, now: now)
                    if isShuffled, number % 12 == 11 { try await database.compute(now: now) }
                }
                try await database.compute(now: now)
                // The server gives rows as they lie.
                if isShuffled {
                    #expect(try await database.scatterRows().isSuperset(of: ["help_request", "help_contribution"]))
                    #expect(try await database.compute(now: now, full: true).entries == 0)
                }
                return try await database.ledger(withDigest: false).filter { !MigratedDatabase.isGone($0) }
            }
        }
        #expect(ledgers[0].count > 1000)
        #expect(ledgers[0] == ledgers[1])
    }
}

extension Array {
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}

extension MigratedDatabase {
    fileprivate func load(_ file: RandomLoads.File, now: Instant) async throws {
        try await load(file.dataset, file.rows, source: file.source, now: now)
    }

    /// Lays the rows of the large tables down in another order. Which tables have theirs changed.
    fileprivate func scatterRows() async throws -> Set<String> {
        var moved: Set<String> = []
        for table in ["help_request", "help_contribution", "recognition"] {
            let digests = "SELECT md5(string_agg(md5(\(table)::text), '' ORDER BY ctid)) FROM mutuality_facts.\(table)"
            let before = try await texts(digests)
            try await run(
                """
                DO $$
                DECLARE
                    place tid;
                BEGIN
                    FOR place IN SELECT ctid FROM mutuality_facts.\(table) ORDER BY md5(\(table)::text) LOOP
                        UPDATE mutuality_facts.\(table) SET batch_id = batch_id WHERE ctid = place;
                    END LOOP;
                END $$
                """)
            if try await texts(digests) != before { moved.insert(table) }
        }
        return moved
    }

    /// Three processes' worth of connections compute at once, of which some are ended by the server after a while.
    fileprivate func computeAmongKillings(now: Instant, after milliseconds: Int) async throws {
        let acme = try await acme
        let name = "victim"
        let outcomes = await withTaskGroup(of: Result<Void, any Error>.self) { group in
            for number in 0..<3 {
                let pool = Self.pool(conninfo + " application_name=\(name)\(number)")
                group.addTask {
                    let result: Result<Void, any Error>
                    do {
                        _ = try await engine(pool: pool).compute(acme, now: now)
                        result = .success(())
                    } catch { result = .failure(error) }
                    await pool.shutdown()
                    return result
                }
            }
            group.addTask {
                do {
                    try await Task.sleep(for: .milliseconds(milliseconds))
                    _ = try await number(
                        """
                        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                        WHERE datname = current_database() AND application_name IN ('\(name)0', '\(name)1')
                        """)
                    return .success(())
                } catch { return .failure(error) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        // The third, at least, and the killer came through.
        #expect(outcomes.count { if case .success = $0 { true } else { false } } >= 2)
    }

    /// Some entries of the last computation that wrote any, the former ones beside them.
    fileprivate func newestEntries() async throws -> [String] {
        try await texts(
            """
            SELECT kpi, period, period_from, measure, scope_id, statistic, array_agg(value) AS values,
                array_agg(lower_limit) AS lower, array_agg(n) AS n, array_agg(coverage) AS coverage,
                array_agg(people) AS people
            FROM mutuality.ledger
            GROUP BY kpi, period, period_from, measure, scope, scope_id, breakdown, breakdown_value, statistic
            HAVING max(computation_id) = (SELECT max(computation_id) FROM mutuality.ledger)
            ORDER BY kpi, period_from LIMIT 8
            """)
    }
}
