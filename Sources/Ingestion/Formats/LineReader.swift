import Foundation

/// Cuts bytes into lines for formats that have a record on each, over one buffer.
///
/// LF ends a line, with a CR in front or without; a line of nothing but blanks is none. Of a line over the limit only the
/// beginning is held.
struct LineReader: ~Copyable {
    private var source: any ByteStream
    private let limits: RecordLimits
    private var buffer: UnsafeMutableRawBufferPointer
    /// Where the line at hand begins, and where the bytes read so far end.
    private var start = 0
    private var end = 0
    private var sourceEnded = false
    private var nextLine = 1
    /// Bytes of the line at hand, with its end; 0 of one over the limit until it is given away.
    private var length = 0
    private var contentLength = 0

    /// The number of the line at hand, from 1. A lone CR within a line counts as an editor counts it.
    private(set) var line = 1
    /// Whether the line at hand is over the limit.
    private(set) var isCut = false

    /// Skips a byte order mark.
    ///
    /// - Throws: `IngestionError` if the file is certainly no text in UTF-8; what the source throws.
    init(_ source: any ByteStream, _ options: ReaderOptions) throws {
        self.source = source
        limits = options.limits
        buffer = .allocate(byteCount: limits.chunk, alignment: 16)
        while end < FileMark.longest, try refill() {}
        let opening = Array(buffer[..<end].prefix(FileMark.longest))
        try FileMark.refuseOthers(opening, file: options.file)
        if opening.starts(with: FileMark.utf8) { start = FileMark.utf8.count }
    }

    deinit { buffer.deallocate() }

    /// The line without its end; of one over the limit as many bytes as the limit allows.
    var content: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: held[..<contentLength]) }

    /// The line with its end; empty of one over the limit.
    var raw: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: held[..<length]) }

    /// Goes to the next line that is not blank; false at the end.
    mutating func next() throws -> Bool {
        repeat {
            start += length
            length = 0
            line = nextLine
            guard try find() else { return false }
        } while !isCut && content.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == .carriageReturn }
        return true
    }

    /// Gives away a line over the limit as it comes, its end with it.
    mutating func giveAway(to overflow: (UnsafeRawBufferPointer) throws -> Void) throws {
        var position = TextPosition(line: line)
        while true {
            let found = Self.lineFeed(in: held, from: 0)
            let count = found.map { $0 + 1 } ?? held.count
            let bytes = UnsafeRawBufferPointer(rebasing: held[..<count])
            try overflow(bytes)
            position.advance(over: bytes)
            start += count
            contentLength = 0
            if found != nil { break }
            guard try refill() else { break }
        }
        nextLine = position.line
    }

    /// Finds where the line ends that begins at `start`; false if there is none.
    private mutating func find() throws -> Bool {
        var searched = 0
        while true {
            if let found = Self.lineFeed(in: held, from: searched) {
                finish(found + 1, content: found)
                return true
            }
            searched = held.count
            // With what may be the CR of its end it is over the limit.
            if searched > limits.record + 1 {
                isCut = true
                contentLength = limits.record
                return true
            }
            guard try refill() else { break }
        }
        guard !held.isEmpty else { return false }
        finish(held.count, content: held.count)
        return true
    }

    private mutating func finish(_ length: Int, content: Int) {
        let hasReturn = content > 0 && held[content - 1] == .carriageReturn
        contentLength = hasReturn ? content - 1 : content
        isCut = contentLength > limits.record
        guard !isCut else {
            contentLength = limits.record
            return
        }
        self.length = length
        nextLine = line + 1
        guard let bytes = self.content.baseAddress, memchr(bytes, Int32(UInt8.carriageReturn), contentLength) != nil
        else { return }
        var position = TextPosition(line: line)
        position.advance(over: raw)
        nextLine = position.line
    }

    private static func lineFeed(in bytes: UnsafeRawBufferPointer, from offset: Int) -> Int? {
        guard offset < bytes.count, let base = bytes.baseAddress,
            let found = memchr(base + offset, Int32(UInt8.lineFeed), bytes.count - offset)
        else { return nil }
        return base.distance(to: UnsafeRawPointer(found))
    }

    // MARK: The buffer

    /// What is held of the line at hand and of what follows it.
    private var held: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer[start..<end]) }

    /// Reads more bytes behind those that are held; false at the end.
    private mutating func refill() throws -> Bool {
        if sourceEnded { return false }
        sourceEnded = try !buffer.refill(from: &source, keeping: &start, &end)
        return !sourceEnded
    }
}
