import Foundation

/// Writes the records that were set aside, and why, while a file is read.
///
/// Two files: the records with the header, byte for byte as they came, so that the file can be mended and loaded like
/// any other; and beside it the reasons, a CSV with a row for each finding. Each is begun when it is needed, under a
/// hidden name; `finish` hands both over to be published.
final class RejectWriter {
    private let files: RejectFiles.Paths
    private let header: [UInt8]
    private var records: Draft?
    private var reasons: Draft?
    private var endsLine = true

    init(_ files: RejectFiles.Paths, header: [UInt8]) {
        self.files = files
        self.header = header
    }

    deinit {
        records?.remove()
        reasons?.remove()
    }

    /// Takes bytes of a record that is being set aside.
    func append(_ bytes: UnsafeRawBufferPointer) throws {
        guard let last = bytes.last else { return }
        if records == nil {
            let draft = try Draft(for: files.records)
            records = draft
            try header.withUnsafeBytes { try draft.write($0) }
            if header.last != .lineFeed, header.last != .carriageReturn { try draft.write("\n") }
        }
        try records?.write(bytes)
        endsLine = last == .lineFeed || last == .carriageReturn
    }

    /// Says why the record whose bytes were appended last was set aside.
    func reject(_ finding: Finding) throws {
        try endRecord()
        try explain(finding, outcome: "rejected")
    }

    /// Sees to it that the next record begins on a line of its own.
    func endRecord() throws {
        if !endsLine { try records?.write("\n") }
        endsLine = true
    }

    /// Notes what was decided about a record that was accepted.
    func flag(_ finding: Finding) throws { try explain(finding, outcome: "flagged") }

    private func explain(_ finding: Finding, outcome: String) throws {
        if reasons == nil {
            let draft = try Draft(for: files.reasons)
            reasons = draft
            try draft.write("line,character,field,column,code,outcome,message,mend\n")
        }
        let cells = [
            "\(finding.line)", finding.character.map { "\($0)" } ?? "", finding.field.map { "\($0)" } ?? "",
            finding.column ?? "", finding.code, outcome, finding.message, finding.mend,
        ]
        try reasons?.write(cells.map(Self.quoted).joined(separator: ",") + "\n")
    }

    private static func quoted(_ cell: String) -> String {
        guard cell.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }

    /// Writes out what is left; `nil` if there was nothing to write.
    func finish() throws -> RejectFiles? {
        guard records != nil || reasons != nil else { return nil }
        try records?.finish()
        try reasons?.finish()
        defer { (records, reasons) = (nil, nil) }
        return RejectFiles(
            records: records.map { RejectFiles.Draft(path: $0.path, target: files.records) },
            reasons: reasons.map { RejectFiles.Draft(path: $0.path, target: files.reasons) })
    }

    /// A file under a hidden name beside its target, readable by its owner alone.
    private final class Draft {
        let path: String
        private let descriptor: Int32
        private var buffer: [UInt8] = []

        private static let bufferSize = 64 * 1024

        init(for target: String) throws {
            let url = URL(fileURLWithPath: target)
            let name = url.deletingLastPathComponent().appendingPathComponent(".\(url.lastPathComponent).XXXXXX").path
            var template = Array(name.utf8CString)
            // mkstemp makes the file with mode 0600.
            descriptor = mkstemp(&template)
            guard descriptor >= 0 else { throw RejectFiles.failure(target, errno) }
            path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }

        deinit { close(descriptor) }

        func write(_ text: String) throws {
            var text = text
            try text.withUTF8 { try write(UnsafeRawBufferPointer($0)) }
        }

        func write(_ bytes: UnsafeRawBufferPointer) throws {
            buffer.append(contentsOf: bytes)
            if buffer.count >= Self.bufferSize { try flush() }
        }

        func finish() throws {
            try flush()
            guard fsync(descriptor) == 0 else { throw RejectFiles.failure(path, errno) }
        }

        func remove() { unlink(path) }

        private func flush() throws {
            try buffer.withUnsafeBytes { bytes in
                try writeAll(bytes, to: descriptor) { RejectFiles.failure(path, $0) }
            }
            buffer.removeAll(keepingCapacity: true)
        }
    }
}
