/// A way in which files hold records: how it is told from others, and what reads it.
struct Format: Sendable {
    /// As it appears in messages.
    let name: String
    /// The ends of names of files that have it, without the dot; the usual one first.
    let extensions: [String]
    /// What files without such a name begin with if they have it, blanks left aside; `nil` of the format that is taken
    /// where nothing tells another.
    let firstByte: UInt8?
    /// What can be wrong with a record, beside what can be in any format.
    let faults: [RecordFault.Kind]
    /// A reader at the beginning of a file.
    ///
    /// - Throws: `IngestionError` if the file is certainly of another kind; what the source throws.
    let reader: @Sendable (_ source: any ByteStream, _ options: ReaderOptions) throws -> any RecordReader & ~Copyable
}

/// The formats of input.
enum Formats {
    /// All of them.
    static let all: [Format] = [.csv, .jsonLines]

    /// The format of a file by its name, or by its first byte where the name doesn't tell; `contents` opens it.
    static func format(of name: String, contents: () throws -> any ByteStream) throws -> Format {
        if let named = named(by: name) { return named }
        let first = try firstByte(of: try contents())
        return all.first { $0.firstByte != nil && $0.firstByte == first } ?? .csv
    }

    /// The format that the end of a file's name tells, `.gz` left aside.
    static func named(by name: String) -> Format? {
        all.first { format in format.extensions.contains { name.withoutGzip.hasEnd($0) } }
    }

    private static let passedOver: [UInt8] = [0x20, 0x09, .lineFeed, .carriageReturn] + FileMark.utf8

    /// The first byte that is no blank, a byte order mark left aside; `nil` if there is none.
    private static func firstByte(of source: any ByteStream) throws -> UInt8? {
        var source = source
        return try withUnsafeTemporaryAllocation(byteCount: OpenedInput.copyChunk, alignment: 16) { chunk in
            while true {
                let count = try source.read(into: chunk)
                if count == 0 { return nil }
                if let byte = chunk[..<count].first(where: { !passedOver.contains($0) }) { return byte }
            }
        }
    }
}

extension Format {
    /// The end that a file of rejected records gets beside an input: the input's own, if it is one of this format's.
    func end(for input: String) -> String {
        extensions.first { input.withoutGzip.hasEnd($0) } ?? extensions[0]
    }
}

extension String {
    /// A file's name without the end that tells that it is compressed.
    var withoutGzip: String { withoutEnd("gz") }

    /// A file's name without an end, if it has that and more.
    func withoutEnd(_ end: String) -> String { hasEnd(end) ? String(dropLast(end.count + 1)) : self }

    fileprivate func hasEnd(_ end: String) -> Bool {
        lowercased().hasSuffix("." + end) && utf8.count > end.utf8.count + 1
    }
}
