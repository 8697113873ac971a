import Foundation
@testable import Postgres
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

    private struct StillWriting: Error {}

    @Test(
        "Killed in a query, in a COPY in, in a COPY out, idle: a loss each time, and a closed connection",
        .timeLimit(.minutes(5)))
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
                    for _ in 0..<1000 { try writer.row(columns: 1) { $0.appendText(note) } }
                    kill(process, SIGKILL)
                    // 10 MB: far more than sockets and buffers on the way take.
                    for _ in 0..<10_000 { try writer.row(columns: 1) { $0.appendText(note) } }
                    throw StillWriting()
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
        server.stop()
    }

    @Test("Killed before COMMIT: nothing was stored, try again. Killed in COMMIT: uncertain", .timeLimit(.minutes(5)))
    func killedAtCommit() async throws {
        let server = try await ScratchServer.start()
        let before = try await patientConnect(server)
        let process = try #require(await before.backendPID)
        let unsent = await postgresError {
            try await before.transaction { _ in
                kill(process, SIGKILL)
                while kill(process, 0) == 0 { try await Task.sleep(for: .milliseconds(10)) }
            }
        }
        #expect(unsent?.code == .connectionLost)
        #expect(unsent?.message.contains("nothing was stored") == true)
        #expect(unsent?.isRetryable == true)
        #expect(await before.isClosed)

        let during = try await patientConnect(server)
        try await during.executeScript(
            dangerouslyRaw: """
                CREATE TABLE slow ();
                CREATE FUNCTION doze() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(600); END $$;
                CREATE CONSTRAINT TRIGGER doze AFTER INSERT ON slow DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW EXECUTE FUNCTION doze();
                """)
        let committing = try #require(await during.backendPID)
        let observer = try await patientConnect(server)
        let task = Task { try await during.transaction { try await $0.execute("INSERT INTO slow DEFAULT VALUES") } }
        let inCommit: Query =
            "SELECT FROM pg_stat_activity WHERE pid = \(committing) AND query = 'COMMIT' AND wait_event = 'PgSleep'"
        while try await observer.execute(inCommit) == 0 { try await Task.sleep(for: .milliseconds(10)) }
        kill(committing, SIGKILL)
        let uncertain = await postgresError { _ = try await task.value }
        #expect(uncertain?.code == .commitUncertain)
        #expect(uncertain?.isRetryable == false)
        server.stop()
    }

    @Test("A server that has said good-bye counts as gone before it hangs up", .timeLimit(.minutes(5)))
    func lastWords() async throws {
        let relay = try Relay(to: try await ScratchServer.shared().directory, hidesEnd: true)
        defer { relay.stop() }
        let connection = try await connect("host=\(relay.directory) user=postgres dbname=postgres")
        #expect(await connection.isAlive())
        let process = try #require(await connection.backendPID)
        let other = try await connect()
        try await other.execute("SELECT pg_terminate_backend(\(process))")
        while await connection.isAlive() { try await Task.sleep(for: .milliseconds(10)) }
        #expect(await connection.isClosed)
    }

    @Test("An administrator's end has the server's word for it, and the pool opens another connection")
    func terminate() async throws {
        let conninfo = try await ScratchServer.shared().conninfo(database: "postgres")
        let (victim, other) = (try await connect(conninfo), try await connect(conninfo))
        let process = try #require(await victim.backendPID)
        let task = Task { try await victim.execute("SELECT pg_sleep(600)") }
        try await waitUntilAsleep(process)
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
