import Foundation
import Logging
@testable import Postgres
import TestSupport
import Testing

@Suite("A peer that says nothing")
struct SilentPeerTests {
    /// Connected through a relay to the shared server.
    private func withRelay(_ body: (Relay, Connection) async throws -> Void) async throws {
        let relay = try Relay(to: try await ScratchServer.shared().directory)
        defer { relay.stop() }
        try await body(relay, try await connect("host=\(relay.directory) user=postgres dbname=postgres"))
    }

    private func error(of task: Task<some Sendable, any Error>) async -> PostgresError? {
        await postgresError { _ = try await task.value }
    }

    @Test("Connecting ends at its deadline")
    func connectDeadline() async throws {
        let relay = try Relay(to: nil)
        defer { relay.stop() }
        let configuration = PostgresConfiguration(
            conninfo: "host=\(relay.directory)", connectDeadline: .milliseconds(200))
        let error = await postgresError {
            _ = try await Connection.connect(configuration, logger: Logger(label: "test"))
        }
        #expect(error?.code == .deadlineExceeded)
    }

    @Test("Connecting ends with its task")
    func connectCancelled() async throws {
        let relay = try Relay(to: nil)
        defer { relay.stop() }
        let task = Task { try await connect("host=\(relay.directory)") }
        try await Task.sleep(for: .milliseconds(100))
        task.cancel()
        #expect(await error(of: task)?.code == .cancelled)
    }

    @Test("A statement ends at its deadline, and the connection is closed")
    func deadline() async throws {
        try await withRelay { relay, connection in
            relay.fallSilent()
            let error = await postgresError {
                try await connection.execute("SELECT 1", deadline: .milliseconds(100))
            }
            #expect(error?.code == .deadlineExceeded)
            #expect(await connection.isClosed)
            let next = await postgresError { try await connection.execute("SELECT 1") }
            #expect(next?.code == .connectionClosed)
        }
    }

    @Test("A statement ends with its task, though the cancel request isn't answered either")
    func cancelled() async throws {
        try await withRelay { relay, connection in
            let process = await connection.backendPID
            let task = Task { try await connection.execute("SELECT pg_sleep(600)") }
            try await waitUntilAsleep(process)
            relay.fallSilent()
            task.cancel()
            #expect(await error(of: task)?.code == .cancelled)
            #expect(await connection.isClosed)
        }
    }

    @Test("A COPY in whose bytes nobody takes ends at its deadline", .timeLimit(.minutes(5)))
    func copyIn() async throws {
        try await withRelay { relay, connection in
            try await connection.execute("CREATE TEMP TABLE c (note text)")
            let error = await postgresError {
                try await connection.copyIn("COPY c FROM STDIN (FORMAT binary)", deadline: .milliseconds(200)) {
                    writer in
                    relay.fallSilent()
                    let note = String(repeating: "x", count: 1000)
                    for _ in 0..<10_000_000 { try writer.row(columns: 1) { $0.appendText(note) } }
                }
            }
            #expect(error?.code == .deadlineExceeded)
            #expect(await connection.isClosed)
        }
    }

    @Test("Many silent peers keep no more than 16 cancel requests under way; further connections end at once")
    func cancelRequests() async throws {
        let server = try await ScratchServer.shared().directory
        // In a process of its own, where no other test sends cancel requests.
        await #expect(processExitsWith: .success) { [server = server as String] in
            let relay = try Relay(to: server)
            var connections: [Connection] = []
            for _ in 0..<20 {
                connections.append(try await connect("host=\(relay.directory) user=postgres dbname=postgres"))
            }
            relay.fallSilent()
            let errors = await withTaskGroup { group in
                for connection in connections {
                    group.addTask {
                        await postgresError { try await connection.execute("SELECT 1", deadline: .milliseconds(100)) }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(errors.map(\.?.code) == Array(repeating: .deadlineExceeded, count: 20))
            #expect(errors.count { $0?.message.contains("couldn't be asked") == true } == 4)
            #expect(CancelRequest.underWay == 16)
            for connection in connections { #expect(await connection.isClosed) }
            relay.stop()
            try await eventually { CancelRequest.underWay == 0 }
            let next = try await connect("host=\(server) user=postgres dbname=postgres")
            _ = await postgresError { try await next.execute("SELECT pg_sleep(60)", deadline: .milliseconds(100)) }
            #expect(try await next.execute("SELECT 1") == 1)
        }
    }

    @Test("A COMMIT without an answer is uncertain")
    func commit() async throws {
        let relay = try Relay(to: try await ScratchServer.shared().directory)
        defer { relay.stop() }
        let connection = try await connect(
            "host=\(relay.directory) user=postgres dbname=postgres", deadline: .milliseconds(300))
        let error = await postgresError {
            try await connection.transaction { connection in
                try await connection.execute("SELECT 1")
                relay.fallSilent()
            }
        }
        #expect(error?.code == .commitUncertain)
        #expect(error?.isRetryable == false)
    }
}
