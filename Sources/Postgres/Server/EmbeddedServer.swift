#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif
import Logging

/// The private PostgreSQL server that commands share when they aren't told of another.
///
/// It listens on a Unix socket in a folder of its own (0700), never on TCP. The first command starts it (and makes its
/// data the first time), the last one out stops it; `start()` keeps it until `stop()`. Any number of processes, and of
/// tasks in one, can use it at once. A command that is killed leaves the server running; the next one takes it over.
///
///     let server = try EmbeddedServer(environment: environment, userID: geteuid(), logger: logger)
///     try await server.use { conninfo in
///         try await work(conninfo)
///     }
///
/// How they share: `in-use.lock` in the data directory is held shared by each user. Whoever comes, goes, starts or
/// stops does so under `start.lock`, held exclusively; who then gets `in-use.lock` exclusively is alone. A leaver lets
/// go of the first before it waits for the second, so that nobody waits in a circle.
public struct EmbeddedServer: Sendable {
    /// How long to wait for what, before an error is better.
    struct Patience: Sendable {
        /// A start; recovery after a crash is part of it.
        var start = Duration.seconds(60)
        var stop = Duration.seconds(60)
        /// The end of processes whose server was killed: they notice within a second, busy ones later.
        var orphans = Duration.seconds(15)
        /// The turn at `start.lock`, which may take another command's start, stop and making of the data.
        var turn = Duration.seconds(180)
    }

    /// What a server is doing.
    public enum Status: Sendable, Equatable {
        /// No data were made yet.
        case absent
        /// There are data; `version` is their major version, such as "15".
        case stopped(version: String)
        case running(Running)
        /// Starting, recovering or stopping.
        case changing(version: String)
        /// It can't be used, or not by this user.
        case unusable(ServerError)
    }

    /// A server that is ready.
    public struct Running: Sendable, Equatable {
        public let process: Int32
        /// The major version, such as "15".
        public let version: String
        /// Whether it stays until `stop()`.
        public let isKept: Bool
        /// Who uses it now, as "process 42 (mutuality)"; empty where the system doesn't tell.
        public let users: [String]
        /// libpq's connection string, good while it runs: `use` makes sure of that.
        public let conninfo: String
    }

    /// As given; may be relative, and need not exist yet.
    public let dataDirectory: String
    private let programFolder: String?
    private let userID: UInt32
    private let accountName: String
    private let patience: Patience
    private let runner: ProgramRunner
    private let logger: Logger

    /// - Parameters:
    ///   - dataDirectory: where the data are; `nil` for /var/lib/mutuality (root), else
    ///     `$XDG_DATA_HOME/mutuality` or ~/.local/share/mutuality.
    ///   - programFolder: the folder of `postgres`, `initdb` and `pg_ctl`; `nil` to look along PATH and in
    ///     /usr/lib/postgresql.
    ///   - environment: the process's; PATH, TMPDIR, HOME and XDG_DATA_HOME are read from it.
    ///   - userID: the process's effective user.
    /// - Throws: `ServerError` if there is no place for the data.
    public init(
        dataDirectory: String? = nil, programFolder: String? = nil, environment: [String: String], userID: UInt32,
        logger: Logger
    ) throws {
        try self.init(
            dataDirectory: dataDirectory, programFolder: programFolder, environment: environment, userID: userID,
            accountName: "postgres", patience: Patience(), logger: logger
        )
    }

    init(
        dataDirectory: String?, programFolder: String?, environment: [String: String], userID: UInt32,
        accountName: String, patience: Patience, logger: Logger
    ) throws {
        self.dataDirectory =
            try dataDirectory ?? DataDirectory.standard(environment: environment, userID: userID)
        self.programFolder = programFolder
        self.userID = userID
        self.accountName = accountName
        self.patience = patience
        self.runner = ProgramRunner(environment: environment)
        self.logger = logger
    }

    // MARK: What commands do with it

    /// Runs `body` with a running server, which stays at least until `body` is over.
    ///
    /// A cancelled task still leaves in order: the last one out stops the server. Trouble in stopping it is logged, and
    /// takes nothing from what `body` returned.
    ///
    /// - Parameter body: gets libpq's connection string, for a superuser of the private server.
    /// - Throws: `ServerError` if the server can't be had, `CancellationError`, or what `body` throws.
    public nonisolated(nonsending) func use<T>(_ body: (_ conninfo: String) async throws -> T) async throws -> T {
        let directory = try DataDirectory.create(dataDirectory, userID: userID)
        let use = try FileLock(directory.useLock)
        let socket = try await enter(directory, use)
        do {
            let result = try await body(conninfo(socket))
            await leave(directory, use)
            return result
        } catch {
            await leave(directory, use)
            throw error
        }
    }

