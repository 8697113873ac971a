#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The next contents of a file: complete and synced, beside it under a hidden name until they take its place.
///
/// Readers see a file whole: the old one or the new one, never a part. Several files can be written completely before
/// the first of them is replaced. A draft that isn't published goes with its last reference. Its name ends in `.tmp`,
/// which the text file collector of Prometheus' node exporter passes over.
public final class FileDraft {
    /// The file that it is the draft of. A symbolic link there is replaced, not followed.
    public let path: String
    private let temporary: String
    private let descriptor: Int32
    private let folder: Int32
    private var isComplete = false
    private var isPublished = false

    private static let prefix = ".mutuality-"
    private static let suffix = ".tmp"
    private static let comparedAtOnce = 64 * 1024

    /// Opens an empty draft. What `sink` is given makes its contents, and `complete` ends it.
    public init(of path: String, mode: mode_t = 0o644) throws {
        try Self.checkTarget(path)
        let folderPath = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let random = String(UInt64.random(in: .min ... .max), radix: 16)
        let temporary = "\(folderPath)/\(Self.prefix)\(random)\(Self.suffix)"

        // Before anything is touched: a folder may be written to, but not read, and then it cannot be synced.
        let folder = open(folderPath, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw ExportError.systemRefused("open the folder of", path, errno) }
        let descriptor = open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else {
            let code = errno
            close(folder)
            throw ExportError.systemRefused("create a file beside", path, code)
        }
        self.path = path
        self.temporary = temporary
        self.descriptor = descriptor
        self.folder = folder
    }

    /// For one text; not to be used once the draft is gone.
    public var sink: DescriptorSink { DescriptorSink(descriptor: descriptor, name: path) }

    /// Ends the contents, after the last text that `sink` was given.
    public func complete(_ sink: consuming DescriptorSink) throws {
        try sink.flush()
        isComplete = true
        guard fsync(descriptor) == 0 else { throw ExportError.systemRefused("sync", path, errno) }
    }

    deinit {
        close(descriptor)
        close(folder)
        if !isPublished { unlink(temporary) }
    }

    /// Whether the file holds the same bytes already; `false` where it is missing or cannot be read.
    public var isSameAsFile: Bool {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        var offset: off_t = 0
        while true {
            guard let ours = Self.chunk(of: descriptor, at: offset), let theirs = Self.chunk(of: file, at: offset),
                ours == theirs
            else { return false }
            if ours.count < Self.comparedAtOnce { return true }
            offset += off_t(ours.count)
        }
    }

    /// Takes the file's place in one step. On any failure but the last step's the file stays byte for byte; a folder that
    /// cannot be synced is an error that says that the file is replaced.
    public func publish() throws {
        precondition(isComplete, "a draft is published before it was completed")
        guard rename(temporary, path) == 0 else { throw ExportError.systemRefused("replace", path, errno) }
        isPublished = true
        try Self.sync(folder: folder, of: path)
    }

    /// Removes drafts that a process left when it was killed: those that nobody has written to for a day. What it says of
    /// those that cannot be removed harms nothing but the room that they take.
    public static func sweep(_ folder: String) -> [ExportError] {
        guard let handle = opendir(folder) else { return [ExportError.systemRefused("read", folder, errno)] }
        var refusals: [ExportError] = []
        defer { closedir(handle) }
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { continue }
            var status = stat()
            let path = "\(folder)/\(name)"
            guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
                time(nil) - status.modified > 86_400
            else { continue }
            if unlink(path) != 0, errno != ENOENT { refusals.append(ExportError.systemRefused("remove", path, errno)) }
        }
        return refusals
    }

    /// The bytes from `offset` on, fewer than `comparedAtOnce` only where the file ends; `nil` where it cannot be read.
    private static func chunk(of descriptor: Int32, at offset: off_t) -> [UInt8]? {
        var isRead = true
        let bytes = [UInt8](unsafeUninitializedCapacity: comparedAtOnce) { buffer, filled in
            while filled < comparedAtOnce {
                let rest = UnsafeMutableRawBufferPointer(buffer)[filled...]
                let count = pread(
                    descriptor, UnsafeMutableRawBufferPointer(rebasing: rest).baseAddress, rest.count,
                    offset + off_t(filled))
                if count == 0 { break }
                if count > 0 {
                    filled += count
                } else if errno != EINTR {
                    isRead = false
                    break
                }
            }
        }
        return isRead ? bytes : nil
    }

    /// A rename would put a plain file in the place of a device or pipe, `/dev/null` for one.
    private static func checkTarget(_ path: String) throws {
        guard !path.isEmpty, !path.hasSuffix("/") else {
            throw ExportError(.target, "\"\(path)\" names no file", mend: "Add a file name to the path")
        }
        var status = stat()
        guard stat(path, &status) == 0 else { return }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return
        case S_IFDIR:
            throw ExportError(.target, "the path \(path) is a directory", mend: "Add a file name to the path")
        default:
            throw ExportError(
                .target, "\(path) is not a plain file", mend: "Choose a plain file, or - for standard output")
        }
    }

    static func sync(folder: Int32, of path: String) throws {
        // Some file systems cannot sync a folder and say so with EINVAL; the rename is done all the same.
        guard fsync(folder) == 0 || errno == EINVAL else {
            let code = errno
            throw ExportError(
                .io, "\(path) is replaced, but may not survive a power cut: \(String(cString: strerror(code)))",
                mend: "Look after the disk and run the command again", errno: code)
        }
    }
}

extension stat {
    /// In seconds since 1970.
    fileprivate var modified: time_t {
        #if canImport(Darwin)
            st_mtimespec.tv_sec
        #else
            st_mtim.tv_sec
        #endif
    }
}
