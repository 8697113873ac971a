import Domain

/// The first lines of a CSV file whose first is not the header that is needed: what they look like.
struct CSVHeader {
    private let lines: [(number: Int, bytes: [UInt8])]
    private let delimiter: UInt8
    private let limits: RecordLimits
    private let hasSeparatorLine: Bool

    /// How many records are looked at.
    private static let looked = 20

    /// From the record at hand on.
    init(_ reader: inout CSVReader) {
        delimiter = reader.delimiter
        limits = reader.limits
        hasSeparatorLine = !reader.separatorLine.isEmpty
        var lines = [(reader.line, Array(reader.raw))]
        // What cannot be read further on is told when the header is right.
        var record = Record()
        while lines.count < Self.looked, let step = try? reader.next(into: &record), step != .end {
            lines.append((reader.line, Array(reader.raw)))
        }
        self.lines = lines
    }

    /// Says what the first line looks like and where the header may be; `nil` if that is not known. Quotes nothing of the
    /// file: any line may hold a person's data.
    func explain(_ error: IngestionError, by mapping: Mapping) -> IngestionError? {
        guard let first = lines.first else { return nil }
        if let other = Formats.all.first(where: { $0.firstByte != nil && $0.firstByte == first.bytes.first }) {
            return IngestionError(
                .data, file: error.file, line: first.number, code: "other_format",
                message: "the file begins as \(other.name) do, and is read as CSV by its name",
                mend: "let its name end in .\(other.extensions[0])")
        }
        let found = knownNames(first.bytes, delimiter, mapping)
        for other in Delimiter.candidates
        where other != delimiter && knownNames(first.bytes, other, mapping) > found {
            return IngestionError(
                .data, file: error.file, line: first.number, code: "other_delimiter",
                message:
                    "the header's delimiter is \(Self.name(other)), but it was read with \(Self.name(delimiter))",
                mend: hasSeparatorLine
                    ? "correct or remove the line that tells the separator"
                    : mapping.delimiter == nil
                        ? "name it in a mapping: delimiter: \(Self.name(other))" : "correct `delimiter` in the mapping")
        }
        let header = lines.dropFirst().first { line in
            Delimiter.candidates.contains { isHeader(line.bytes, $0, mapping) }
        }
        let look = look(of: first.bytes)
        if let header {
            return IngestionError(
                .data, file: error.file, line: first.number, code: "header_further_down",
                message:
                    "line \(first.number) \(look ?? "is not the header"); line \(header.number) looks like the header",
                mend: "remove everything above line \(header.number)")
        }
        guard let look else { return nil }
        let names = mapping.dataset.columns.filter(\.required).map(\.name).joined(separator: ",")
        return IngestionError(
            .data, file: error.file, line: first.number, code: "no_header",
            message: "line \(first.number) \(look), and none of the next lines looks like the header",
            mend: mapping.columns == nil
                ? "add a first line with the names of the columns (\(names) at least), or say in a mapping which is which: "
                    + "docs/mapping.md"
                : "add a first line with the names that the mapping reads")
    }

    /// How many of the names that are looked for a line has.
    private func knownNames(_ line: [UInt8], _ delimiter: UInt8, _ mapping: Mapping) -> Int {
        let wanted = mapping.ofEachRecord.flatMap { mapping in
            mapping.columns.map { $0.values.flatMap(\.headerNames) } ?? mapping.dataset.columns.map(\.name)
        }
        return names(line, delimiter).map { Set($0).intersection(wanted).count } ?? 0
    }

    private func isHeader(_ line: [UInt8], _ delimiter: UInt8, _ mapping: Mapping) -> Bool {
        guard let names = names(line, delimiter) else { return false }
        return mapping.ofEachRecord.allSatisfy {
            (try? RecordPlan($0, header: RecordHeader(names: names, line: 1, bytes: []), file: "", now: nil)) != nil
        }
    }

    private func names(_ line: [UInt8], _ delimiter: UInt8) -> [String]? {
        let options = ReaderOptions(file: "", names: [], delimiter: delimiter, limits: limits)
        guard var reader = try? CSVReader(Bytes(line), options) else { return nil }
        return (try? reader.header())?.names
    }

    /// `nil` where it could be a header.
    private func look(of line: [UInt8]) -> String? {
        guard let names = names(line, delimiter) else { return nil }
        if names.contains(where: Self.isData) { return "looks like data" }
        let isTitle = names.count(where: { !$0.isEmpty }) == 1 && names.first?.contains(" ") == true
        return isTitle ? "looks like a title" : nil
    }

    /// A number, a date, a time, an address of mail: nothing that a column is called.
    private static func isData(_ text: String) -> Bool {
        let letters = text.filter { !"0123456789.,:/+- TZ".contains($0) }
        return text.contains(where: \.isNumber) && letters.isEmpty || text.contains(/^\S+@\S+\.\S+$/)
    }

    private static func name(_ delimiter: UInt8) -> String {
        delimiter == UInt8(ascii: "\t") ? #""\t""# : "\"\(UnicodeScalar(delimiter))\""
    }

    /// A line that is held already.
    private struct Bytes: ByteStream {
        private let bytes: [UInt8]
        private var at = 0

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
            let count = min(buffer.count, bytes.count - at)
            buffer.copyBytes(from: bytes[at..<at + count])
            at += count
            return count
        }
    }
}
