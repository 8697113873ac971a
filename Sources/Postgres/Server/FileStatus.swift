#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What the file system says of a path.
struct FileStatus {
    private let status: stat

    /// `nil` if nothing is there or it can't be looked at; `errno` says which.
    init?(_ path: String, followingLinks: Bool = true) {
        var status = stat()
        guard (followingLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
        self.status = status
    }

    init?(descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.status = status
    }

    var isDirectory: Bool { status.st_mode & S_IFMT == S_IFDIR }
    var isRegularFile: Bool { status.st_mode & S_IFMT == S_IFREG }
    var isSocket: Bool { status.st_mode & S_IFMT == S_IFSOCK }
    var owner: UInt32 { status.st_uid }
    var size: Int { Int(status.st_size) }
    var inode: UInt64 { UInt64(status.st_ino) }

    /// Whether any of these permission bits is set.
    func allows(_ bits: mode_t) -> Bool { status.st_mode & bits != 0 }

    func isSameFile(as other: FileStatus) -> Bool {
        status.st_dev == other.status.st_dev && status.st_ino == other.status.st_ino
    }
}
