import Foundation
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

    @Test("The end of the task ends its statement, and the connection goes on")
    func cancelled() async throws {
        let connection = try await connect()
        let task = Task { try await connection.execute("SELECT pg_sleep(60)") }
        try await Task.sleep(for: .milliseconds(100))
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
        let connection = try await connect()
        let running = Task { try await connection.execute("SELECT pg_sleep(0.5)") }
        try await Task.sleep(for: .milliseconds(50))
        let waiting = Task { try await connection.execute("SELECT 1") }
        try await Task.sleep(for: .milliseconds(50))
        waiting.cancel()
        #expect(try await running.value == 1)
        let error = await postgresError { _ = try await waiting.value }
        #expect(error?.code == .cancelled)
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
        let connection = try await connect()
        for _ in 0..<100 {
            _ = await postgresError { try await connection.execute("SELECT pg_sleep(0.002)", deadline: .milliseconds(2)) }
            #expect(try await connection.execute("SELECT pg_sleep(0.001)") == 1)
        }
    }
}
