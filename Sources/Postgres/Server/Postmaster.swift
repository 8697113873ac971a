#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif
import Foundation
import Logging
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// The server's process: whether it lives, its start, its end.
///
/// The server inherits its log file, locked, as its standard output, and so do all its processes. So the kernel tells
/// whether anything of it lives, whatever postmaster.pid says: process numbers are used again, and other containers
/// have other ones.
struct Postmaster: Sendable {
    enum State: Equatable {
        case stopped
        /// Starting, recovering, stopping; or, without a process, the last of a killed one, or of another container.
        case changing(process: Int32?)
        case ready(process: Int32, socketDirectory: String)
    }

    let directory: DataDirectory
    let logger: Logger

    private var processFile: String { directory.cluster + "/postmaster.pid" }

    // MARK: State

    func state() throws -> State {
        let isLocked = try isLogLocked()
        guard let file = readProcessFile(), isServer(file.process, isLogLocked: isLocked) else {
            return isLocked ? .changing(process: nil) : .stopped
        }
        guard let socketDirectory = file.socketDirectory, file.isReady else { return .changing(process: file.process) }
        return .ready(process: file.process, socketDirectory: socketDirectory)
    }

    private func isLogLocked() throws -> Bool {
        guard FileStatus(directory.log, followingLinks: false) != nil else { return false }
        let lock = try FileLock(directory.log)
        defer { lock.unlock() }
        // Shared, so that two who look at once don't take each other for a server.
        return !lock.tryLock(.shared)
    }

    /// postmaster.pid has a line each for process, data directory, start time, port, socket directory, listen address,
    /// shared memory key, and status ("starting", "stopping", "ready", padded); the last ones come later.
    private func readProcessFile() -> (process: Int32, socketDirectory: String?, isReady: Bool)? {
        guard let text = contentsOfFile(processFile) else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let process = lines.first.flatMap({ Int32($0) }), process > 0 else { return nil }
        return (
            process,
            lines.count > 4 && !lines[4].isEmpty ? String(lines[4]) : nil,
            lines.count > 7 && lines[7].hasPrefix("ready")
        )
    }

    /// Whether the process is this cluster's server, and not another that got its number. A server stands in its data
    /// directory and names it on its command line; the first is hidden from root in many containers. Where nobody holds
    /// the log, whoever just stands there isn't a server.
    private func isServer(_ process: Int32, isLogLocked: Bool) -> Bool {
        guard isAlive(process) else { return false }
        if let folder = FileStatus("/proc/\(process)/cwd"), let cluster = FileStatus(directory.cluster) {
            return folder.isSameFile(as: cluster) && (isLogLocked || namesCluster(process) == true)
        }
        return namesCluster(process) ?? isLogLocked
    }

    /// `nil` if the command line can't be seen. That of a dead process whose parent hasn't noticed is empty.
    private func namesCluster(_ process: Int32) -> Bool? {
        contentsOfFile("/proc/\(process)/cmdline")?.split(separator: "\0").contains { $0 == directory.cluster }
    }

    private func isAlive(_ process: Int32) -> Bool {
        kill(process, 0) == 0 || errno == EPERM
    }

    // MARK: Start

    /// Bigger logs are put aside at the start of a server, in place of the one put aside before.
    private static let logLimit = 1 << 20

