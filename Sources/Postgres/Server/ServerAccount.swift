#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The operating system's user as whom the server runs: the caller, or, as PostgreSQL refuses root, `postgres`.
struct ServerAccount: Sendable {
    /// What a process of root's becomes in order to be the account.
    struct Identity: Sendable {
        let name: String
        let groupID: UInt32
    }

    let userID: UInt32
    /// `nil` if the caller runs the server as themselves.
    let identity: Identity?

    init(callerID: UInt32, nameForRoot name: String) throws {
        guard callerID == 0 else {
            (userID, identity) = (callerID, nil)
            return
        }
        var entry = passwd()
        var buffer = [CChar](repeating: 0, count: Self.bufferSize)
        var found: UnsafeMutablePointer<passwd>?
        guard getpwnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil, entry.pw_uid != 0 else {
            throw ServerError(
                .accountMissing,
                "PostgreSQL's server refuses to run as root, and there is no user \(name) to run it as.",
                mend: "Make one (adduser --system --group \(name)), or run as a user other than root."
            )
        }
        userID = entry.pw_uid
        identity = Identity(name: name, groupID: entry.pw_gid)
    }

    /// More than any entry of the user database takes.
    private static let bufferSize = 16_384

    /// A user's name, or `user 1234` if it has none.
    static func name(of userID: UInt32) -> String {
        var entry = passwd()
        var buffer = [CChar](repeating: 0, count: bufferSize)
        var found: UnsafeMutablePointer<passwd>?
        guard getpwuid_r(userID, &entry, &buffer, buffer.count, &found) == 0, found != nil, let name = entry.pw_name
        else { return "user \(userID)" }
        return String(cString: name)
    }
}
