/// Why a gzip stream cannot be read any further. Offsets count compressed bytes from the stream's beginning.
public enum GzipError: Error, Equatable, CustomStringConvertible {
    /// The bytes break the format or fail their checksum.
    case corrupt(atByte: Int, reason: String)
    /// The stream ends inside a member.
    case truncated(atByte: Int)
    case outOfMemory

    public var description: String {
        switch self {
        case .corrupt(let byte, let reason):
            "the gzip data is damaged at byte \(byte) (\(reason)); fetch or compress the file again"
        case .truncated(let byte):
            "the gzip data stops in the middle, after byte \(byte); fetch or compress the file again"
        case .outOfMemory:
            "no memory is left to decompress; free some and run again"
        }
    }
}
