import Compression
import Domain

/// Why a file could not be taken in at all; nothing of it is stored, unless the message says otherwise.
///
/// Single records that cannot be taken in are no errors but `Finding`s. The description names places and columns,
/// never the contents of a record.
public struct IngestionError: ExplainedError, Equatable {
    public let kind: Kind
    /// The file as the user named it.
    public let file: String
    /// From 1, where the fault has a place.
    public let line: Int?
    /// The column of the dataset or of the file, where the fault has one.
    public let column: String?
    /// A stable word, as `no_such_column`.
    public let code: String
    public let message: String
    /// What to do about it.
    public let mend: String

    public enum Kind: Sendable, Equatable {
        /// The command asks for something that does not exist or cannot be done.
        case usage
        /// The contents are wrong.
        case data
        /// The input cannot be opened.
        case input
        /// An output file cannot be made there.
        case output
        /// Reading or writing failed.
        case inputOutput
        /// The store did not say whether it took the file in.
        case uncertain
        /// It may go well a little later.
        case notYet
        /// The mapping file is wrong.
        case configuration
    }

    public init(
        _ kind: Kind, file: String, line: Int? = nil, column: String? = nil, code: String, message: String,
        mend: String
    ) {
        self.kind = kind
        self.file = file
        self.line = line
        self.column = column
        self.code = code
        self.message = message
        self.mend = mend
    }

    public var place: String? { file + (line.map { ":\($0)" } ?? "") }
}

extension GzipError: ExplainedError {}
