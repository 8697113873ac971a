#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// What keeps the private server from serving, and what to do about it.
///
/// `message` and `mend` hold paths, process numbers and the last lines of the server's start-up log, never data.
public struct ServerError: Error, Equatable {
    /// The sort of trouble, from which a command derives its exit code.
    public enum Kind: Sendable, Equatable, CaseIterable {
        /// PostgreSQL's server programs aren't installed, or can't be run.
        case programsMissing
        /// Run as root, and the operating system has no account to run the server as.
        case accountMissing
        /// The data directory can't be created, read, written or entered, or belongs to somebody else.
        case dataDirectory
        /// The directory of the socket can't be had: too long a path, somebody else's, too open.
        case socketDirectory
        /// The data were made by another major version of PostgreSQL than the programs at hand.
        case otherVersion
        /// No space, or no quota, is left.
        case diskFull
        /// `initdb` failed for another reason.
        case initializationFailed
        /// The server doesn't start, or not in time.
        case startFailed
        /// The server doesn't stop in time.
        case stopFailed
        /// Another command has been starting or stopping the server for too long.
        case busy
        /// Other commands use the server, which therefore isn't stopped.
        case inUse
    }

    public let kind: Kind
    /// What happened, in whole sentences.
    public let message: String
    /// What the reader can do, in whole sentences.
    public let mend: String

    init(_ kind: Kind, _ message: String, mend: String) {
        self.kind = kind
        self.message = message
        self.mend = mend
    }

    /// A failed system call; `code` is its `errno`.
    init(_ kind: Kind, cannot attempt: String, code: Int32, mend: String) {
        self.init(reporting: "Cannot \(attempt): \(Errno(rawValue: code)).", as: kind, mend: mend)
    }

    /// A failure known by its text only: one that speaks of a full disk is of that kind, whoever met it.
    init(reporting text: String, as kind: Kind, mend: String) {
        let isFull = [Errno.noSpace, .diskQuotaExceeded, .fileTooLarge].contains { text.contains($0.description) }
        self.init(isFull ? .diskFull : kind, text, mend: isFull ? Self.makeRoom : mend)
    }

    /// A new cluster takes 40 MB, and its write-ahead log up to 1 GB (the default `max_wal_size`) under load.
    private static let makeRoom = "Free at least 1 GB there, or choose another place with --data-dir."
}
