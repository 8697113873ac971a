/// Why a gzip stream cannot be read any further. Offsets count compressed bytes from the stream's beginning.
public enum GzipError: Error, Equatable {
    /// The bytes break the format or fail their checksum.
    case corrupt(atByte: Int, reason: String)
    /// The stream ends inside a member.
    case truncated(atByte: Int)
    case outOfMemory

    /// What is wrong.
    public var message: String {
        switch self {
        case .corrupt(let byte, let reason): "the gzip data is damaged at byte \(byte) (\(reason))"
        case .truncated(let byte): "the gzip data stops in the middle, after byte \(byte)"
        case .outOfMemory: "no memory is left for gzip"
        }
    }

    /// What to do about it.
    public var mend: String {
        switch self {
        case .corrupt, .truncated: "fetch or compress the file again"
        case .outOfMemory: "free some and run again"
        }
    }
}
