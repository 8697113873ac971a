/// The first bytes of a file: what has to be known before records can be told apart.
struct CSVOpening {
    /// Where the records begin in the buffer, and where the bytes read so far end.
    private(set) var start = 0
    private(set) var end = 0
    private(set) var delimiter: UInt8 = Delimiter.candidates[0]
    /// The line before the header that tells the delimiter, as Excel has it, with its line end; mostly there is none.
    private(set) var separatorLine: [UInt8] = []

    private static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]
    private static let longestMark = 4

    /// Reads until the byte order mark and a line `sep=;` are known and, without a given delimiter, the header line has
    /// ended; the buffer grows for it up to the record limit. What the file says of itself stands over `given`.
    init<Source: ByteStream & ~Copyable>(
        of source: inout Source, buffer: inout UnsafeMutableRawBufferPointer, file: String, delimiter given: UInt8?,
        limits: CSVLimits
    ) throws {
        var ended = false
        while end < Self.longestMark, !ended { ended = try !read(&source, into: &buffer) }
        let opening = Array(buffer[..<end].prefix(Self.longestMark))
        try Self.refuseOtherFormats(opening, file: file)
        if opening.starts(with: Self.byteOrderMark) { start = Self.byteOrderMark.count }
        while end - start < SeparatorLine.longest, !ended { ended = try !read(&source, into: &buffer) }
        if let line = SeparatorLine(UnsafeRawBufferPointer(rebasing: buffer[start..<end])) {
            separatorLine = Array(buffer[start..<start + line.length])
            start += line.length
            delimiter = line.delimiter
            return
        }
        if let given {
            delimiter = given
            return
        }
        while true {
            let header = UnsafeRawBufferPointer(rebasing: buffer[start..<end])
            let isWhole = ended || header.count > limits.record
            if let detected = Delimiter.detect(in: header, isWhole: isWhole) {
                delimiter = detected
                return
            }
            ended = try !read(&source, into: &buffer)
        }
    }

    private mutating func read<Source: ByteStream & ~Copyable>(
        _ source: inout Source, into buffer: inout UnsafeMutableRawBufferPointer
    ) throws -> Bool {
        if end == buffer.count { buffer.grow() }
        let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[end...]))
        end += count
        return count > 0
    }

    private static func refuseOtherFormats(_ opening: [UInt8], file: String) throws {
        if opening.starts(with: [0xff, 0xfe]) || opening.starts(with: [0xfe, 0xff]) {
            throw IngestionError(
                .data, file: file, code: "utf16", message: "the file is UTF-16", mend: "save it as CSV in UTF-8")
        }
        if opening.starts(with: [0x50, 0x4b, 0x03, 0x04]) {
            throw IngestionError(
                .data, file: file, code: "not_csv", message: "this is a workbook or a zip archive",
                mend: "save the sheet as CSV in UTF-8, or take the CSV file out of the archive")
        }
    }
}
