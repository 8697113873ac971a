#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif
import Foundation
import Subprocess

/// PostgreSQL's data ("cluster") in a data directory: made whole or not at all.
struct Cluster: Sendable {
    let directory: DataDirectory
    let account: ServerAccount
    let runner: ProgramRunner

    /// The cluster's superuser and its database. In an embedded server the operating system guards the door.
    static let user = "mutuality"
    static let database = "mutuality"

    private static let mend = "Choose another place with --data-dir, or move it out of the way."

    /// The major version that made the cluster, such as "15"; `nil` if there is no cluster yet.
    func majorVersion() throws -> String? {
        let path = directory.cluster
        guard let status = FileStatus(path) else {
            if errno == ENOENT { return nil }
            throw ServerError(.dataDirectory, cannot: "look at \(path)", code: errno, mend: Self.mend)
        }
        guard status.isDirectory else {
            throw ServerError(.dataDirectory, "\(path) is a file, not a folder.", mend: Self.mend)
        }
        guard status.owner == account.userID else {
            let owner = ServerAccount.name(of: status.owner)
            let expected = ServerAccount.name(of: account.userID)
            throw ServerError(
                .dataDirectory,
                "The data in \(path) belong to \(owner), and the server runs as \(expected).",
                mend:
                    "Run as \(owner), give the data away (chown -R \(expected) \(path)), or choose another --data-dir."
            )
        }
        if let version = contentsOfFile(path + "/PG_VERSION") { return version.filter { !$0.isWhitespace } }
        guard try FileManager.default.contentsOfDirectory(atPath: path).isEmpty else {
            throw ServerError(
                .dataDirectory, "\(path) holds something that isn't a PostgreSQL cluster.", mend: Self.mend)
        }
        return nil
    }

    /// Makes the cluster in a folder beside its place and moves it there when it is whole and on disk, so that a
    /// power cut or a kill leaves either nothing or a cluster.
    func create(with programs: ServerPrograms) async throws {
        // Another name each time: the initdb of a killed command may still be writing into its own.
        let draft = directory.cluster + Self.draftMark + String(UInt32.random(in: .min ... .max), radix: 16)
        guard mkdir(draft, 0o700) == 0 else {
            throw ServerError(.dataDirectory, cannot: "create \(draft)", code: errno, mend: Self.mend)
        }
        do {
            if let groupID = account.identity?.groupID, chown(draft, account.userID, groupID) != 0 {
                throw ServerError(.dataDirectory, cannot: "give \(draft) away", code: errno, mend: Self.mend)
            }
            try await fill(draft, with: programs)
            guard rename(draft, directory.cluster) == 0 else {
                throw ServerError(.dataDirectory, cannot: "rename \(draft)", code: errno, mend: Self.mend)
            }
            syncFolder(directory.path)
        } catch {
            removeDrafts()
            throw error
        }
    }

    private func fill(_ draft: String, with programs: ServerPrograms) async throws {
        // Trust is for whoever reaches the socket, and its folder (0700) lets in the server's user and root only. Peer
        // would lock root out, whose commands talk to a server of another user. TCP is off, and refused besides.
        try await make(
            programs, "initdb",
            [
                "--pgdata", draft, "--username", Self.user, "--encoding", "UTF8", "--locale", "C.UTF-8",
                "--data-checksums", "--auth-local", "trust", "--auth-host", "reject", "--no-instructions", "--no-sync",
            ]
        )
        try appendInclude(to: draft + "/postgresql.conf")
        // A server on its standard input, without a socket: nobody sees the cluster before it is whole.
        try await make(
            programs, "postgres", ["--single", "-D", draft, "-c", "exit_on_error=on", "postgres"],
            input: "CREATE DATABASE \(Self.database)\n"
        )
        try await make(programs, "initdb", ["--pgdata", draft, "--sync-only"])
    }

    private func make(
        _ programs: ServerPrograms, _ program: String, _ arguments: [String], input: String = ""
    ) async throws {
        let run = try await runner.run(
            programs.folder + "/" + program, arguments, as: account, input: input, output: .discarded)
        guard run.terminationStatus.isSuccess else {
            // A limit on the size of files ends a process with a signal.
            let reason = run.terminationStatus == .signaled(SIGXFSZ) ? String(cString: strerror(EFBIG)) : ""
            throw ServerError(
                reporting: "Making the database in \(directory.path) failed in \(program).\n"
                    + lastLines(of: run.standardError + reason),
                as: .initializationFailed,
                mend: "Correct what it names, then try again; nothing was left behind."
            )
        }
    }

    private func appendInclude(to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw ServerError(.dataDirectory, cannot: "open \(path)", code: errno, mend: Self.mend)
        }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        // `if_exists`: the database is made before the first start writes the file.
        try file.write(contentsOf: Data("\ninclude_if_exists = '../server.conf'\t# written at each start\n".utf8))
    }

    private static let draftMark = ".draft-"

    /// Removes what attempts left that were cut off. What can't be removed now, because an `initdb` still writes there,
    /// is removed next time.
    func removeDrafts() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
        for path in names.map({ directory.path + "/" + $0 }) where path.hasPrefix(directory.cluster + Self.draftMark) {
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    private func syncFolder(_ path: String) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}

/// The end of a program's output: enough to see the cause, few enough to read.
func lastLines(of text: String, count: Int = 12) -> String {
    text.split(separator: "\n").suffix(count).joined(separator: "\n")
}
