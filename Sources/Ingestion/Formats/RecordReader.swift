/// Makes records of a file's bytes, one after the other, in whatever pieces these come.
///
/// All readers keep what `FormatContractTests` asks of them. A record that cannot be read is told, with its place, and
/// reading goes on with the next one. What is over a limit is never held. One call makes one record, so that a call
/// through the protocol costs nothing beside it.
protocol RecordReader: ~Copyable {
    /// What the fields are called; to be asked for once, before the first record.
    ///
    /// - Throws: `IngestionError` if the file has no names where it should.
    mutating func header() throws -> RecordHeader

    /// Reads the next record. What the one before lent is gone.
    ///
    /// - Throws: `IngestionError` for what ends the whole file; what the source and `overflow` throw.
    mutating func next(into record: inout Record) throws -> RecordStep

    /// Gets the bytes of records over a limit, in order, all before `next` returns.
    var overflow: (UnsafeRawBufferPointer) throws -> Void { get set }

    /// Names of the file that so far stood beside those of the header, the first in it; none where the header has all.
    var otherNames: [String] { get }

    /// The error for a header that the mapping doesn't fit, told better if the next lines show what is wrong. The file
    /// is read no further afterwards.
    mutating func explain(_ error: IngestionError, by mapping: Mapping) -> IngestionError
}

extension RecordReader where Self: ~Copyable {
    var otherNames: [String] { [] }

    mutating func explain(_ error: IngestionError, by mapping: Mapping) -> IngestionError { error }
}

/// What a reader came to.
enum RecordStep: Equatable {
    case record
    /// A row of nothing, as spreadsheets write them; no record.
    case blank
    case faulty(RecordFault)
    case end
}

/// What the fields of a file's records are called.
struct RecordHeader {
    /// In the order of the fields, see `CanonicalText`.
    let names: [String]
    /// Where they stand in front of all records; `nil` if each record has its own, in any order. Then these are the names
    /// that were asked for.
    let line: Int?
    /// What a file of rejected records has to begin with, to be read as this one is.
    let bytes: [UInt8]

    /// Whether the fields are the same in every record, so that their positions mean something.
    var isOfFile: Bool { line != nil }
}

/// What a reader is told beforehand.
struct ReaderOptions {
    /// As it appears in messages.
    let file: String
    /// What is asked for, each once; formats with a header give all they have.
    let names: [String]
    /// What the mapping says of it; `nil` to detect it. Of no meaning but to CSV.
    var delimiter: UInt8?
    var limits = RecordLimits()
}
