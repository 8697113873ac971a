import Foundation
import Postgres
import TestSupport
import Testing

/// On a server of their own: a killed backend makes the server end all its connections and recover.
@Suite("A server that dies", .serialized)
struct ServerDeathTests {
    /// Whether the error is one of those a dying server leaves: its last words, or none.
    private func isLoss(_ error: PostgresError?) -> Bool {
        guard let error else { return false }
        return error.isRetryable && (error.code == .connectionLost || error.sqlState?.conditionClass == "57")
    }

    @Test("Killed in a query, in a COPY in, in a COPY out, idle: a loss each time, and a closed connection")
    func killed() async throws {
        let server = try await ScratchServer.start()
        let deaths: [@Sendable (Connection, Int32) async throws -> Void] = [
            { connection, process in
                Task.detached {
                    try await Task.sleep(for: .milliseconds(200))
                    kill(process, SIGKILL)
                }
                try await connection.execute("SELECT pg_sleep(60)")
            },
            { connection, process in
                try await connection.execute("CREATE TEMP TABLE t (note text)")
                try await connection.copyIn("COPY t FROM STDIN (FORMAT binary)") { writer in
                    let note = String(repeating: "x", count: 1000)
                    for row in 0..<1_000_000 {
                        if row == 1000 { kill(process, SIGKILL) }
                        try writer.row(columns: 1) { $0.appendText(note) }
                    }
                }
            },
            { connection, process in
                let numbers: Query = "COPY (SELECT generate_series(1, 1000000000)) TO STDOUT (FORMAT binary)"
                _ = try await connection.copyOut(numbers, into: 0) { count, _ in
                    count += 1
                    if count == 1000 { kill(process, SIGKILL) }
                }
            },
            { connection, process in
                _ = try await connection.forEach("SELECT generate_series(1, 1000000000)", into: 0) { count, _ in
                    count += 1
                    if count == 1000 { kill(process, SIGKILL) }
                }
            },
            { connection, process in
                kill(process, SIGKILL)
                try await Task.sleep(for: .milliseconds(200))
                try await connection.execute("SELECT 1")
            },
        ]
        for (number, death) in deaths.enumerated() {
            let connection = try await patientConnect(server)
            let process = try #require(await connection.backendPID)
            let error = await postgresError { try await death(connection, process) }
            #expect(isLoss(error), "death \(number): \(error.map { "\($0)" } ?? "no error")")
            #expect(await connection.isClosed)
        }
        server.stop()
    }

    @Test("Killed between a transaction's statements: the transaction's error is the loss, not its rollback's")
    func killedInTransaction() async throws {
        let server = try await ScratchServer.start()
        let connection = try await patientConnect(server)
        let process = try #require(await connection.backendPID)
        let error = await postgresError {
            try await connection.transaction { connection in
                kill(process, SIGKILL)
                try await Task.sleep(for: .milliseconds(200))
                try await connection.execute("SELECT 1")
            }
        }
        #expect(isLoss(error))
        let commit = try await patientConnect(server)
        let committing = try #require(await commit.backendPID)
        let uncertain = await postgresError {
            try await commit.transaction { _ in
                kill(committing, SIGKILL)
                try await Task.sleep(for: .milliseconds(200))
            }
        }
        #expect(uncertain?.code == .commitUncertain)
        server.stop()
    }

    @Test("An administrator's end has the server's word for it, and the pool opens another connection")
    func terminate() async throws {
        let conninfo = try await ScratchServer.shared().conninfo(database: "postgres")
        let (victim, other) = (try await connect(conninfo), try await connect(conninfo))
        let process = try #require(await victim.backendPID)
        let task = Task { try await victim.execute("SELECT pg_sleep(60)") }
        try await Task.sleep(for: .milliseconds(100))
        try await other.execute("SELECT pg_terminate_backend(\(process))")
        let error = await postgresError { _ = try await task.value }
        #expect(error?.sqlState == .adminShutdown)
        #expect(error?.severity == .fatal)
        #expect(await victim.isClosed)
    }

    /// Until the server has recovered from the last killing.
    private func patientConnect(_ server: ScratchServer) async throws -> Connection {
        for _ in 0..<600 {
            do {
                return try await server.connect(database: "postgres")
            } catch let error as PostgresError where error.isRetryable {
                try await Task.sleep(for: .milliseconds(50))
            }
        }
        return try await server.connect(database: "postgres")
    }
}
