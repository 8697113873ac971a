import Foundation
import Logging
import Postgres
import Synchronization

/// A PostgreSQL cluster for this test process alone: on a Unix socket in a directory of its own, without TCP and without
/// fsync. It ends, and its directory goes, when the process does, even by SIGKILL.
public final class ScratchServer: Sendable {
    /// Holds the socket, the data and `server.log`; short, since a socket's path has 107 bytes at most.
    public let directory: String
    private let port: UInt16
    private let guardian: Guardian
    private let databases = Atomic<Int>(0)

    /// A login role that must give a password (SCRAM); all others are trusted.
    public static let passwordRole = "with_password"

    private static let sharedServer = Mutex<Task<ScratchServer, any Error>?>(nil)

    /// The one that tests share, started by the first of them. A test that hurts its server starts its own.
    public static func shared() async throws -> ScratchServer {
        let task = sharedServer.withLock { shared in
            if let shared { return shared }
            let task = Task { try await start() }
            shared = task
            return task
        }
        return try await task.value
    }

    /// With a port it listens there too, on the loopback address, and takes only TLS there, with a certificate that it
    /// signed itself.
    public static func start(tlsPort: UInt16? = nil) async throws -> ScratchServer {
        let server = try ScratchServer(tlsPort: tlsPort)
        try await server.waitUntilReady()
        return server
    }

    private init(tlsPort: UInt16?) throws {
        port = tlsPort ?? 5432
        directory = "/tmp/mutuality-\(getpid())-\(UInt16.random(in: .min ... .max))"
        guardian = try Guardian(directory: directory, tlsPort: tlsPort)
    }

    /// Of a superuser.
    public func conninfo(database: String) -> String {
        "host=\(directory) port=\(port) user=postgres dbname=\(database)"
    }

    /// The conninfo of a new, empty database.
    public func freshDatabase() async throws -> String { try await freshDatabase(template: "template0") }

    /// The conninfo of a new copy of a database, to which nobody may be connected.
    public func freshDatabase(template: String) async throws -> String {
        let name = "scratch_\(databases.add(1, ordering: .relaxed).newValue)"
        let connection = try await connect(database: "postgres")
        try await connection.execute("CREATE DATABASE \(identifier: name) TEMPLATE \(identifier: template)")
        await connection.close()
        return conninfo(database: name)
    }

    public func connect(database: String) async throws -> Connection {
        try await Connection.connect(
            PostgresConfiguration(conninfo: conninfo(database: database)), logger: Logger(label: "scratch"))
    }

    /// Runs statements one by one, as superuser.
    public func execute(_ statements: String...) async throws {
        let connection = try await connect(database: "postgres")
        for statement in statements { try await connection.executeScript(dangerouslyRaw: statement) }
        await connection.close()
    }

    /// Ends the server before the process does.
    public func stop() { guardian.end() }

    private func waitUntilReady() async throws {
        let end = ContinuousClock.now + .seconds(300)
        // Where tests that only compute hold the threads, a minute can pass between two tries.
        var tries = 100
        while true {
            tries -= 1
            do {
                return await (try connect(database: "postgres")).close()
            } catch let error as PostgresError where error.isRetryable && (tries > 0 || ContinuousClock.now < end) {
                try guardian.check()
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }
}

public struct ScratchServerError: Error, CustomStringConvertible {
    public let description: String
}

/// A shell that makes the cluster, runs the server, and ends both as soon as its standard input ends: whatever becomes of
/// this process, its end of that pipe closes.
private final class Guardian: Sendable {
    private static let script = #"""
        set -eu
        bin=$1 directory=$2 tls_port=$3
        mkdir -m 700 "$directory"
        trap 'rm -rf "$directory"' EXIT
        "$bin/initdb" -D "$directory/data" -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync \
            > "$directory/server.log" 2>&1 < /dev/null
        echo 'local all with_password scram-sha-256
        local all all trust
        hostssl all all 127.0.0.1/32 trust' > "$directory/data/pg_hba.conf"
        listen="-c listen_addresses="
        if [ -n "$tls_port" ]; then
            openssl req -new -x509 -nodes -days 2 -subj /CN=localhost -keyout "$directory/data/server.key" \
                -out "$directory/data/server.crt" >> "$directory/server.log" 2>&1 < /dev/null
            listen="-c listen_addresses=127.0.0.1 -c port=$tls_port -c ssl=on"
        fi
        # Several settings in one variable: its words are to be split.
        # shellcheck disable=SC2086
        "$bin/postgres" -D "$directory/data" -k "$directory" $listen -c fsync=off \
            -c full_page_writes=off -c shared_buffers=32MB -c max_connections=600 -c restart_after_crash=on \
            >> "$directory/server.log" 2>&1 < /dev/null &
        server=$!
        read -r _ || true
        kill -QUIT "$server"
        wait "$server" || true
        """#

    private static let living = Mutex<[Guardian]>([])
    private static let endAllAtExit: Void = {
        atexit { for guardian in Guardian.living.withLock({ $0 }) { guardian.end() } }
    }()

    private let process: Process
    private let lifeline: FileHandle
    private let directory: String

    init(directory: String, tlsPort: UInt16?) throws {
        self.directory = directory
        let port = tlsPort.map { "\($0)" } ?? ""
        let shell = ["/bin/sh", "-c", Self.script, "scratch-server", try Self.programs(), directory, port]
        // The server refuses root.
        let account = ["/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"]
        let command = getuid() == 0 ? account + shell : shell
        let pipe = Pipe()
        lifeline = pipe.fileHandleForWriting
        _ = fcntl(lifeline.fileDescriptor, F_SETFD, FD_CLOEXEC)
        process = Process()
        process.executableURL = URL(filePath: command[0])
        process.arguments = Array(command.dropFirst())
        process.currentDirectoryURL = URL(filePath: "/")
        process.standardInput = pipe
        try process.run()
        _ = Self.endAllAtExit
        Self.living.withLock { $0.append(self) }
    }

    /// Throws if the server didn't come up.
    func check() throws {
        guard process.isRunning else {
            throw ScratchServerError(description: "no test server: initdb or postgres failed (\(directory)/server.log)")
        }
    }

    func end() {
        try? lifeline.close()
        process.waitUntilExit()
    }

    /// Of the newest version that is installed where Debian puts them.
    private static func programs() throws -> String {
        let root = "/usr/lib/postgresql"
        let versions = try FileManager.default.contentsOfDirectory(atPath: root).compactMap { Int($0) }
        guard let newest = versions.max() else {
            throw ScratchServerError(description: "no PostgreSQL server programs: apt install postgresql")
        }
        return "\(root)/\(newest)/bin"
    }
}
