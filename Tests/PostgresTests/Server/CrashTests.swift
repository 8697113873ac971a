#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif
import Foundation
@testable import Postgres
import Subprocess
import Testing

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

extension EmbeddedServerTests {
    @Suite struct Crashes {
        @Test("After kill -9 of the server, the next command finds what was committed")
        func killedServer() async throws {
            try await ServerSite.with { site in
                let server = try site.server()
                try await server.start()
                try await server.use { conninfo in
                    try await query(conninfo, "CREATE TABLE kept AS SELECT 42 AS answer")
                    kill(try runningProcess(server), SIGKILL)
                    try await eventually { if case .running = server.status() { false } else { true } }
                }
                try await server.use { conninfo in
                    try await expectAnswer(conninfo, "SELECT answer FROM kept", is: "42")
                }
            }
        }

        @Test("A killed server's busy sessions are waited for before the next server starts")
        func orphans() async throws {
            try await ServerSite.with { site in
                let server = try site.server()
                try await server.start()
                try await server.use { conninfo in
                    let busy = Task { try await query(conninfo, "SELECT pg_sleep(600)") }
                    let find =
                        "SELECT string_agg(pid::text, '') FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'"
                    var session: Int32?
                    while session == nil { session = Int32(try await query(conninfo, find)) }
                    // Halted, it can't notice that its server is gone, like one that is busy in the processor.
                    let orphan = try #require(session)
                    kill(orphan, SIGSTOP)
                    defer { kill(orphan, SIGCONT) }
                    kill(try runningProcess(server), SIGKILL)
                    try await eventually { if case .changing = server.status() { true } else { false } }

                    let next = Task { try await server.use { try await expectAnswer($0) } }
                    try await Task.sleep(for: .milliseconds(100))
                    if case .changing = server.status() {} else { Issue.record("\(server.status())") }
                    kill(orphan, SIGCONT)
                    try await next.value
                    await #expect(throws: CommandFailed.self) { try await busy.value }
                }
            }
        }

        @Test(
            "A postmaster.pid whose number is another process's now doesn't keep the server from starting",
            arguments: [false, true])
        func reusedProcess(standsInCluster: Bool) async throws {
            try await ServerSite.with { site in
                let server = try site.server()
                try await server.start()
                let killed = try runningProcess(server)
                kill(killed, SIGKILL)
                try await eventually { if case .stopped = server.status() { true } else { false } }
                try await withSleeper(in: standsInCluster ? site.cluster : "/") { sleeper in
                    let socket = site.temporary + "/" + (try site.socketFolders[0]) + "/.s.PGSQL.5432.lock"
                    for path in [site.cluster + "/postmaster.pid", socket] {
                        let text = try #require(contentsOfFile(path))
                        #expect(text.hasPrefix("\(killed)\n"))
                        try text.replacingOccurrences(of: "\(killed)\n", with: "\(sleeper)\n")
                            .write(toFile: path, atomically: false, encoding: .utf8)
                    }
                    expectStopped(server)
                    try await server.use { conninfo in
                        try await expectAnswer(conninfo)
                    }
                    #expect(kill(sleeper, 0) == 0)
                }
            }
        }

        @Test("Who looks at the same time as another doesn't take that one for a server")
        func lookingAtOnce() async throws {
            try await ServerSite.with { site in
                try await site.server().use { _ in }
                let look = try FileLock(site.log)
                #expect(look.tryLock(.shared))
                expectStopped(try site.server())
            }
        }

        @Test("A socket's lock file that isn't the server account's own ends no process")
        func foreignSocketLock() async throws {
            try await ServerSite.with { site in
                let account = try ServerAccount(callerID: geteuid(), nameForRoot: "postgres")
                let socket = try SocketDirectory(
                    for: DataDirectory(path: site.data), serverUserID: account.userID,
                    environment: ["TMPDIR": site.temporary])
                let lock = socket.path + "/.s.PGSQL.5432.lock"
                mkdir(socket.path, 0o700)
                chown(socket.path, account.userID, .max)
                // What would be ended: a process that names the cluster.
                try await withSleeper(naming: site.cluster) { sleeper in
                    try "\(sleeper)\n".write(toFile: lock, atomically: false, encoding: .utf8)
                    chown(lock, account.userID, .max)
                    #expect(socket.process(of: account) == sleeper)
                    if geteuid() == 0 {
                        chown(lock, account.userID + 1, .max)
                        #expect(socket.process(of: account) == nil)
                        chown(lock, account.userID, .max)
                    }
                    rename(lock, site.root + "/elsewhere")
                    symlink(site.root + "/elsewhere", lock)
                    #expect(socket.process(of: account) == nil)
                    unlink(lock)
                    mkfifo(lock, 0o600)
                    chown(lock, account.userID, .max)
                    #expect(socket.process(of: account) == nil)
                    unlink(lock)
                    rename(site.root + "/elsewhere", lock)
                    chmod(socket.path, 0o755)
                    #expect(socket.process(of: account) == nil)
                    let error = try await ServerError.from { try await site.server().use { _ in } }
                    #expect(error.kind == .socketDirectory)
                    #expect(kill(sleeper, 0) == 0)
                }
            }
        }

