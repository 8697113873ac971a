import Foundation

/// The records of a CSV file as the simulator writes it, each as the texts of its fields; the first is the header.
struct CSVRows: Sequence, IteratorProtocol {
    private let bytes: [UInt8]
    private var position = 0

    init(contentsOf path: String) throws { bytes = Array(try Data(contentsOf: URL(filePath: path))) }

    mutating func next() -> [String]? {
        guard position < bytes.count else { return nil }
        var record: [String] = []
        var start = position
        var isQuoted = false
        while true {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if !isQuoted, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") {
                record.append(text(start..<position))
                start = position + 1
                if byte == UInt8(ascii: "\n") { break }
            }
            position += 1
        }
        position = start
        return record
    }

    private func text(_ field: Range<Int>) -> String {
        let text = String(decoding: bytes[field], as: UTF8.self)
        guard bytes[field].first == UInt8(ascii: "\"") else { return text }
        return String(text.dropFirst().dropLast()).replacing("\"\"", with: "\"")
    }
}
