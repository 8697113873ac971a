import Foundation
import Logging
import Postgres
import Synchronization
import TestSupport
import Testing

/// How many were in at once, and who came when.
private final class Gauge: Sendable {
    private let state = Mutex((now: 0, most: 0, notes: [Int]()))

    var most: Int { state.withLock { $0.most } }
    var notes: [Int] { state.withLock { $0.notes } }

    func enter() {
        state.withLock { state in
            state.now += 1
            state.most = max(state.most, state.now)
        }
    }

    func leave() { state.withLock { $0.now -= 1 } }

    func note(_ number: Int) { state.withLock { $0.notes.append(number) } }
}

@Suite("The pool")
struct PoolTests {
    private struct Stop: Error {}

    private func pool(maximum: Int) async throws -> Pool {
        let conninfo = try await ScratchServer.shared().conninfo(database: "postgres")
        return Pool(PostgresConfiguration(conninfo: conninfo), maximum: maximum, logger: Logger(label: "pool"))
    }

    private func process(of pool: Pool) async throws -> Int32? {
        try await pool.withConnection { await $0.backendPID }
    }

    @Test("Never lends more than its maximum, and serves all", .timeLimit(.minutes(5)))
    func maximum() async throws {
        let pool = try await pool(maximum: 3)
        let gauge = Gauge()
        let processes = try await withThrowingTaskGroup(of: Int32?.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    try await pool.withConnection { connection in
                        gauge.enter()
                        defer { gauge.leave() }
                        // The first three wait for one another.
                        while gauge.most < 3 { try await Task.sleep(for: .milliseconds(1)) }
                        try await connection.execute("SELECT 1")
                        return await connection.backendPID
                    }
                }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(gauge.most == 3)
        #expect(processes.count == 3)
        await pool.shutdown()
    }

    @Test("Serves in the order of asking")
    func fairness() async throws {
        let pool = try await pool(maximum: 1)
        let gauge = Gauge()
        try await withThrowingTaskGroup { group in
            try await pool.withConnection { _ in
                for number in 0..<10 {
                    group.addTask {
                        try await pool.withConnection { _ in gauge.note(number) }
                    }
                    while pool.waiting <= number { await Task.yield() }
                }
            }
            try await group.waitForAll()
        }
        #expect(gauge.notes == Array(0..<10))
        await pool.shutdown()
    }

    @Test("Uses a connection again, and drops one that broke in use or in rest")
    func brokenConnections() async throws {
        let pool = try await pool(maximum: 1)
        let first = try await process(of: pool)
        #expect(try await process(of: pool) == first)
        await #expect(throws: Stop.self) { try await pool.withConnection { _ in throw Stop() } }
        #expect(try await process(of: pool) == first)
        _ = await postgresError {
            try await pool.withConnection { try await $0.execute("SELECT pg_terminate_backend(pg_backend_pid())") }
        }
        let second = try #require(try await process(of: pool))
        #expect(second != first)
        let other = try await connect()
        try await other.execute("SELECT pg_terminate_backend(\(second))")
        while try await other.execute("SELECT FROM pg_stat_activity WHERE pid = \(second)") > 0 {
            try await Task.sleep(for: .milliseconds(10))
        }
        let third = try await process(of: pool)
        #expect(third != second && third != nil)
        await pool.shutdown()
    }

    @Test("A connection comes back without transaction, settings, locks and temporary tables")
    func reset() async throws {
        let pool = try await pool(maximum: 1)
        try await pool.withConnection { connection in
            try await connection.executeScript(
                dangerouslyRaw: """
                    SET statement_timeout = '1h'; SET ROLE pg_monitor; SELECT pg_advisory_lock(4711);
                    CREATE TEMP TABLE left_over (); BEGIN; SELECT 1
                    """)
        }
        let traces = try await pool.withConnection { connection in
            try await connection.queryOne(
                """
                SELECT current_setting('statement_timeout'), current_user::text, to_regclass('left_over') IS NULL,
                    NOT EXISTS (SELECT FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory')
                """
            ) { row in
                try (
                    row.decode(String.self, at: 0), row.decode(String.self, at: 1), row.decode(Bool.self, at: 2),
                    row.decode(Bool.self, at: 3)
                )
            }
        }
        #expect(traces == ("0", "postgres", true, true))
        await pool.shutdown()
    }

    @Test("A waiting task that is cancelled leaves the line")
    func cancelledWaiter() async throws {
        let pool = try await pool(maximum: 1)
        try await pool.withConnection { _ in
            let waiter = Task { try await process(of: pool) }
            while pool.waiting == 0 { await Task.yield() }
            waiter.cancel()
            let error = await postgresError { _ = try await waiter.value }
            #expect(error?.code == .cancelled)
        }
        #expect(try await process(of: pool) != nil)
        await pool.shutdown()
    }

    @Test("A failed connection frees its place")
    func failedConnection() async throws {
        let configuration = PostgresConfiguration(conninfo: "host=/tmp/mutuality-no-such-directory")
        let pool = Pool(configuration, maximum: 1, logger: Logger(label: "pool"))
        for _ in 0..<3 {
            let error = await postgresError { _ = try await process(of: pool) }
            #expect(error?.code == .connectionRefused)
        }
    }

    @Test("Shutdown refuses those who wait and those who come, and closes what comes back")
    func shutdown() async throws {
        let pool = try await pool(maximum: 1)
        let lent = try await pool.withConnection { connection in
            let waiter = Task { try await process(of: pool) }
            while pool.waiting == 0 { await Task.yield() }
            await pool.shutdown()
            let error = await postgresError { _ = try await waiter.value }
            #expect(error?.code == .poolShutDown)
            try await connection.execute("SELECT 1")
            return connection
        }
        #expect(await lent.isClosed)
        let late = await postgresError { _ = try await process(of: pool) }
        #expect(late?.code == .poolShutDown)
    }
}