    /// Starts the server, if it isn't running, and keeps it until `stop()`, also over a restart of the machine: then
    /// the next command starts it, and leaves it running.
    public func start() async throws {
        let directory = try DataDirectory.create(dataDirectory, userID: userID)
        let use = try FileLock(directory.useLock)
        try await inTurn(directory) {
            let isAlone = use.tryLock(.exclusive)
            defer { use.unlock() }
            _ = try await ensureRunning(directory, isAlone: isAlone)
            _ = try FileLock(directory.keepMarker)  // to open it makes it
        }
    }

    /// Stops the server, kept or not, and returns when it is gone; nothing to do if it isn't running.
    ///
    /// - Parameter grace: how long to wait for commands that use it. Newcomers wait meanwhile.
    /// - Throws: `ServerError` of kind `.inUse`, which names those who use it still; all is then as before.
    public func stop(grace: Duration = .seconds(10)) async throws {
        guard let directory = try DataDirectory.existing(dataDirectory, userID: userID) else { return }
        let use = try FileLock(directory.useLock)
        try await inTurn(directory) {
            guard try await use.lock(.exclusive, within: grace) else {
                let users = FileLock.holders(of: directory.useLock).joined(separator: ", ")
                throw ServerError(
                    .inUse,
                    "The private server is in use" + (users.isEmpty ? "." : " by \(users)."),
                    mend: "Wait until they end, or end them, then stop it again."
                )
            }
            defer { use.unlock() }
            try await Postmaster(directory: directory, logger: logger).stop(within: patience.stop)
            unlink(directory.keepMarker)
        }
    }

    /// What the server is doing. Changes nothing, waits for nobody.
    public func status() -> Status {
        do {
            guard let directory = try DataDirectory.existing(dataDirectory, userID: userID) else { return .absent }
            let account = try ServerAccount(callerID: userID, nameForRoot: accountName)
            guard let version = try cluster(of: directory, account).majorVersion() else { return .absent }
            return switch try Postmaster(directory: directory, logger: logger).state() {
            case .stopped: .stopped(version: version)
            case .changing: .changing(version: version)
            case .ready(let process, let socketDirectory):
                .running(
                    Running(
                        process: process, version: version, isKept: isKept(directory),
                        users: FileLock.holders(of: directory.useLock),
                        conninfo: conninfo(SocketDirectory(path: socketDirectory))
                    )
                )
            }
        } catch let error as ServerError {
            return .unusable(error)
        } catch {
            return .unusable(ServerError(.dataDirectory, "\(error)", mend: "Choose another place with --data-dir."))
        }
    }

    /// The program and arguments that open a terminal client: `psql` beside the server's programs, else along PATH.
    public func clientCommand(conninfo: String) async throws -> [String] {
        let programs = try await ServerPrograms.find(
            folder: programFolder, majorVersion: nil, clusterPath: dataDirectory, runner: runner)
        for folder in [programs.folder] + runner.searchPath where FileStatus(folder + "/psql") != nil {
            return [folder + "/psql", "--dbname", conninfo]
        }
        throw ServerError(
            .programsMissing,
            "psql is neither in \(programs.folder) nor on PATH.",
            mend: "Install the package postgresql-client: sudo apt-get install postgresql-client"
        )
    }

    // MARK: In and out

    /// On return `use` is held shared and the server is ready.
    private func enter(_ directory: DataDirectory, _ use: FileLock) async throws -> SocketDirectory {
        try await inTurn(directory) {
            // Held exclusively over the start, if nobody else uses the server: see `ensureRunning`.
            let isAlone = use.tryLock(.exclusive)
            let socket: SocketDirectory
            do {
                socket = try await ensureRunning(directory, isAlone: isAlone)
            } catch {
                use.unlock()
                throw error
            }
            guard try await use.lock(.shared, within: patience.start) else {
                throw ServerError(
                    .busy, "Another process holds \(directory.useLock).", mend: "Try again when it has ended.")
            }
            return socket
        }
    }

