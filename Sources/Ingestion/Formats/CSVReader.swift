import Domain
import Foundation

extension Format {
    static let csv = Format(
        name: "CSV", extensions: ["csv"], firstByte: nil, faults: [.textAfterQuote, .quoteInUnquotedField]
    ) { try CSVReader($0, $1) }
}

extension RecordFault.Kind {
    static let textAfterQuote = RecordFault.Kind(
        code: "text_after_quote", message: "text follows the closing quote of a field", mend: quoteWhole)
    static let quoteInUnquotedField = RecordFault.Kind(
        code: "quote_in_unquoted_field", message: "a field that is not quoted contains a quote", mend: quoteWhole)

    private static let quoteWhole = "put the whole field in quotes and double each quote inside it"
}

/// A streaming reader of CSV as RFC 4180 has it, one record after the other over one buffer.
///
/// Beyond the RFC: a byte order mark is skipped; LF and CR end a line as CRLF does; an empty line is no record; the
/// delimiter can be another. Every record is checked for UTF-8 and NUL. A record that cannot be read is told as
/// `faulty` and reading goes on with the next one:
///
/// - Text after a closing quote, or a quote inside an unquoted field, is a fault of its record; up to the next
///   delimiter or line end further quotes there mean nothing.
/// - A field or record over its limit is never held: once it is over, its bytes go to `overflow` as they come.
///
/// A quote that is still open at the end ends the run with an error, since nothing after it can be told apart.
struct CSVReader: RecordReader, ~Copyable {
    private var source: any ByteStream
    private let file: String
    let limits: RecordLimits
    let delimiter: UInt8
    /// The line `sep=;` before the header, with its line end; empty where there is none.
    let separatorLine: [UInt8]

    private var buffer: UnsafeMutableRawBufferPointer
    /// Where the current record, or what is held of it, begins and where the bytes read so far end.
    private var start = 0
    private var end = 0
    private var sourceEnded = false
    /// True for each byte that can end an unquoted stretch.
    private let stops: UnsafeMutablePointer<Bool>

    /// The line on which the current record begins, from 1.
    private(set) var line = 1
    private var nextLine = 1
    private var length = 0
    private var fields: [Record.Field] = []
    private var decoded: [UInt8] = []

    // The state of the record under way; offsets count from `start`.
    private var fieldStart = 0
    private var fieldOrdinal = 0
    private var hasQuotes = false
    /// Where the quote under way opened; once its bytes are spilled, the line instead.
    private var openQuote: Int?
    private var openQuoteLine = 0
    private var fault: RecordFault?
    /// The position at `start`; ahead of the record's beginning once it overflows.
    private var position = TextPosition(line: 1)
    private var isOverflowing = false

    var overflow: (UnsafeRawBufferPointer) throws -> Void = { _ in }

