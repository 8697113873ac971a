/// One record of a file: its own bytes, and where its fields lie in them.
///
/// A reader fills it and lends it its own memory: what it gives is valid until that reader's next call.
struct Record {
    /// The physical line on which it begins, from 1.
    var line = 1
    /// As it stands in the file, with its line end; empty of one over a limit, whose bytes went to `overflow`.
    var raw = UnsafeRawBufferPointer(start: nil, count: 0)
    /// In the order of the header's names; of a faulty record those that could be told.
    var fields: [Field] = []
    /// Contents that don't stand in the file as they are meant: what was written with escapes.
    var decoded: [UInt8] = []
    /// What is wrong with it; `nil` of a record that can be read.
    var fault: RecordFault?

    struct Field: Equatable {
        /// Where in the record its content begins.
        let place: Int32
        /// Where its content lies.
        let start: Int32
        let end: Int32
        let kind: Kind

        enum Kind: UInt8 {
            /// The content lies in the record's bytes.
            case plain
            /// It lies in `decoded`.
            case decoded
            /// The record says that there is nothing.
            case null
            /// The record says nothing about it.
            case missing
        }

        static let missing = Field(place: 0, start: 0, end: 0, kind: .missing)

        /// Content of the record's own bytes.
        init(_ content: Range<Int>) {
            self.init(
                place: Int32(content.lowerBound), start: Int32(content.lowerBound), end: Int32(content.upperBound),
                kind: .plain)
        }

        init(place: Int, decoded: Range<Int>) {
            self.init(
                place: Int32(place), start: Int32(decoded.lowerBound), end: Int32(decoded.upperBound), kind: .decoded)
        }

        /// Something that says there is nothing, and stands at a place.
        init(nullAt place: Int) { self.init(place: Int32(place), start: 0, end: 0, kind: .null) }

        private init(place: Int32, start: Int32, end: Int32, kind: Kind) {
            (self.place, self.start, self.end, self.kind) = (place, start, end, kind)
        }
    }

    /// The content of a field; nothing where it is absent.
    func field(_ index: Int) -> UnsafeRawBufferPointer {
        let field = fields[index]
        let bytes = field.kind == .decoded ? decoded.withUnsafeBytes { $0 } : raw
        return UnsafeRawBufferPointer(rebasing: bytes[Int(field.start)..<Int(field.end)])
    }

    /// A field's content, of a faulty record too; `nil` if it isn't there whole, or is itself what is wrong.
    func soundField(_ index: Int) -> [UInt8]? {
        guard fields.indices.contains(index), fields[index].kind != .missing, fault?.field != index + 1 else {
            return nil
        }
        let content = field(index)
        return TextFault.first(in: content) == nil ? Array(content) : nil
    }

    /// Whether no field has anything in it but blanks.
    var isBlank: Bool {
        for index in fields.indices where !field(index).trimmed.isEmpty { return false }
        return true
    }
}

extension [Record.Field] {
    /// Copies what lies in a record's bytes to `decoded`, before those are given away.
    mutating func keep(from raw: UnsafeRawBufferPointer, in decoded: inout [UInt8]) {
        for (index, field) in enumerated() where field.kind == .plain {
            let start = decoded.count
            decoded.append(contentsOf: raw[Int(field.start)..<Int(field.end)])
            self[index] = Record.Field(place: Int(field.place), decoded: start..<decoded.count)
        }
    }
}