        @Test("A killed command's server stays; the next command takes it over and stops it")
        func killedCommand() async throws {
            try await ServerSite.with { site in
                await #expect(processExitsWith: .signal(SIGKILL)) { [root = site.root as String] in
                    try await ServerSite(root: root).server().use { _ in _ = kill(getpid(), SIGKILL) }
                }
                let server = try site.server()
                let running = try runningServer(server)
                #expect(!running.isKept && running.users.isEmpty)
                try await server.use { _ in try expectProcess(of: server, is: running.process) }
                expectStopped(server)
            }
        }

        @Test("A command that is killed while it makes the database leaves no half of it")
        func killedInitialization() async throws {
            try await ServerSite.with(database: false) { site in
                await #expect(processExitsWith: .signal(SIGKILL)) { [root = site.root as String] in
                    let site = ServerSite(root: root)
                    let making = Task { try await site.server().use { _ in } }
                    try await eventually {
                        try drafts(of: site).contains { FileManager.default.fileExists(atPath: $0 + "/base") }
                    }
                    kill(getpid(), SIGKILL)
                    try await making.value
                }
                #expect(try site.server().status() == .absent)
                #expect(try drafts(of: site).count == 1)
                for _ in 0..<240 {
                    try await site.server().use { try await expectAnswer($0) }
                    // An initdb that outlived its command writes a little longer; what it leaves goes with the next start.
                    try await Task.sleep(for: .milliseconds(500))
                    if try drafts(of: site).isEmpty { break }
                }
                #expect(try drafts(of: site).isEmpty)
            }
        }

        @Test("A socket that a cleaner of /tmp took away comes back with a new server, when nobody uses the old one")
        func vanishedSocket() async throws {
            try await ServerSite.with { site in
                let server = try site.server()
                try await server.start()
                try FileManager.default.removeItem(atPath: site.temporary + "/" + (try site.socketFolders[0]))
                let lock = try FileLock(site.useLock)
                #expect(lock.tryLock(.shared))
                let error = try await ServerError.from { try await server.use { _ in } }
                #expect(error.kind == .socketDirectory)
                lock.unlock()
                try await server.use { conninfo in
                    try await expectAnswer(conninfo)
                }
            }
        }

        @Test("Data that were removed under a running server can be made anew at once")
        func removedData() async throws {
            try await ServerSite.with { site in
                let server = try site.server()
                try await server.start()
                let before = try runningProcess(server)
                try FileManager.default.removeItem(atPath: site.data)
                try await server.use { conninfo in
                    let next = try runningProcess(server)
                    #expect(next != before)
                    #expect(contentsOfFile("/proc/\(before)/cmdline")?.contains(site.cluster) != true)
                    try await expectAnswer(conninfo)
                }
            }
        }

        @Test("A server of another container, seen by nothing but the locked log, is left alone")
        func otherContainer() async throws {
            try await ServerSite.with { site in
                var patience = EmbeddedServer.Patience()
                patience.orphans = .milliseconds(50)
                let server = try site.server(patience: patience)
                let log = try FileLock(site.log)
                #expect(log.tryLock(.exclusive))
                let error = try await ServerError.from { try await server.use { _ in } }
                #expect(error.kind == .startFailed)
                #expect(error.message.contains("another container"))
                log.unlock()
                try await server.use { _ in }
            }
        }

        @Test("A command that never ends its start is named after a while")
        func stuckCommand() async throws {
            try await ServerSite.with { site in
                var patience = EmbeddedServer.Patience()
                patience.turn = .milliseconds(50)
                let server = try site.server(patience: patience)
                let lock = try FileLock(site.data + "/start.lock")
                #expect(lock.tryLock(.exclusive))
                let error = try await ServerError.from { try await server.use { _ in } }
                #expect(error.kind == .busy)
                #expect(error.message.contains("process \(getpid())"))
            }
        }
    }
}

private func drafts(of site: ServerSite) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: site.data).filter { $0.contains("draft") }
        .map { site.data + "/" + $0 }
}

/// A process of the server's account that isn't the server; it may stand in the cluster or have it as an argument.
private func withSleeper(
    in folder: String = "/", naming argument: String = "sleeper", _ body: @Sendable (Int32) async throws -> Void
) async throws {
    let account = try ServerAccount(callerID: geteuid(), nameForRoot: "postgres")
    let become = account.identity == nil ? [] : ["setpriv", "--reuid", "\(account.userID)", "--clear-groups"]
    _ = try await Subprocess.run(
        .name("env"), arguments: Arguments(become + ["sh", "-c", "kill -STOP $$", argument]),
        workingDirectory: FilePath(folder), input: .none, output: .discarded, error: .discarded
    ) { sleeper in
        defer { try? sleeper.send(signal: .kill) }
        try await body(sleeper.processIdentifier.value)
    }
}
