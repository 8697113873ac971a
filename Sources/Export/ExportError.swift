import Domain

/// What can go wrong while figures are written, with the mend.
public struct ExportError: ExplainedError, Hashable {
    public enum Code: String, Sendable {
        /// A name that Prometheus' tools refuse, or one that two figures would share.
        case metricName
        /// A format that isn't in `ExportFormats.all`.
        case unknownFormat
        /// A filter for what there is not.
        case filter
        /// The target cannot be a file: a directory, a device, a missing folder.
        case target
        /// More than the format has room for.
        case tooLarge
        /// The operating system refused to write; `errno` says why.
        case io
    }

    public let code: Code
    public let message: String
    public let mend: String
    /// The operating system's error number, where it was asked.
    public let errno: Int32?

    public init(_ code: Code, _ message: String, mend: String, errno: Int32? = nil) {
        self.code = code
        self.message = message
        self.mend = mend
        self.errno = errno
    }
}
