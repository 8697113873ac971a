import Foundation
import Logging
import Postgres
import TestSupport
import Testing

@Suite("Deadlines and cancellation")
struct InterruptionTests {
    @Test("A deadline ends a statement, and the connection goes on")
    func deadline() async throws {
        let connection = try await connect()
        let error = await postgresError {
            try await connection.execute("SELECT pg_sleep(60)", deadline: .milliseconds(100))
        }
        #expect(error?.code == .deadlineExceeded)
        #expect(try await connection.execute("SELECT 1") == 1)
    }

    @Test("The configuration's deadline is for statements that name none")
    func defaultDeadline() async throws {
        let connection = try await connect(deadline: .milliseconds(100))
        let error = await postgresError { try await connection.execute("SELECT pg_sleep(60)") }
        #expect(error?.code == .deadlineExceeded)
        #expect(try await connection.execute("SELECT pg_sleep(0.3)", deadline: .seconds(60)) == 1)
    }

    @Test(
        "A deadline beyond all times is none, and one in the past is over",
        arguments: [Duration.seconds(Int64.max), .seconds(1.6e20)])
    func extremeDeadline(huge: Duration) async throws {
        let configuration = PostgresConfiguration(
            conninfo: try await ScratchServer.shared().conninfo(database: "postgres"), connectDeadline: huge,
            deadline: huge)
        let connection = try await Connection.connect(configuration, logger: Logger(label: "test"))
        #expect(try await connection.execute("SELECT pg_sleep(0.01)") == 1)
        #expect(try await connection.forEach("SELECT pg_sleep(0.01)", into: 0) { count, _ in count += 1 } == 1)
        let past = await postgresError { try await connection.execute("SELECT pg_sleep(60)", deadline: .zero - huge) }
        #expect(past?.code == .deadlineExceeded)
        // Though the first cancel request came before the server had begun.
        #expect(try await connection.execute("SELECT 1") == 1)
    }

    @Test("The end of the task ends its statement, and the connection goes on")
    func cancelled() async throws {
        let connection = try await connect()
        let process = await connection.backendPID
        let task = Task { try await connection.execute("SELECT pg_sleep(600)") }
        try await waitUntilAsleep(process)
        task.cancel()
        let error = await postgresError { _ = try await task.value }
        #expect(error?.code == .cancelled)
        #expect(try await connection.execute("SELECT 1") == 1)
    }

    @Test("A task that was cancelled before sends nothing")
    func cancelledBefore() async throws {
        let connection = try await connect()
        try await connection.execute("CREATE TEMP TABLE t (n int)")
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await connection.execute("INSERT INTO t VALUES (1)")
        }
        let error = await postgresError { _ = try await task.value }
        #expect(error?.code == .cancelled)
        #expect(try await connection.execute("SELECT * FROM t") == 0)
    }

    @Test("The cancellation of a waiting task leaves the running statement of another alone")
    func cancelledWaiting() async throws {
        let (connection, holder) = (try await connect(), try await connect())
        try await holder.execute("SELECT pg_advisory_lock(1001)")
        let running = Task { try await connection.execute("SELECT pg_advisory_lock(1001)") }
        try await waitForLock(1001, sessions: 1, holder)
        let waiting = Task { try await connection.execute("SELECT 1") }
        waiting.cancel()
        try await Task.sleep(for: .milliseconds(50))
        try await holder.execute("SELECT pg_advisory_unlock(1001)")
        #expect(try await running.value == 1)
        let error = await postgresError { _ = try await waiting.value }
        #expect(error?.code == .cancelled)
    }

    /// Twenty is more than the threads that tasks share on small machines: if waits held those, this would never end.
    @Test("Twenty statements wait at once, and other tasks go on", .timeLimit(.minutes(5)))
    func threads() async throws {
        let holder = try await connect()
        try await holder.execute("SELECT pg_advisory_lock(1002)")
        let waiting = try await withThrowingTaskGroup { group in
            for _ in 0..<20 {
                let connection = try await connect()
                group.addTask { try await connection.execute("SELECT pg_advisory_xact_lock(1002)") }
            }
            try await waitForLock(1002, sessions: 20, holder)
            try await holder.execute("SELECT pg_advisory_unlock(1002)")
            return try await group.reduce(0, +)
        }
        #expect(waiting == 20)
    }

    private func waitForLock(_ key: Int, sessions: Int, _ connection: Connection) async throws {
        let waiting: Query =
            "SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid::bigint = \(key) AND NOT granted"
        while try await connection.execute(waiting) < sessions { try await Task.sleep(for: .milliseconds(10)) }
    }

    @Test("Streams end with their task: rows, COPY out, COPY in")
    func streams() async throws {
        let connection = try await connect()
        try await connection.execute("CREATE TEMP TABLE t (n bigint)")
        let streams: [@Sendable () async throws -> Void] = [
            { _ = try await connection.forEach("SELECT generate_series(1, 1000000000)", into: 0) { _, _ in } },
            {
                let numbers: Query = "COPY (SELECT generate_series(1, 1000000000)) TO STDOUT (FORMAT binary)"
                _ = try await connection.copyOut(numbers, into: 0) { _, _ in }
            },
            {
                try await connection.copyIn("COPY t FROM STDIN (FORMAT binary)") { writer in
                    while true { try writer.row(columns: 1) { $0.append(Int64(1)) } }
                }
            },
        ]
        for stream in streams {
            let task = Task { try await stream() }
            try await Task.sleep(for: .milliseconds(100))
            task.cancel()
            let error = await postgresError { try await task.value }
            #expect(error?.code == .cancelled)
            #expect(try await connection.execute("SELECT * FROM t") == 0)
        }
    }

    @Test("A late cancel request doesn't hit the next statement, 100 times")
    func lateCancel() async throws {
        var connection = try await connect()
        for _ in 0..<100 {
            _ = await postgresError { [connection] in
                try await connection.execute("SELECT pg_sleep(0.002)", deadline: .milliseconds(2))
            }
            // A server on a busy machine may not answer in time; then the connection ends, as it has to.
            if await connection.isClosed { connection = try await connect() }
            #expect(try await connection.execute("SELECT pg_sleep(0.001)") == 1)
        }
    }
}
