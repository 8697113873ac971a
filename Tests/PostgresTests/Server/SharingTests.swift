#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif
import Foundation
@testable import Postgres
import Subprocess
import Testing

extension EmbeddedServerTests {
    @Suite struct Sharing {
        @Test("The first use makes the database, and the last one out stops the server and leaves nothing in /tmp")
        func firstUse() async throws {
            try await ServerSite.with(database: false) { site in
                let server = try site.server()
                #expect(server.status() == .absent)
                try await server.use { conninfo in
                    let sql = """
                        SELECT current_user, current_database(), datcollate, pg_encoding_to_char(encoding),
                            current_setting('data_checksums'), current_setting('fsync'),
                            current_setting('full_page_writes'), current_setting('listen_addresses')
                        FROM pg_database WHERE datname = current_database()
                        """
                    let answer = try await query(conninfo, sql)
                    #expect(answer == "mutuality|mutuality|C.UTF-8|UTF8|on|on|on|")
                }
                expectStopped(server)
                #expect(try site.socketFolders.isEmpty)
                let left = try FileManager.default.contentsOfDirectory(atPath: site.data).sorted()
                #expect(left == ["in-use.lock", "postgresql", "postgresql.log", "server.conf", "start.lock"])
            }
        }

        @Test("Uses at once share one server, which stays until the last of them leaves")
        func sharing() async throws {
            try await ServerSite.with { site in
                let server = try site.server()
                try await server.use { _ in
                    let process = try runningProcess(server)
                    try await server.use { conninfo in
                        try expectProcess(of: server, is: process)
                        try await expectAnswer(conninfo)
                    }
                    try expectProcess(of: server, is: process)
                }
                expectStopped(server)
            }
        }

        @Test("Commands that come and go at once, in two processes, never meet a stopped server")
        func comingAndGoing() async throws {
            try await ServerSite.with { site in
                let root = site.root
                async let other = #expect(processExitsWith: .success) { [root = root as String] in
                    try await comeAndGo(ServerSite(root: root))
                }
                async let own: Void = comeAndGo(site)
                _ = try await (other, own)
                try expectStopped(site.server())
            }
        }

        @Test("A started server outlives the commands, until it is stopped")
        func keeping() async throws {
            try await ServerSite.with { site in
                let server = try site.server()
                try await server.start()
                try await server.start()
                let process = try runningProcess(server)
                try await server.use { _ in }
                let running = try runningServer(server)
                #expect(running.process == process && running.isKept && running.users.isEmpty)
                try await server.stop()
                expectStopped(server)
                try await server.use { _ in
                    let next = try runningProcess(server)
                    #expect(next != process)
                }
                expectStopped(server)
            }
        }

        @Test("To stop what was never made does nothing")
        func stoppingNothing() async throws {
            try await ServerSite.with(database: false) { site in
                try FileManager.default.removeItem(atPath: site.data)
                try await site.server().stop()
                #expect(!FileManager.default.fileExists(atPath: site.data))
                try FileManager.default.createDirectory(atPath: site.data, withIntermediateDirectories: false)
            }
        }

        @Test("A server in use isn't stopped: the error names who uses it, and their work goes on")
        func stoppingInUse() async throws {
            try await ServerSite.with { site in
                let server = try site.server()
                try await server.start()
                try await server.use { conninfo in
                    let error = try await ServerError.from { try await server.stop(grace: .milliseconds(20)) }
                    #expect(error.kind == .inUse)
                    #expect(error.message.contains("process \(getpid()) ("))
                    try await expectAnswer(conninfo)
                }
                #expect(try runningServer(server).isKept)
            }
        }

        @Test("To stop waits for those who are about to end")
        func stoppingWaits() async throws {
            try await ServerSite.with { site in
                let server = try site.server()
                let user = Task { try await server.use { _ in try await Task.sleep(for: .milliseconds(200)) } }
                try await eventually { if case .running = server.status() { true } else { false } }
                try await server.stop(grace: .seconds(120))
                try await user.value
                expectStopped(server)
            }
        }