    /// Starts a stopped server and waits until it is ready.
    func start(
        with programs: ServerPrograms, as account: ServerAccount, runner: ProgramRunner, socket: SocketDirectory,
        within patience: Duration
    ) async throws {
        forgetReusedProcess()
        try await endServerOfRemovedData(socket, of: account)
        try socket.prepare(account: account)
        try ServerSettings(socketDirectory: socket.path).write(to: directory.settings)
        if let size = FileStatus(directory.log, followingLinks: false)?.size, size > Self.logLimit {
            rename(directory.log, directory.previousLog)
        }
        let log = try FileLock(directory.log)
        // Its descriptor is the start's output, and closes with it.
        defer { withExtendedLifetime(log) {} }
        // Only a look at the state can be in the way, and is over at once.
        guard try await log.lock(.exclusive, within: .seconds(1)) else {
            throw ServerError(
                .busy, "Another process holds \(directory.log).", mend: "Try again when it has ended.")
        }
        let begin = FileStatus(descriptor: log.descriptor)?.size ?? 0
        let run = try await runner.run(
            programs.folder + "/pg_ctl",
            [
                "start", "--silent", "--wait", "--timeout", "\(patience.components.seconds)", "--pgdata",
                directory.cluster,
            ],
            as: account,
            output: .fileDescriptor(FileDescriptor(rawValue: log.descriptor), closeAfterSpawningProcess: false)
        )
        guard run.terminationStatus.isSuccess else {
            let lines = lastLines(of: (contentsOfLog(from: begin) ?? "") + run.standardError)
            socket.remove()
            throw ServerError(
                reporting: "The private PostgreSQL server doesn't start. Its log ends:\n\(lines)",
                as: .startFailed,
                mend: "Correct what it names and try again; the whole log is \(directory.log)."
            )
        }
        logger.debug("Started the private PostgreSQL server", metadata: ["data": "\(directory.path)"])
    }

    /// PostgreSQL itself passes over a postmaster.pid whose process is dead, but not one whose number another process
    /// of the same user has got. Called only when neither the log's lock nor the process speak of a living server;
    /// PostgreSQL's own guard, the shared memory block, stays in place.
    private func forgetReusedProcess() {
        guard let process = readProcessFile()?.process, isAlive(process) else { return }
        logger.notice(
            "postmaster.pid of a dead server names a process that is another's now; removed",
            metadata: ["process": "\(process)"]
        )
        unlink(processFile)
    }

    /// Somebody removed the data while the server ran, to begin anew. It would notice within a minute and take the
    /// socket away, which by then were the next server's.
    private func endServerOfRemovedData(_ socket: SocketDirectory, of account: ServerAccount) async throws {
        guard let process = socket.process(of: account), namesCluster(process) == true else { return }
        logger.notice("Ending the server of removed data", metadata: ["process": "\(process)"])
        kill(process, SIGQUIT)  // at once: nothing is left to be written
        let deadline = ContinuousClock.now + .seconds(5)  // as PostgreSQL gives its own processes in such an end
        while namesCluster(process) == true, ContinuousClock.now < deadline {
            try await Task.sleep(for: pollInterval)
        }
    }

    private func contentsOfLog(from begin: Int) -> String? {
        guard let file = FileHandle(forReadingAtPath: directory.log) else { return nil }
        defer { try? file.close() }
        guard (try? file.seek(toOffset: UInt64(begin))) != nil else { return nil }
        return try? file.readToEnd().map { String(decoding: $0, as: UTF8.self) }
    }

    // MARK: Stop

    /// Stops the server as `pg_ctl stop --mode fast` does, by SIGINT: sessions end, what is committed stays. Waits until
    /// all of it is gone.
    func stop(within patience: Duration) async throws {
        let deadline = ContinuousClock.now + patience
        var signalled: Int32?
        var socketDirectory: String?
        while true {
            let process: Int32?
            switch try state() {
            case .stopped:
                socketDirectory.map(SocketDirectory.init(path:))?.remove()
                return
            case .ready(let running, let folder): (process, socketDirectory) = (running, folder)
            case .changing(let running): process = running
            }
            if let process, process != signalled {
                kill(process, SIGINT)
                signalled = process
            }
            guard ContinuousClock.now < deadline else {
                throw ServerError(
                    .stopFailed,
                    "The private PostgreSQL server in \(directory.path) doesn't stop.",
                    mend: "See \(directory.log); end its processes, then try again."
                )
            }
            try await Task.sleep(for: pollInterval)
        }
    }
}
