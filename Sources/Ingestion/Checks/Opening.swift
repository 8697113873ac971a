import Domain

/// The first lines of a file whose first is not the header that is needed: what they look like.
struct Opening {
    private let lines: [(number: Int, bytes: [UInt8])]
    private let delimiter: UInt8
    private let limits: CSVLimits

    /// How many records are looked at.
    private static let looked = 20

    /// From the record at hand on.
    init<Source: ByteStream & ~Copyable>(_ reader: inout CSVReader<Source>, limits: CSVLimits) {
        delimiter = reader.delimiter
        self.limits = limits
        var lines = [(reader.line, Array(reader.raw))]
        // What cannot be read further on is told when the header is right.
        while lines.count < Self.looked, let step = try? reader.next(), step != .end {
            lines.append((reader.line, Array(reader.raw)))
        }
        self.lines = lines
    }

    /// Says what the first line looks like and where the header may be; `nil` if that is not known. Quotes nothing of the
    /// file: any line may hold a person's data.
    func explain(_ error: IngestionError, by mapping: Mapping) -> IngestionError? {
        guard let first = lines.first else { return nil }
        for other in Delimiter.candidates where other != delimiter && isHeader(first.bytes, other, mapping) {
            return IngestionError(
                .data, file: error.file, line: first.number, code: "other_delimiter",
                message:
                    "the header separates its names by \(Self.name(other)), and it was read by \(Self.name(delimiter))",
                mend: mapping.delimiter == nil
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
                mend: "remove what stands above line \(header.number)")
        }
        guard let look else { return nil }
        let names = mapping.dataset.columns.filter(\.required).map(\.name).joined(separator: ",")
        return IngestionError(
            .data, file: error.file, line: first.number, code: "no_header",
            message: "line \(first.number) \(look), and no line after it looks like the header",
            mend: mapping.columns == nil
                ? "put a line with the names of the columns on top: \(names)"
                : "put a line with the names that the mapping reads on top")
    }

    private func isHeader(_ line: [UInt8], _ delimiter: UInt8, _ mapping: Mapping) -> Bool {
        guard let names = names(line, delimiter) else { return false }
        return mapping.ofEachRecord.allSatisfy {
            (try? RecordPlan($0, header: names, file: "", line: 1, now: nil)) != nil
        }
    }

    private func names(_ line: [UInt8], _ delimiter: UInt8) -> [String]? {
        guard var reader = try? CSVReader(Bytes(line), file: "", delimiter: delimiter, limits: limits),
            (try? reader.next()) == .record
        else { return nil }
        return (0..<reader.fieldCount).map { CanonicalText.of(reader.field($0)) }
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
    private struct Bytes: ByteStream, ~Copyable {
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
