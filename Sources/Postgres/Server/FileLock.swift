#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif
import Foundation

/// An advisory lock (`flock`) on a file, which the kernel drops when its holder ends, however it ends.
///
/// The lock belongs to the open file, so two `FileLock`s of one process exclude each other like those of two, and a
/// child that is given `descriptor` keeps the lock after this one is closed. No other child inherits it.
final class FileLock: Sendable {
    enum Mode: Sendable {
        case shared, exclusive
    }

    let descriptor: Int32

    /// Opens the file, and creates it (0600) if it is missing; refuses to follow a symbolic link.
    init(_ path: String) throws {
        descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw ServerError(
                .dataDirectory,
                cannot: "open \(path)",
                code: errno,
                mend: "Run as the owner of the data directory, make it writable, or choose another with --data-dir."
            )
        }
    }

    deinit { close(descriptor) }

    /// Takes or converts the lock if nobody holds one in its way. A conversion that fails has lost the old lock.
    func tryLock(_ mode: Mode) -> Bool {
        flock(descriptor, (mode == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0
    }

    /// `flock` itself knows no deadline, so this asks again and again. False when the time is up.
    func lock(_ mode: Mode, within patience: Duration) async throws -> Bool {
        let deadline = ContinuousClock.now + patience
        while !tryLock(mode) {
            guard ContinuousClock.now < deadline else { return false }
            try await Task.sleep(for: pollInterval)
        }
        return true
    }

    /// Said aloud rather than left to `deinit`: a child that was forked at this moment holds a copy of the descriptor.
    func unlock() {
        flock(descriptor, LOCK_UN)
    }

    /// The processes that hold a lock on the file, as "process 42 (mutuality)"; empty where the system doesn't tell.
    ///
    /// Lines of /proc/locks: `1: FLOCK  ADVISORY  READ 42 fe:00:1234 0 EOF`, the file as major:minor:inode. The device
    /// isn't compared, because some file systems show another one there than in `stat`.
    static func holders(of path: String) -> [String] {
        guard let inode = FileStatus(path)?.inode, let table = contentsOfFile("/proc/locks") else { return [] }
        let holders = table.split(separator: "\n").compactMap { line -> Int32? in
            let fields = line.split(separator: " ")
            guard fields.count >= 6, fields[1] == "FLOCK", fields[5].hasSuffix(":\(inode)") else { return nil }
            return Int32(fields[4])
        }
        return Set(holders).sorted().map { process in
            let name = contentsOfFile("/proc/\(process)/comm").map { $0.split(separator: "\n").joined() }
            return "process \(process)" + (name.map { " (\($0))" } ?? "")
        }
    }
}

/// Short against the tenth of a second that a start takes, long against the microseconds of a look.
let pollInterval = Duration.milliseconds(10)

/// The text of a small file; `nil` if it can't be read. Bytes that aren't UTF-8 become U+FFFD.
func contentsOfFile(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
}
