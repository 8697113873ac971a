/// Why a zip archive cannot be written.
public enum ZipError: Error, Equatable {
    /// An entry, or the archive with it, has more bytes than the format's 32 bits can count.
    case tooLong(entry: String)
    /// More entries than its 16 bits can count.
    case tooMany
    case outOfMemory

    /// What is wrong.
    public var message: String {
        switch self {
        case .tooLong(let entry): "a zip archive has no room for \(entry): 4 GiB are the most"
        case .tooMany: "a zip archive has no room for more than 65,535 entries"
        case .outOfMemory: "no memory is left for zip"
        }
    }

    /// What to do about it.
    public var mend: String {
        switch self {
        case .tooLong, .tooMany: "write less of it"
        case .outOfMemory: "free some and run again"
        }
    }
}