    init(_ source: any ByteStream, _ options: ReaderOptions) throws {
        var source = source
        var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: options.limits.chunk, alignment: 16)
        do {
            let opening = try CSVOpening(of: &source, buffer: &buffer, options)
            start = opening.start
            end = opening.end
            self.delimiter = opening.delimiter
            separatorLine = opening.separatorLine
        } catch {
            buffer.deallocate()
            throw error
        }
        if !separatorLine.isEmpty { nextLine = 2 }
        self.source = source
        file = options.file
        limits = options.limits
        self.buffer = buffer
        stops = .allocate(capacity: 256)
        stops.initialize(repeating: false, count: 256)
        for byte in [self.delimiter, .quote, .lineFeed, .carriageReturn] { stops[Int(byte)] = true }
    }

    deinit {
        buffer.deallocate()
        stops.deallocate()
    }

    // MARK: The header

    mutating func header() throws -> RecordHeader {
        var header = Record()
        switch try read(into: &header) {
        case .record, .blank:
            let names = header.fields.indices.map { CanonicalText.of(header.field($0)) }
            return RecordHeader(names: names, line: line, bytes: separatorLine + Array(raw))
        case .faulty(let fault):
            throw IngestionError(
                .data, file: file, line: fault.line, code: fault.code,
                message: "in the header, field \(fault.field ?? 1): \(fault.message)", mend: fault.mend)
        case .end:
            throw IngestionError(
                .data, file: file, code: "empty_file", message: "the file is empty",
                mend: "a file needs its header line even when there is no record")
        }
    }

    /// Looks at the first lines, of which the header is the one that was read last.
    mutating func explain(_ error: IngestionError, by mapping: Mapping) -> IngestionError {
        CSVHeader(&self).explain(error, by: mapping) ?? error
    }

    // MARK: Reading

    /// The record as it stands in the file, with its line end; empty for one that went to `overflow`.
    var raw: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: held[..<length]) }

    mutating func next(into record: inout Record) throws -> RecordStep {
        let step = try read(into: &record)
        if case .record = step, record.isBlank { return .blank }
        return step
    }

    private mutating func read(into record: inout Record) throws -> RecordStep {
        start += length
        length = 0
        line = nextLine
        fields.removeAll(keepingCapacity: true)
        fieldStart = 0
        fieldOrdinal = 0
        hasQuotes = false
        fault = nil
        isOverflowing = false
        decoded.removeAll(keepingCapacity: true)
        guard try skipEmptyLines() else { return .end }
        position = TextPosition(line: line)
        var at = 0
        while try !scanField(&at) {}
        return try finish(at, &record)
    }

    private mutating func skipEmptyLines() throws -> Bool {
        var at = 0
        while try has(&at) {
            switch held[0] {
            case .lineFeed: start += 1
            case .carriageReturn:
                at = 1
                let isPair = try has(&at) && held[1] == .lineFeed
                start += isPair ? 2 : 1
                at = 0
            default: return true
            }
            line += 1
        }
        return false
    }

    /// Scans one field and what ends it; true if that ends the record.
    private mutating func scanField(_ at: inout Int) throws -> Bool {
        fieldStart = at
        fieldOrdinal += 1
        guard try has(&at) else {
            close(at..<at, at: at)
            return true
        }
        if held[at] == .quote {
            let content = at + 1
            hasQuotes = true
            openQuote = at
            at += 1
            let doubled = try scanQuoted(&at)
            openQuote = nil
            let contentEnd = at - 1
            if try has(&at), !stops[Int(held[at])] || held[at] == .quote {
                note(.textAfterQuote, at: at)
                try scanUnquoted(&at)
            }
            close(content..<max(content, contentEnd), hasDoubledQuotes: doubled, at: at)
        } else {
            let content = at
            try scanUnquoted(&at)
            close(content..<max(content, at), at: at)
        }
        return try endsRecord(&at)
    }

    /// Moves behind the closing quote; true if quotes were doubled on the way.
    private mutating func scanQuoted(_ at: inout Int) throws -> Bool {
        var doubled = false
        while true {
            let rest = held[at...]
            guard let found = memchr(rest.base.baseAddress! + at, Int32(UInt8.quote), rest.count) else {
                at = held.count
                if try !refill(&at) { throw unterminatedQuote() }
                continue
            }
            at = held.baseAddress!.distance(to: UnsafeRawPointer(found)) + 1
            guard try has(&at), held[at] == .quote else { return doubled }
            doubled = true
            at += 1
        }
    }

    /// Moves to the delimiter or line end; quotes on the way are faults.
    private mutating func scanUnquoted(_ at: inout Int) throws {
        while true {
            let bytes = held
            while at < bytes.count, !stops[Int(bytes[at])] { at += 1 }
            if at == bytes.count {
                if try !refill(&at) { return }
            } else if bytes[at] == .quote {
                note(.quoteInUnquotedField, at: at)
                at += 1
            } else {
                return
            }
        }
    }

    private mutating func endsRecord(_ at: inout Int) throws -> Bool {
        guard try has(&at) else { return true }
        let byte = held[at]
        at += 1
        if byte == delimiter { return false }
        if byte == .carriageReturn, try has(&at), held[at] == .lineFeed { at += 1 }
        return true
    }

    private mutating func close(_ content: Range<Int>, hasDoubledQuotes: Bool = false, at: Int) {
        checkLimits(at)
        // Once bytes were given away, places in the record mean nothing.
        guard !isOverflowing else { return }
        if fields.count == limits.fields {
            note(.tooManyFields, at: fieldStart)
        } else if hasDoubledQuotes {
            fields.append(Record.Field(place: content.lowerBound, decoded: decode(held[content])))
        } else {
            fields.append(Record.Field(content))
        }
    }

    /// Appends a field's content to `decoded`, one quote for two; returns where it is.
    private mutating func decode(_ content: Slice<UnsafeRawBufferPointer>) -> Range<Int> {
        let start = decoded.count
        var isSecond = false
        for byte in content {
            if byte == .quote, isSecond {
                isSecond = false
            } else {
                decoded.append(byte)
                isSecond = byte == .quote
            }
        }
        return start..<decoded.count
    }

    private mutating func finish(_ at: Int, _ record: inout Record) throws -> RecordStep {
        if isOverflowing {
            try spill(at)
            nextLine = position.line
        } else {
            length = at
            nextLine = hasQuotes ? place(at: at).line : line + 1
            if fault == nil, let textFault = TextFault.first(in: raw) { note(textFault) }
        }
        record.line = line
        record.raw = raw
        record.fault = fault
        // They change places, so that nothing is copied and both keep their room.
        swap(&record.fields, &fields)
        swap(&record.decoded, &decoded)
        return fault.map { .faulty($0) } ?? .record
    }

    // MARK: The buffer

    /// What is held of the current record and of what follows it.
    private var held: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer[start..<end]) }

    /// True if there is a byte at an offset, read now if need be; `at` moves with the bytes.
    @inline(__always)
    private mutating func has(_ at: inout Int) throws -> Bool {
        if at < end - start { return true }
        return try refill(&at)
    }

    /// Reads more bytes behind those that are held; false at the end. Everything before `at` has been scanned.
    private mutating func refill(_ at: inout Int) throws -> Bool {
        if sourceEnded { return false }
        // A line end and a quote are looked at from behind, hence up to two bytes more than at `close`.
        if isOverLimits(at - 2) {
            checkLimits(at)
            if !isOverflowing { fields.keep(from: held, in: &decoded) }
            isOverflowing = true
        }
        if isOverflowing {
            try spill(at)
            at = 0
        }
        sourceEnded = try !buffer.refill(from: &source, keeping: &start, &end)
        return !sourceEnded
    }

    /// Gives the first `count` held bytes away.
    private mutating func spill(_ count: Int) throws {
        let bytes = UnsafeRawBufferPointer(rebasing: held[..<count])
        try overflow(bytes)
        var moved = 0
        if let quote = openQuote {
            position.advance(over: UnsafeRawBufferPointer(rebasing: bytes[..<quote]))
            openQuoteLine = position.line
            openQuote = nil
            moved = quote
        }
        position.advance(over: UnsafeRawBufferPointer(rebasing: bytes[moved...]))
        start += count
    }

    // MARK: Faults

    private func isOverLimits(_ at: Int) -> Bool { at - fieldStart > limits.field || at > limits.record }

    private mutating func checkLimits(_ at: Int) {
        guard fault == nil, isOverLimits(at) else { return }
        // Whichever limit was passed first, so that the answer doesn't hang on when it is asked.
        let isField = fieldStart + limits.field <= limits.record
        fault = recordFault(isField ? .fieldTooLong : .recordTooLong, at: fieldStart)
    }

    private mutating func note(_ kind: RecordFault.Kind, at offset: Int) {
        checkLimits(offset)
        if fault == nil { fault = recordFault(kind, at: offset) }
    }

    private mutating func note(_ textFault: TextFault) {
        let (kind, offset): (RecordFault.Kind, Int) =
            switch textFault {
            case .invalidUTF8(let offset): (.invalidUTF8, offset)
            case .nul(let offset): (.nul, offset)
            }
        fieldOrdinal = (fields.lastIndex { $0.place <= offset } ?? 0) + 1
        fault = recordFault(kind, at: offset)
    }

    private func recordFault(_ kind: RecordFault.Kind, at offset: Int) -> RecordFault {
        let place = place(at: offset)
        return RecordFault(kind: kind, line: place.line, field: fieldOrdinal, character: place.character)
    }

    private func place(at offset: Int) -> TextPosition {
        var place = position
        place.advance(over: UnsafeRawBufferPointer(rebasing: held[..<offset]))
        return place
    }

    private func unterminatedQuote() -> IngestionError {
        let line = openQuote.map { place(at: $0).line } ?? openQuoteLine
        return IngestionError(
            .data, file: file, line: line, code: "unterminated_quote",
            message: "a quote opens on line \(line), field \(fieldOrdinal), and is never closed",
            mend: "close or double the quote, or fetch the file again if its end is missing; nothing was stored")
    }
}

extension UnsafeMutableRawBufferPointer {
    /// Moves what is held, from `start` to `end`, to the beginning, and reads more bytes behind it; false at the end.
    mutating func refill(
        from source: inout any ByteStream, keeping start: inout Int, _ end: inout Int
    ) throws -> Bool {
        if start > 0 {
            memmove(baseAddress!, baseAddress! + start, end - start)
            end -= start
            start = 0
        }
        if end == count { grow() }
        let more = try source.read(into: Self(rebasing: self[end...]))
        end += more
        return more > 0
    }

    /// Doubles the size; the contents stay.
    mutating func grow() {
        let larger = Self.allocate(byteCount: count * 2, alignment: 16)
        larger.copyMemory(from: UnsafeRawBufferPointer(self))
        deallocate()
        self = larger
    }
}
