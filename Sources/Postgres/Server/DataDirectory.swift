#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The folder of one private server: its cluster, its log, its settings, its locks.
///
/// It belongs to the caller, who alone may write there. Run as root, only the cluster inside belongs to the account
/// of the server, so that whoever gets hold of that account can't lead root astray with symbolic links.
struct DataDirectory: Sendable, Equatable {
    /// Absolute, symbolic links resolved: everybody who means this folder derives the same socket from it.
    let path: String

    var cluster: String { path + "/postgresql" }
    var log: String { path + "/postgresql.log" }
    var previousLog: String { log + ".1" }
    var settings: String { path + "/server.conf" }
    /// Held exclusively by whoever starts or stops the server.
    var startLock: String { path + "/start.lock" }
    /// Held shared by everybody who uses the server.
    var useLock: String { path + "/in-use.lock" }
    /// There while the server shall outlive the commands that use it.
    var keepMarker: String { path + "/keep-running" }

    private static let elsewhere = "Choose another place with --data-dir."

    /// The folder, made if it is missing, with its parents: 0755 for root, whose server must enter it, else 0700.
    static func create(_ path: String, userID: UInt32) throws -> DataDirectory {
        let mode: mode_t = userID == 0 ? 0o755 : 0o700
        var parent = path.hasPrefix("/") ? "" : "."
        for component in path.split(separator: "/") {
            parent += "/" + component
            if mkdir(parent, mode) == 0 {
                chmod(parent, mode)  // whatever the umask
            } else if errno != EEXIST && FileStatus(parent) == nil {
                throw ServerError(.dataDirectory, cannot: "create the folder \(parent)", code: errno, mend: elsewhere)
            }
        }
        guard let directory = try existing(path, userID: userID) else {
            throw ServerError(.dataDirectory, cannot: "find \(path)", code: ENOENT, mend: elsewhere)
        }
        return directory
    }

    /// The folder; `nil` if it is missing.
    static func existing(_ path: String, userID: UInt32) throws -> DataDirectory? {
        guard let resolved = realpath(path, nil) else {
            if errno == ENOENT { return nil }
            throw ServerError(.dataDirectory, cannot: "look at \(path)", code: errno, mend: elsewhere)
        }
        defer { free(resolved) }
        let directory = DataDirectory(path: String(cString: resolved))
        try directory.check(userID: userID)
        return directory
    }

    private func check(userID: UInt32) throws {
        // pg_ctl starts the server through a shell, with the path in double quotes.
        guard !path.contains(where: { "\"$`\\".contains($0) || $0.isNewline }) else {
            throw ServerError(
                .dataDirectory,
                "The data directory's path holds a quote, dollar sign, backquote, backslash or line break.",
                mend: Self.elsewhere
            )
        }
        guard let status = FileStatus(path) else {
            throw ServerError(.dataDirectory, cannot: "look at \(path)", code: errno, mend: Self.elsewhere)
        }
        guard status.isDirectory else {
            throw ServerError(.dataDirectory, "\(path) is a file, not a folder.", mend: Self.elsewhere)
        }
        guard status.owner == userID else {
            let owner = ServerAccount.name(of: status.owner)
            throw ServerError(
                .dataDirectory,
                "The data directory \(path) belongs to \(owner), and this runs as \(ServerAccount.name(of: userID)).",
                mend: "Run as \(owner), or choose another place with --data-dir."
            )
        }
        // A user's group is their own business; root's is not.
        guard !status.allows(userID == 0 ? S_IWGRP | S_IWOTH : S_IWOTH) else {
            throw ServerError(
                .dataDirectory,
                "Others may write to the data directory \(path).",
                mend: "chmod go-w \(path), or choose another place with --data-dir."
            )
        }
    }

    /// Where the data are unless told otherwise: /var/lib/mutuality for root, else `mutuality` in `$XDG_DATA_HOME`
    /// (when absolute, as the XDG specification has it) or in ~/.local/share.
    static func standard(environment: [String: String], userID: UInt32) throws -> String {
        if userID == 0 { return "/var/lib/mutuality" }
        if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") { return data + "/mutuality" }
        if let home = environment["HOME"], home.hasPrefix("/") { return home + "/.local/share/mutuality" }
        throw ServerError(
            .dataDirectory,
            "There is no place for the data: neither XDG_DATA_HOME nor HOME is set.",
            mend: "Set HOME, or choose a place with --data-dir."
        )
    }
}
