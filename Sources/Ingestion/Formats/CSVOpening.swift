/// The first bytes of a file: what has to be known before records can be told apart.
struct CSVOpening {
    /// Where the records begin in the buffer, and where the bytes read so far end.
    private(set) var start = 0
    private(set) var end = 0
    private(set) var delimiter: UInt8 = Delimiter.candidates[0]
    /// The line before the header that tells the delimiter, as Excel has it, with its line end; mostly there is none.
    private(set) var separatorLine: [UInt8] = []

    /// Reads until the byte order mark and a line `sep=;` are known and, without a given delimiter, the header line has
    /// ended; the buffer grows for it up to the record limit. What the file says of itself stands over what
    /// the options do.
    init(
        of source: inout any ByteStream, buffer: inout UnsafeMutableRawBufferPointer, _ options: ReaderOptions
    ) throws {
        var ended = false
        while end < FileMark.longest, !ended { ended = try !buffer.refill(from: &source, keeping: &start, &end) }
        let opening = Array(buffer[..<end].prefix(FileMark.longest))
        try FileMark.refuseOthers(opening, file: options.file)
        try FileMark.refuseArray(opening, file: options.file)
        if opening.starts(with: FileMark.utf8) { start = FileMark.utf8.count }
        while end - start < SeparatorLine.longest, !ended {
            ended = try !buffer.refill(from: &source, keeping: &start, &end)
        }
        if let line = SeparatorLine(UnsafeRawBufferPointer(rebasing: buffer[start..<end])) {
            separatorLine = Array(buffer[start..<start + line.length])
            start += line.length
            delimiter = line.delimiter
            return
        }
        if let given = options.delimiter {
            delimiter = given
            return
        }
        while true {
            let header = UnsafeRawBufferPointer(rebasing: buffer[start..<end])
            let isWhole = ended || header.count > options.limits.record
            if let detected = Delimiter.detect(in: header, isWhole: isWhole) {
                delimiter = detected
                return
            }
            ended = try !buffer.refill(from: &source, keeping: &start, &end)
        }
    }
}
