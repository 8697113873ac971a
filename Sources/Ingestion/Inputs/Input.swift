import Foundation

/// What the user names as the place to read from.
public enum Input: Sendable, Equatable {
    case file(String)
    case standardInput

    /// As it appears in messages.
    public var name: String {
        switch self {
        case .file(let path): path
        case .standardInput: "standard input"
        }
    }
}

/// An opened input that can be read from its beginning any number of times, from any thread.
///
/// What is no regular file, as standard input or a named pipe, is first copied to a file without a name that only
/// this process can reach (mode 0600, gone when the process ends).
final class OpenedInput: Sendable {
    let name: String
    /// Bytes as stored, so compressed ones of a compressed file.
    let size: Int
    private let descriptor: Int32
    private let identity: FileIdentity
    /// Of a file that is read where it lies.
    private let stamp: FileStamp?

    static let copyChunk = 256 * 1024

    /// `isOthers`: others put it there, so that only a regular file is opened and no symbolic link followed.
    init(_ input: Input, temporaryDirectory: String, isOthers: Bool = false, watch: ByteSource.Watch) throws {
        name = input.name
        let opened: Int32
        switch input {
        // Not to block: a named pipe is waited for where the waiting can be ended.
        case .file(let path): opened = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | (isOthers ? O_NOFOLLOW : 0))
        case .standardInput: opened = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
        }
        guard opened >= 0 else { throw Self.cannotOpen(name, errno) }
        var status = stat()
        guard fstat(opened, &status) == 0 else {
            let code = errno
            close(opened)
            throw Self.failed("inspected", name, code)
        }
        identity = FileIdentity(status)
        switch status.st_mode & S_IFMT {
        case S_IFDIR:
            close(opened)
            throw IngestionError(
                .input, file: name, code: "is_a_directory", message: "this is a directory",
                mend: "name the files in it")
        case S_IFREG where input != .standardInput:
            descriptor = opened
            size = Int(status.st_size)
            stamp = FileStamp(status)
        case _ where isOthers:
            close(opened)
            throw Self.isNoRegularFile(name)
        default:
            defer { close(opened) }
            stamp = nil
            (descriptor, size) = try Self.spool(opened, name: name, directory: temporaryDirectory, watch)
        }
    }

    /// Whether nobody has written to it since it was opened.
    var isUnchanged: Bool {
        guard let stamp else { return true }
        var status = stat()
        return fstat(descriptor, &status) == 0 && FileStamp(status) == stamp
    }

    deinit { close(descriptor) }

    /// Reads at most `buffer.count` bytes at a position; 0 at the end.
    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
            if count >= 0 { return count }
            if errno != EINTR { throw Self.failed("read", name, errno) }
        }
    }

    /// Whether a path names the very file that is read, by whatever name.
    func isSameFile(_ status: stat) -> Bool { FileIdentity(status) == identity }

    private struct FileIdentity: Equatable {
        let device: dev_t
        let inode: ino_t

        init(_ status: stat) { (device, inode) = (status.st_dev, status.st_ino) }
    }

    /// Milliseconds after which a silent input is asked again, and the waiting can end.
    private static let patience: Int32 = 200

    private static func spool(
        _ source: Int32, name: String, directory: String, _ watch: ByteSource.Watch
    ) throws -> (Int32, Int) {
        let spool = try TemporaryFile.open(in: directory)
        var size = 0
        do {
            try withUnsafeTemporaryAllocation(byteCount: copyChunk, alignment: 16) { chunk in
                while true {
                    if watch.isCancelled() { throw CancellationError() }
                    var waiting = pollfd(fd: source, events: Int16(POLLIN), revents: 0)
                    if poll(&waiting, 1, patience) == 0 { continue }
                    let count = Foundation.read(source, chunk.baseAddress, chunk.count)
                    if count == 0 { return }
                    if count < 0 {
                        if errno == EINTR || errno == EAGAIN { continue }
                        throw Self.failed("read", name, errno)
                    }
                    try writeAll(UnsafeRawBufferPointer(rebasing: chunk[..<count]), to: spool) {
                        TemporaryFile.failed("written in \(directory)", $0)
                    }
                    size += count
                    watch.progress?(Ingestor.Progress(pass: watch.pass, bytes: size, of: nil))
                }
            }
        } catch {
            close(spool)
            throw error
        }
        return (spool, size)
    }

    static func cannotOpen(_ name: String, _ code: Int32) -> IngestionError {
        switch code {
        case ENOENT, ENOTDIR:
            IngestionError(
                .input, file: name, code: "no_such_file", message: "there is no such file",
                mend: "check the path, which is relative to the directory that the command runs in")
        case ELOOP: isNoRegularFile(name)
        case EACCES, EPERM:
            IngestionError(
                .input, file: name, code: "unreadable", message: "this user may not read the file",
                mend: "give it read permission, or run as a user who has it")
        default: failed("opened", name, code)
        }
    }

    private static func isNoRegularFile(_ name: String) -> IngestionError {
        IngestionError(
            .input, file: name, code: "not_a_regular_file",
            message: "this is not a regular file, and nightly reads nothing else", mend: "put the file itself there")
    }

    static func failed(_ action: String, _ name: String, _ code: Int32) -> IngestionError {
        IngestionError(
            .inputOutput, file: name, code: "io_error",
            message: "it could not be \(action): \(String(cString: strerror(code)))",
            mend: "remove the cause and run again; nothing was stored")
    }
}

/// Writes everything to a descriptor; `failure` turns an errno into what is thrown.
func writeAll(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, failure: (Int32) -> IngestionError
) throws(IngestionError) {
    var rest = bytes
    while !rest.isEmpty {
        let count = write(descriptor, rest.baseAddress, rest.count)
        if count < 0 {
            if errno == EINTR { continue }
            throw failure(errno)
        }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
}
