#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Files that a reader sees whole: the old one or the new one, never a part.
public enum AtomicFile {
    /// Writes to a temporary file in the same folder, syncs it, renames it over `path`, syncs the folder.
    ///
    /// On any failure but the last step's what was at `path` stays byte for byte and the temporary file is removed; a
    /// folder that cannot be synced is an error that says that the file is replaced. A symbolic link at
    /// `path` is replaced, not followed. The temporary file's name ends in `.tmp`, which the text file collector of
    /// Prometheus' node exporter passes over.
    ///
    /// - Parameters:
    ///   - mode: the permissions, of which the process's umask takes its part.
    ///   - body: appends the content; its errors are passed on.
    public static func write(
        to path: String, mode: mode_t = 0o644, _ body: (inout DescriptorSink) throws -> Void
    ) throws {
        try checkTarget(path)
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let temporary = "\(folder)/.mutuality-\(String(UInt64.random(in: .min ... .max), radix: 16)).tmp"

        // Before anything is touched: a folder may be written to, but not read, and then it cannot be synced.
        let folderDescriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folderDescriptor >= 0 else { throw ExportError.systemRefused("open the folder of", path, errno) }
        defer { close(folderDescriptor) }
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw ExportError.systemRefused("create a file beside", path, errno) }
        var isRenamed = false
        defer {
            close(descriptor)
            if !isRenamed { unlink(temporary) }
        }

        var sink = DescriptorSink(descriptor: descriptor, name: path)
        try body(&sink)
        try sink.flush()
        guard fsync(descriptor) == 0 else { throw ExportError.systemRefused("sync", path, errno) }
        guard rename(temporary, path) == 0 else { throw ExportError.systemRefused("replace", path, errno) }
        isRenamed = true
        try syncFolder(folderDescriptor, of: path)
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
            throw ExportError(.target, "\(path) is a directory", mend: "Add a file name to the path")
        default:
            throw ExportError(
                .target, "\(path) is not a plain file", mend: "Choose a plain file, or - for standard output")
        }
    }

    static func syncFolder(_ folder: Int32, of path: String) throws {
        // Some file systems cannot sync a folder and say so with EINVAL; the rename is done all the same.
        guard fsync(folder) == 0 || errno == EINVAL else {
            let code = errno
            throw ExportError(
                .io, "\(path) is replaced, but may not survive a power cut: \(String(cString: strerror(code)))",
                mend: "Look after the disk and run the command again", errno: code)
        }
    }
}
