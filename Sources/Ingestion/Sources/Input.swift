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

    static let copyChunk = 256 * 1024

    init(_ input: Input, temporaryDirectory: String) throws {
        name = input.name
        let opened: Int32
        switch input {
        case .file(let path): opened = open(path, O_RDONLY | O_CLOEXEC)
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
        default:
            defer { close(opened) }
            (descriptor, size) = try Self.spool(opened, name: name, directory: temporaryDirectory)
        }
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

    private static func spool(_ source: Int32, name: String, directory: String) throws -> (Int32, Int) {
        let spool = try TemporaryFile.open(in: directory)
        var size = 0
        do {
            try withUnsafeTemporaryAllocation(byteCount: copyChunk, alignment: 16) { chunk in
                while true {
                    let count = Foundation.read(source, chunk.baseAddress, chunk.count)
                    if count == 0 { return }
                    if count < 0 {
                        if errno == EINTR { continue }
                        throw Self.failed("read", name, errno)
                    }
                    try writeAll(UnsafeRawBufferPointer(rebasing: chunk[..<count]), to: spool) {
                        TemporaryFile.failed("written in \(directory)", $0)
                    }
                    size += count
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
        case EACCES, EPERM:
            IngestionError(
                .input, file: name, code: "unreadable", message: "this user may not read the file",
                mend: "give it read permission, or run as a user who has it")
        default: failed("opened", name, code)
        }
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
