#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Files that a reader sees whole: the old one or the new one, never a part.
public enum AtomicFile {
    /// Writes a draft of the file and puts it in the file's place; see `FileDraft`.
    ///
    /// On any failure but the last step's what was at `path` stays byte for byte and nothing else is left; a folder that
    /// cannot be synced is an error that says that the file is replaced.
    public static func write(
        to path: String, mode: mode_t = 0o644, _ body: (inout DescriptorSink) throws -> Void
    ) throws {
        try FileDraft(of: path, mode: mode, body).publish()
    }
}