        @Test("A cancelled task and a failed one leave in order, and the error comes through")
        func leavingEarly() async throws {
            try await ServerSite.with { site in
                let server = try site.server()
                let task = Task { try await server.use { _ in try await Task.sleep(for: .seconds(60)) } }
                try await eventually { if case .running = server.status() { true } else { false } }
                task.cancel()
                await #expect(throws: CancellationError.self) { try await task.value }
                #expect(try site.socketFolders.isEmpty)
                await #expect(throws: CommandFailed.self) {
                    try await server.use { _ in throw CommandFailed(description: "on purpose") }
                }
                expectStopped(server)
            }
        }

        @Test("A task that is cancelled while it starts the server leaves none behind")
        func cancelledStart() async throws {
            try await ServerSite.with { site in
                let server = try site.server()
                let task = Task { try await server.use { _ in try Task.checkCancellation() } }
                try await eventually { FileManager.default.fileExists(atPath: site.log) }
                task.cancel()
                await #expect(throws: CancellationError.self) { try await task.value }
                expectStopped(server)
                #expect(try site.socketFolders.isEmpty)
            }
        }

        @Test("The server has a session of its own, out of Ctrl-C's reach, and none of the lock files")
        func detached() async throws {
            try await ServerSite.with { site in
                let server = try site.server()
                try await server.use { _ in
                    let process = try runningProcess(server)
                    #expect(getsid(process) == process)
                    // In many containers root may not look there, but the server's account may.
                    let account = try ServerAccount(callerID: geteuid(), nameForRoot: "postgres")
                    let list = try await ProgramRunner(environment: [:]).run(
                        "/bin/ls", ["-l", "/proc/\(process)/fd"], as: account, output: .string(limit: 1 << 16))
                    let open = list.standardOutput.split(separator: "\n")
                    #expect(open.contains { $0.hasSuffix(" -> " + site.log) })
                    #expect(!open.contains { $0.hasSuffix(".lock") })
                }
            }
        }

        @Test("A normal user runs the server as themselves, with folders that nobody else may enter")
        func normalUser() async throws {
            try await ServerSite.with(database: false) { site in
                chmod(site.root, 0o777)
                chmod(site.temporary, 0o777)
                try FileManager.default.removeItem(atPath: site.data)
                await #expect(processExitsWith: .success) { [root = site.root as String] in
                    becomeNobody()
                    let site = ServerSite(root: root)
                    let server = try site.server()
                    try await server.use { conninfo in
                        try await expectAnswer(conninfo)
                        let status = try #require(FileStatus("/proc/\(runningProcess(server))"))
                        #expect(status.owner == geteuid() && geteuid() != 0)
                        for folder in [site.data, site.temporary + "/" + (try site.socketFolders[0])] {
                            #expect(FileStatus(folder)?.allows(0o077) == false)
                        }
                    }
                }
                #expect(try site.socketFolders.isEmpty)
            }
        }

        @Test("Commands with another TMPDIR find the running server")
        func otherTemporary() async throws {
            try await ServerSite.with { site in
                let server = try site.server()
                try await server.use { _ in
                    let process = try runningProcess(server)
                    try await site.server(temporary: "/var/tmp").use { conninfo in
                        #expect(conninfo.contains(site.temporary))
                        try await expectAnswer(conninfo, "SELECT pg_postmaster_start_time() < now()", is: "t")
                    }
                    try expectProcess(of: server, is: process)
                }
            }
        }

        @Test("The client's command opens the private database")
        func client() async throws {
            try await ServerSite.with { site in
                let server = try site.server()
                try await server.use { conninfo in
                    let words = try await server.clientCommand(conninfo: conninfo)
                    let answer = try await command(
                        "env", words[0], words[1], words[2], "-tAc", "SELECT current_database()")
                    #expect(answer == "mutuality")
                }
            }
        }
    }
}

/// Uses the server again and again, a few tasks at once; each use must find it answering.
private func comeAndGo(_ site: ServerSite) async throws {
    try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<2 {
            group.addTask {
                var answers = ""
                for _ in 0..<4 {
                    answers += try await site.server().use { try await query($0, "SELECT 1") }
                }
                return answers
            }
        }
        for try await answers in group { #expect(answers == "1111") }
    }
}
