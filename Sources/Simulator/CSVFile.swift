import Domain
import Foundation

/// A CSV file in the making: RFC 4180's quoting, a plain line feed after each record.
///
/// It gets its name only in `finish`, so nobody ever reads half a file; without `finish` the part is removed.
struct CSVFile: ~Copyable {
    private let path: String
    private let handle: FileHandle
    private var buffer: [UInt8] = []
    private var isFinished = false

    private var partPath: String { path + ".part" }

    /// Large enough that system calls don't matter.
    private static let bufferSize = 1 << 16

    /// The file of a dataset in a directory, with all its columns in their order.
    init(of dataset: Dataset, in directory: String) throws(SimulationError) {
        let path = "\(directory)/\(dataset.name).csv"
        let part = path + ".part"
        guard FileManager.default.createFile(atPath: part, contents: nil),
            let handle = FileHandle(forWritingAtPath: part)
        else { throw .cannotWrite(path: part, reason: String(cString: strerror(errno))) }
        self.path = path
        self.handle = handle
        appendRecord(dataset.columns.map(\.name))
    }

    deinit {
        if !isFinished { try? FileManager.default.removeItem(atPath: path + ".part") }
    }

    /// What there is of a record; `nil` for nothing.
    typealias Fields = [(any CustomStringConvertible)?]

    mutating func append(_ fields: Fields) throws(SimulationError) {
        appendRecord(fields.map { $0?.description ?? "" })
        if buffer.count >= Self.bufferSize { try flush() }
    }

    private mutating func appendRecord(_ fields: [String]) {
        for (position, field) in fields.enumerated() {
            if position > 0 { buffer.append(UInt8(ascii: ",")) }
            append(field)
        }
        buffer.append(UInt8(ascii: "\n"))
    }

    consuming func finish() throws(SimulationError) {
        try flush()
        do { try handle.close() } catch { throw .cannotWrite(path: partPath, reason: error.localizedDescription) }
        guard rename(partPath, path) == 0 else {
            throw .cannotWrite(path: path, reason: String(cString: strerror(errno)))
        }
        isFinished = true
    }

    private mutating func append(_ field: String) {
        let needsQuotes = field.utf8.contains { byte in
            byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
                || byte == UInt8(ascii: "\r")
        }
        guard needsQuotes else { return buffer.append(contentsOf: field.utf8) }
        buffer.append(UInt8(ascii: "\""))
        for byte in field.utf8 {
            if byte == UInt8(ascii: "\"") { buffer.append(byte) }
            buffer.append(byte)
        }
        buffer.append(UInt8(ascii: "\""))
    }

    private mutating func flush() throws(SimulationError) {
        do {
            try handle.write(contentsOf: Data(buffer))
        } catch {
            throw .cannotWrite(path: partPath, reason: error.localizedDescription)
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
