import Foundation
import Postgres
import TestSupport
import Testing

@Suite("Nothing leaks")
struct LeakTests {
    @Test("10,000 results, their errors and copies, and 100 connections leave no pointer and no file open")
    func pointers() async throws {
        let conninfo = try await ScratchServer.shared().conninfo(database: "postgres")
        // In a process of its own, where no other test owns pointers.
        await #expect(processExitsWith: .success) { [conninfo = conninfo as String] in
            func openFiles() throws -> Int {
                try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
            }
            let connection = try await connect(conninfo)
            let pointers = LivePointers.count
            #expect(pointers == 1)
            for number in 0..<10_000 {
                _ = try await connection.queryOne("SELECT \(number)") { try $0.decode(Int.self, at: 0) }
            }
            for _ in 0..<1000 { _ = try? await connection.execute("SELECT 1/0") }
            let rows = try await connection.forEach("SELECT generate_series(1, 10000)", into: 0) { count, _ in
                count += 1
            }
            #expect(rows == 10_000)
            _ = try await connection.copyOut(
                "COPY (SELECT \("text"), generate_series(1, 10000)) TO STDOUT (FORMAT binary)", into: 0
            ) { _, _ in }
            for _ in 0..<20 {
                // Time for the server to begin: a cancel request before that would be for nothing.
                _ = try? await connection.execute("SELECT pg_sleep(60)", deadline: .milliseconds(100))
            }
            #expect(LivePointers.count == pointers)
            let files = try openFiles()
            for _ in 0..<100 {
                let other = try await connect(conninfo)
                try await other.execute("SELECT 1")
            }
            for _ in 0..<10 { _ = try? await connect("host=/tmp/mutuality-no-such-directory") }
            // A queue may hold the last of them for a moment after its work is done.
            for _ in 0..<6_000 where try LivePointers.count > pointers || openFiles() > files {
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(LivePointers.count == pointers)
            #expect(try openFiles() == files)
            await connection.close()
            #expect(LivePointers.count == 0)
        }
    }
}