    private func leave(_ directory: DataDirectory, _ use: FileLock) async {
        use.unlock()
        // A task of its own isn't cancelled with the caller.
        let leaving = Task {
            try await inTurn(directory) {
                guard use.tryLock(.exclusive) else { return }
                defer { use.unlock() }
                guard !isKept(directory) else { return }
                try await Postmaster(directory: directory, logger: logger).stop(within: patience.stop)
            }
        }
        if case .failure(let error) = await leaving.result {
            logger.warning("The private PostgreSQL server was left running", metadata: ["error": "\(error)"])
        }
    }

    /// Runs `work` while nobody else comes, goes, starts or stops. The wait ends with the task; `work` doesn't: half a
    /// start would leave a server that nobody stops.
    private func inTurn<T: Sendable>(
        _ directory: DataDirectory, _ work: @Sendable @escaping () async throws -> T
    ) async throws -> T {
        let turn = try FileLock(directory.startLock)
        guard try await turn.lock(.exclusive, within: patience.turn) else {
            let holders = FileLock.holders(of: directory.startLock).joined(separator: ", ")
            throw ServerError(
                .busy,
                "Another command has been starting or stopping the server for too long"
                    + (holders.isEmpty ? "." : ": \(holders)."),
                mend: "Wait for it, or end it, then try again; the log is \(directory.log)."
            )
        }
        defer { turn.unlock() }
        return try await Task { try await work() }.value
    }

    // MARK: Start

    /// Starts, waits, repairs until the server is ready. `isAlone`: nobody else uses it, so that it may be restarted.
    private func ensureRunning(_ directory: DataDirectory, isAlone: Bool) async throws -> SocketDirectory {
        let account = try ServerAccount(callerID: userID, nameForRoot: accountName)
        let postmaster = Postmaster(directory: directory, logger: logger)
        let begin = ContinuousClock.now
        while true {
            switch try postmaster.state() {
            case .ready(_, let path):
                let socket = SocketDirectory(path: path)
                if socket.hasSocket {
                    try socket.verify(account: account)
                    return socket
                }
                guard isAlone else {
                    throw ServerError(
                        .socketDirectory,
                        "The server runs, but its socket in \(path) cannot be found.",
                        mend: "If it runs in another container or with a private /tmp, use it there; "
                            + "else stop what uses it, and try again."
                    )
                }
                logger.notice("The server's socket is gone; restarting it", metadata: ["directory": "\(path)"])
                try await postmaster.stop(within: patience.stop)
            case .stopped:
                try await start(postmaster, as: account)
            case .changing(let process):
                guard begin.duration(to: .now) < (process == nil ? patience.orphans : patience.start) else {
                    throw ServerError(
                        .startFailed,
                        process.map { "The server (process \($0)) is not ready yet." }
                            ?? "A server still uses the data, but it is not here; it may be in another container.",
                        mend: "Wait for it and try again; the log is \(directory.log)."
                    )
                }
                try await Task.sleep(for: pollInterval)
            }
        }
    }

    private func start(_ postmaster: Postmaster, as account: ServerAccount) async throws {
        let directory = postmaster.directory
        let socket = try SocketDirectory(
            for: directory, serverUserID: account.userID, environment: runner.environment)
        try await runner.checkReach(
            of: [directory.path], as: account, kind: .dataDirectory, mend: "choose another place with --data-dir.")
        try await runner.checkReach(
            of: [socket.parent], as: account, kind: .socketDirectory, mend: "set TMPDIR to another folder.")
        let cluster = cluster(of: directory, account)
        cluster.removeDrafts()
        let version = try cluster.majorVersion()
        let programs = try await ServerPrograms.find(
            folder: programFolder, majorVersion: version, clusterPath: directory.cluster, runner: runner)
        if version == nil {
            logger.info("Making the private database", metadata: ["data": "\(directory.path)"])
            try await cluster.create(with: programs)
        }
        try await postmaster.start(
            with: programs, as: account, runner: runner, socket: socket, within: patience.start)
    }

    private func cluster(of directory: DataDirectory, _ account: ServerAccount) -> Cluster {
        Cluster(directory: directory, account: account, runner: runner)
    }

    private func isKept(_ directory: DataDirectory) -> Bool {
        FileStatus(directory.keepMarker) != nil
    }

    private func conninfo(_ socket: SocketDirectory) -> String {
        let host = socket.path.map { "'\\".contains($0) ? "\\\($0)" : String($0) }.joined()
        return "host='\(host)' port=\(SocketDirectory.port) user=\(Cluster.user) dbname=\(Cluster.database)"
    }
}
