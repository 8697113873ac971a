import Domain
import Foundation

/// What tells that a file was written to.
struct FileStamp: Equatable, Sendable {
    let inode: ino_t
    let size: off_t
    /// When it was last written to.
    let seconds: Int
    let nanoseconds: Int

    init(_ status: stat) {
        inode = status.st_ino
        size = status.st_size
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
    }

    var lastWritten: Instant {
        Instant(microseconds: Int64(seconds) * Instant.microsecondsPerSecond + Int64(nanoseconds) / 1000)
    }

    /// Of a regular file, without following a link; `nil` where there is none.
    init?(ofFile path: String) {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        self.init(status)
    }
}
