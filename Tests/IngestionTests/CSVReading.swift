@testable import Ingestion

/// Bytes in memory, given out in pieces of at most `piece`.
struct Pieces: ByteStream {
    let bytes: [UInt8]
    let piece: Int
    var at = 0

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = min(piece, buffer.count, bytes.count - at)
        buffer.copyBytes(from: bytes[at..<at + count])
        at += count
        return count
    }
}

/// What a reader makes of a text.
struct Reading: Equatable {
    enum Item: Equatable {
        case record([String], line: Int)
        case fault(Malformation)
    }

    var items: [Item] = []
    /// The bytes of each record, those over the limits included.
    var raw: [String] = []
    var error: IngestionError?

    var records: [[String]] {
        items.compactMap { if case .record(let fields, _) = $0 { fields } else { nil } }
    }

    var lines: [Int] {
        items.map {
            switch $0 {
            case .record(_, let line): line
            case .fault(let fault): fault.line
            }
        }
    }

    var faults: [Malformation] {
        items.compactMap { if case .fault(let fault) = $0 { fault } else { nil } }
    }

    init(_ text: String, piece: Int = .max, delimiter: Character? = nil, limits: CSVLimits = CSVLimits()) {
        self.init(Array(text.utf8), piece: piece, delimiter: delimiter, limits: limits)
    }

    init(_ bytes: [UInt8], piece: Int = .max, delimiter: Character? = nil, limits: CSVLimits = CSVLimits()) {
        do {
            var reader = try CSVReader(
                Pieces(bytes: bytes, piece: piece), file: "test.csv", delimiter: delimiter?.asciiValue, limits: limits)
            let overflown = Overflow()
            reader.overflow = { overflown.bytes += $0 }
            while true {
                let step = try reader.next()
                switch step {
                case .end: return
                case .record:
                    var fields: [String] = []
                    for index in 0..<reader.fieldCount {
                        fields.append(String(decoding: reader.field(index), as: UTF8.self))
                    }
                    items.append(.record(fields, line: reader.line))
                case .malformed(let fault): items.append(.fault(fault))
                }
                raw.append(String(decoding: overflown.bytes + reader.raw, as: UTF8.self))
                overflown.bytes = []
            }
        } catch {
            self.error = error as? IngestionError
        }
    }

    private final class Overflow {
        var bytes: [UInt8] = []
    }
}
