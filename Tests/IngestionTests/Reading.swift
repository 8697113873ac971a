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
        case fault(RecordFault)
    }

    /// Of a field: whether there is nothing, and where it begins.
    struct Detail: Equatable {
        let isAbsent: Bool
        let line: Int
        let character: Int?
    }

    var names: [String] = []
    var items: [Item] = []
    /// Of each record its fields; of a fault none.
    var details: [[Detail]] = []
    /// The bytes of each record, those over the limits included.
    var raw: [String] = []
    var error: IngestionError?
    /// What a file of rejected records has to begin with.
    var head: [UInt8] = []
    var otherNames: [String] = []

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

    var faults: [RecordFault] {
        items.compactMap { if case .fault(let fault) = $0 { fault } else { nil } }
    }

    /// The lines of a CSV file, its header among them.
    init(_ text: String, piece: Int = .max, delimiter: Character? = nil, limits: RecordLimits = RecordLimits()) {
        self.init(Array(text.utf8), piece: piece, delimiter: delimiter, limits: limits)
    }

    init(_ bytes: [UInt8], piece: Int = .max, delimiter: Character? = nil, limits: RecordLimits = RecordLimits()) {
        let options = ReaderOptions(file: "test", names: [], delimiter: delimiter?.asciiValue, limits: limits)
        read(Pieces(bytes: bytes, piece: piece), .csv, options, hasHeader: false)
    }

    /// The records of a file of any format.
    init(
        _ bytes: [UInt8], of format: Format, names: [String], piece: Int = .max, limits: RecordLimits = RecordLimits()
    ) {
        self.init(Pieces(bytes: bytes, piece: piece), of: format, names: names, limits: limits)
    }

    init(_ source: any ByteStream, of format: Format, names: [String], limits: RecordLimits) {
        read(source, format, ReaderOptions(file: "test", names: names, limits: limits), hasHeader: true)
    }

    private mutating func read(
        _ source: any ByteStream, _ format: Format, _ options: ReaderOptions, hasHeader: Bool
    ) {
        do {
            var reader = try format.reader(source, options)
            let overflown = Overflow()
            reader.overflow = { overflown.bytes += $0 }
            if hasHeader {
                let header = try reader.header()
                (names, head) = (header.names, header.bytes)
            }
            var record = Record()
            while true {
                switch try reader.next(into: &record) {
                case .end:
                    otherNames = reader.otherNames
                    return
                case .record, .blank: add(record)
                case .faulty(let fault):
                    items.append(.fault(fault))
                    details.append([])
                }
                raw.append(String(decoding: overflown.bytes + record.raw, as: UTF8.self))
                overflown.bytes = []
            }
        } catch {
            self.error = error as? IngestionError
        }
    }

    private mutating func add(_ record: Record) {
        let indices = record.fields.indices
        items.append(
            .record(indices.map { String(decoding: record.field($0), as: UTF8.self) }, line: record.line))
        details.append(
            indices.map { index in
                let place = record.place(ofField: index, of: 0)
                return Detail(
                    isAbsent: [.null, .missing].contains(record.fields[index].kind), line: place.line,
                    character: place.character)
            })
    }

    private final class Overflow {
        var bytes: [UInt8] = []
    }
}
