import Foundation

/// A file without a name that only this process can reach (mode 0600, gone when the process ends).
final class TemporaryFile {
    private let descriptor: Int32
    private let directory: String
    private(set) var size = 0

    init(in directory: String) throws(IngestionError) {
        self.directory = directory
        descriptor = try Self.open(in: directory)
    }

    deinit { close(descriptor) }

    func append(_ bytes: UnsafeRawBufferPointer) throws(IngestionError) {
        let directory = directory
        try writeAll(bytes, to: descriptor) { Self.failed("written in \(directory)", $0) }
        size += bytes.count
    }

    /// Reads at most `buffer.count` bytes at a position; 0 at the end.
    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(IngestionError) -> Int {
        while true {
            let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
            if count >= 0 { return count }
            if errno != EINTR { throw Self.failed("read in \(directory)", errno) }
        }
    }

    /// The descriptor of such a file; whoever asks for it closes it.
    static func open(in directory: String) throws(IngestionError) -> Int32 {
        var path = Array((directory + "/mutuality-XXXXXX").utf8CString)
        let descriptor = mkstemp(&path)
        guard descriptor >= 0 else { throw failed("created in \(directory)", errno) }
        unlink(path)
        return descriptor
    }

    static func failed(_ action: String, _ code: Int32) -> IngestionError {
        OpenedInput.failed(action, "a temporary file", code)
    }
}
