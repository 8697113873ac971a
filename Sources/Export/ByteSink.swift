#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Where a format puts its bytes.
public protocol ByteSink {
    mutating func append(_ bytes: some Collection<UInt8>) throws(ExportError)
    /// Appends the text as UTF-8, for sinks that tell parts of a text apart.
    mutating func append(_ text: String, as part: TextPart) throws(ExportError)
}

extension ByteSink {
    /// Appends the text as UTF-8.
    public mutating func append(_ text: String) throws(ExportError) { try append(text.utf8) }

    public mutating func append(_ text: String, as part: TextPart) throws(ExportError) { try append(text) }
}

/// Keeps everything in memory.
public struct MemorySink: ByteSink, Sendable {
    public private(set) var bytes: [UInt8] = []

    public init() {}

    public mutating func append(_ more: some Collection<UInt8>) { bytes.append(contentsOf: more) }
}

/// Writes to an open file descriptor, which stays its owner's to close. Nothing is sure to have been written
/// before `flush()` has returned; what a copy was given is written for itself.
public struct DescriptorSink: ByteSink, Sendable {
    private static let bufferSize = 64 * 1024

    private let descriptor: Int32
    private let name: String
    private var buffer: [UInt8] = []

    /// - Parameter name: what errors call the file, as `figures.csv` or `standard output`.
    public init(descriptor: Int32, name: String) {
        self.descriptor = descriptor
        self.name = name
        buffer.reserveCapacity(2 * Self.bufferSize)
    }

    public mutating func append(_ bytes: some Collection<UInt8>) throws(ExportError) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.bufferSize { try flush() }
    }

    /// Hands everything to the operating system. What a failed call could not write is lost.
    public mutating func flush() throws(ExportError) {
        defer { buffer.removeAll(keepingCapacity: true) }
        var written = 0
        while written < buffer.count {
            let count = buffer[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                written += count
            } else if errno != EINTR {
                throw .systemRefused("write", name, errno)
            }
        }
    }
}

extension ExportError {
    static func systemRefused(_ action: String, _ name: String, _ code: Int32) -> ExportError {
        let mend =
            switch code {
            case ENOSPC, EDQUOT: "Free some space there, or choose another place; what was there before is untouched"
            case EACCES, EPERM, EROFS: "Choose a place that this user may read and write, or change its permissions"
            case ENOENT, ENOTDIR: "Create the folder first, or correct the path"
            case EPIPE: "The reader of the pipe has gone; start both again"
            default: "Mend that and run the command again; what was there before is untouched"
            }
        return ExportError(.io, "Cannot \(action) \(name): \(String(cString: strerror(code)))", mend: mend, errno: code)
    }
}
