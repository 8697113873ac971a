#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif
import Foundation

/// The folder of the server's Unix socket: short, 0700, and the server's own.
///
/// It isn't inside the data directory, because the path of a socket has little room (107 bytes on Linux).
struct SocketDirectory: Sendable {
    let path: String

    /// Part of the socket's name; nothing listens on a TCP port.
    static let port = 5432

    /// The folder that this one is made in.
    var parent: String { path.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } }

    private var socket: String { "\(path)/.s.PGSQL.\(Self.port)" }

    /// The folder for the server of this data directory: `$TMPDIR/mutuality-<hash of the path>-<user>`.
    init(for directory: DataDirectory, serverUserID: UInt32, environment: [String: String]) throws {
        var parent = environment["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
        while parent.count > 1 && parent.hasSuffix("/") { parent.removeLast() }
        path = "\(parent)/mutuality-\(Self.hash(directory.path))-\(serverUserID)"
        let room = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1
        // libpq takes a comma for the end of a host, and postmaster.pid has a line for the folder.
        guard socket.utf8.count <= room, !path.contains(where: { $0 == "," || $0.isNewline }) else {
            throw ServerError(
                .socketDirectory,
                "The path of the server's socket, \(socket), is longer than \(room) bytes, "
                    + "or holds a comma or a line break.",
                mend: "Set TMPDIR to a shorter path, such as /tmp."
            )
        }
    }

    /// The folder that a running server names as its own.
    init(path: String) {
        self.path = path
    }

    private var lock: String { socket + ".lock" }

    /// The process that made the socket, dead or alive: the first line of the file beside it. `nil` unless folder and
    /// file are the account's: what others put there isn't even read.
    func process(of account: ServerAccount) -> Int32? {
        guard (try? verify(account: account)) != nil else { return nil }
        let descriptor = open(lock, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        guard let status = FileStatus(descriptor: descriptor), status.isRegularFile, status.owner == account.userID,
            let text = try? file.read(upToCount: Self.lockLimit)
        else { return nil }
        return String(decoding: text, as: UTF8.self).split(separator: "\n").first.flatMap { Int32($0) }
    }

    /// The file beside the socket holds six short lines and the path of the data.
    private static let lockLimit = Int(PATH_MAX) * 2

    var hasSocket: Bool { FileStatus(socket, followingLinks: false)?.isSocket == true }

    /// Makes the folder and gives it to the server's user. The name can be foreseen, and /tmp is everybody's: one that
    /// was there before is taken only if it is ours.
    func prepare(account: ServerAccount) throws {
        if mkdir(path, 0o700) != 0 && errno != EEXIST {
            throw failure(errno)
        }
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0, let status = FileStatus(descriptor: descriptor) else { throw failure(errno) }
        defer { close(descriptor) }
        // Root's own, if a command was killed right here.
        if let groupID = account.identity?.groupID, status.owner == 0 {
            guard fchown(descriptor, account.userID, groupID) == 0 else { throw failure(errno) }
        }
        try verify(account: account)
        // What a killed server left. Its number may be another process's by now, which would keep the next from starting.
        unlink(socket)
        unlink(lock)
    }

    /// Refuses a folder that somebody else owns or may enter, or that is a symbolic link.
    func verify(account: ServerAccount) throws {
        guard let status = FileStatus(path, followingLinks: false) else { throw failure(errno) }
        guard status.isDirectory, status.owner == account.userID, !status.allows(S_IRWXG | S_IRWXO) else {
            throw ServerError(
                .socketDirectory,
                "\(path) must be a folder of \(ServerAccount.name(of: account.userID)) alone (0700).",
                mend: "Find out who made it and remove it, or set TMPDIR to a folder of your own."
            )
        }
    }

    /// Removes the folder when the server is gone; one that isn't empty stays.
    func remove() {
        rmdir(path)
    }

    private func failure(_ code: Int32) -> ServerError {
        ServerError(
            .socketDirectory,
            cannot: "use the folder \(path) for the server's socket",
            code: code,
            mend: "Set TMPDIR to a folder that can be written to."
        )
    }

    /// FNV-1a, 32 bit (RFC 9923): tells data directories apart, protects nothing.
    private static func hash(_ text: String) -> String {
        let hash = text.utf8.reduce(UInt32(0x811c_9dc5)) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
