#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif
import Foundation
import Logging
@testable import Postgres
import Subprocess
import Testing

/// A data directory, and a folder for sockets, of one test.
struct ServerSite: Sendable {
    let root: String
    var data: String { root + "/data" }
    var temporary: String { root + "/tmp" }
    var cluster: String { data + "/postgresql" }
    var log: String { data + "/postgresql.log" }
    var useLock: String { data + "/in-use.lock" }

    /// The folder of the server's socket; there while it runs.
    var socketFolders: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: temporary) }
    }

    func server(
        temporary: String? = nil, programFolder: String? = nil, patience: EmbeddedServer.Patience = .init()
    ) throws -> EmbeddedServer {
        try EmbeddedServer(
            dataDirectory: data,
            programFolder: programFolder,
            environment: ["PATH": "/usr/bin:/bin", "TMPDIR": temporary ?? self.temporary],
            userID: geteuid(),
            accountName: "postgres",
            patience: patience,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
    }

    /// A site with a database that was made before, or with none; nothing of it is left afterwards.
    static func with(
        database: Bool = true, _ body: (ServerSite) async throws -> Void
    ) async throws {
        let site = ServerSite(root: "/tmp/mutuality-test-\(UInt32.random(in: .min ... .max))")
        // The server's account must be able to enter.
        for folder in [site.root, site.data, site.temporary] {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o755])
        }
        let outcome: Result<Void, any Error>
        do {
            if database {
                try await command("cp", "-a", #require(TemplateCluster.path), site.cluster)
            }
            try await body(site)
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        let postmaster = Postmaster(directory: DataDirectory(path: site.data), logger: Logger(label: "test"))
        try await postmaster.stop(within: .seconds(10))
        try FileManager.default.removeItem(atPath: site.root)
        try outcome.get()
    }
}

/// Makes the database once for all tests of the suite, which copy its folder.
struct TemplateCluster: SuiteTrait, TestScoping {
    @TaskLocal static var path: String?

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await ServerSite.with(database: false) { site in
            try await site.server().use { _ in }
            try await Self.$path.withValue(site.cluster) { try await function() }
        }
    }
}

/// What the private server does, against the real one.
@Suite(TemplateCluster()) enum EmbeddedServerTests {}

/// Runs a program to its end and gives its output.
@discardableResult
func command(_ program: String, _ arguments: String...) async throws -> String {
    let run = try await Subprocess.run(
        .name(program), arguments: Arguments(arguments), output: .string(limit: 1 << 20), error: .string(limit: 1 << 20)
    )
    guard run.terminationStatus.isSuccess else {
        throw CommandFailed(description: "\(program) \(run.terminationStatus): \(run.standardError)")
    }
    return run.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines)
}

struct CommandFailed: Error, CustomStringConvertible {
    let description: String
}

/// The answer to a query, fields with | between them.
@discardableResult
func query(_ conninfo: String, _ sql: String) async throws -> String {
    try await command("psql", "--no-psqlrc", "-tA", "-v", "ON_ERROR_STOP=1", "-d", conninfo, "-c", sql)
}

/// Expects that the database answers.
func expectAnswer(
    _ conninfo: String, _ sql: String = "SELECT 1", is expected: String = "1",
    at location: SourceLocation = #_sourceLocation
) async throws {
    let answer = try await query(conninfo, sql)
    #expect(answer == expected, sourceLocation: location)
}

/// Expects that the server runs, and is this process.
func expectProcess(
    of server: EmbeddedServer, is expected: Int32, at location: SourceLocation = #_sourceLocation
) throws {
    let process = try runningProcess(server)
    #expect(process == expected, sourceLocation: location)
}

/// Expects that there are data, and no server runs.
func expectStopped(_ server: EmbeddedServer, at location: SourceLocation = #_sourceLocation) {
    guard case .stopped = server.status() else {
        Issue.record("It should have stopped: \(server.status())", sourceLocation: location)
        return
    }
}

func runningProcess(_ server: EmbeddedServer) throws -> Int32 {
    try runningServer(server).process
}

func runningServer(_ server: EmbeddedServer) throws -> EmbeddedServer.Running {
    guard case .running(let running) = server.status() else {
        throw CommandFailed(description: "not running: \(server.status())")
    }
    return running
}

/// Waits for what comes by itself, with a limit that only a failure meets.
func eventually(_ holds: () throws -> Bool) async throws {
    for _ in 0..<12_000 {
        if try holds() { return }
        try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record("It didn't come about in two minutes.")
}

/// Becomes the user nobody for good: for the child process of an exit test.
func becomeNobody() {
    let nobody: UInt32 = 65_534
    if geteuid() == 0 {
        setgroups(0, nil)
        setgid(nobody)
        setuid(nobody)
    }
}

extension ServerError {
    /// The error that the work throws.
    static func from(_ work: () async throws -> Void) async throws -> ServerError {
        try #require(await #expect(throws: ServerError.self) { try await work() })
    }
}
