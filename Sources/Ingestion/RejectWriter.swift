import Domain
import Foundation
import Warehouse

/// Writes the records that were set aside, and why, while a file is read.
///
/// Two files: the records with the header, byte for byte as they came, so that the file can be mended and loaded like
/// any other; and beside it the reasons, a CSV with a row for each finding. Each is begun when it is needed, under a
/// hidden name; `finish` hands both over to be published.
final class RejectWriter {
    private let files: RejectFiles.Paths
    private let header: [UInt8]
    private let limit: Int
    private let forgotten: ForgottenNames?
    private var records: Draft?
    private var reasons: Draft?
    private var endsLine = true
    /// Where the record under way begins in its file; `nil` between records.
    private var beginning: Int?
    private var isFull = false
    private var areReasonsFull = false
    /// Records that the limit keeps out.
    private(set) var omitted = 0

    /// `limit`: of the bytes of each of the two files. Records that name one of the `forgotten` are not written.
    init(_ files: RejectFiles.Paths, header: [UInt8], limit: Int, forgotten: ForgottenNames? = nil) {
        self.files = files
        self.header = header
        self.limit = limit
        self.forgotten = forgotten
    }

    deinit {
        records?.remove()
        reasons?.remove()
    }

    /// Takes the bytes of a record that is being set aside, and what stands in its fields.
    func append(_ bytes: UnsafeRawBufferPointer, fields: @autoclosure () -> [String]) throws {
        if let forgotten,
            fields().contains(where: forgotten.contains) || Self.words(bytes).contains(where: forgotten.contains)
        {
            return
        }
        try write(bytes)
    }

    /// Takes a part of a record that is too large to be told into fields.
    func appendPart(_ bytes: UnsafeRawBufferPointer) throws {
        // Somebody forgotten may be named half in this part.
        if forgotten == nil { try write(bytes) }
    }

    /// What may be ids in a record that cannot be told into fields.
    private static func words(_ bytes: UnsafeRawBufferPointer) -> [String] {
        bytes.split { marks.contains($0) }.map { CanonicalText.of(UnsafeRawBufferPointer(rebasing: $0)) }
    }

    /// What stands between fields, in any format.
    private static let marks = Set(",;|\t\r\n\"{}[]:".utf8)

    private func write(_ bytes: UnsafeRawBufferPointer) throws {
        guard let last = bytes.last else { return }
        if records == nil {
            let draft = try Draft(for: files.records)
            records = draft
            try header.withUnsafeBytes { try draft.write($0) }
            if let end = header.last, end != .lineFeed, end != .carriageReturn { try draft.write("\n") }
        }
        guard let records else { return }
        let start = beginning ?? records.size
        beginning = start
        if !isFull, records.size + bytes.count > limit {
            isFull = true
            // No half of a record stays.
            try records.cut(to: start)
        }
        guard !isFull else { return }
        try records.write(bytes)
        endsLine = last == .lineFeed || last == .carriageReturn
    }

    /// Says why the record whose bytes were appended last was set aside.
    func reject(_ finding: Finding) throws {
        try endRecord()
        try explain(finding, outcome: "rejected")
    }

    /// Sees to it that the next record begins on a line of its own.
    func endRecord() throws {
        if beginning != nil, isFull { omitted += 1 }
        beginning = nil
        if !endsLine { try records?.write("\n") }
        endsLine = true
    }

    /// Notes what was decided about a record that was accepted.
    func flag(_ finding: Finding) throws { try explain(finding, outcome: "flagged") }

    /// Adds what was decided about records that were accepted to files that are finished, if there are any yet.
    static func add(
        _ flags: [Finding], omitted: Int, to files: RejectFiles?, at paths: RejectFiles.Paths
    ) throws -> RejectFiles? {
        guard !flags.isEmpty else { return files }
        let reasons = try files?.reasons.map { try Draft(reopening: $0.path) } ?? Draft(for: paths.reasons)
        if files?.reasons == nil { try reasons.write(title) }
        for flag in flags { try reasons.write(line(flag, outcome: "flagged")) }
        if omitted > 0 {
            try reasons.write(
                ",,,,not_listed,,\(omitted) more notes of these kinds are not listed.,The summary counts them.\n")
        }
        try reasons.finish()
        return RejectFiles(
            records: files?.records, reasons: RejectFiles.Draft(path: reasons.path, target: paths.reasons))
    }

    private func explain(_ finding: Finding, outcome: String) throws {
        guard !areReasonsFull else { return }
        if reasons == nil {
            let draft = try Draft(for: files.reasons)
            reasons = draft
            try draft.write(Self.title)
        }
        if let reasons, reasons.size > limit {
            areReasonsFull = true
            return try reasons.write(
                ",,,,limit_reached,,The limit of \(limit) bytes is reached.,The summary counts the rest.\n")
        }
        try reasons?.write(Self.line(finding, outcome: outcome))
    }

    /// The last line where the limit was reached.
    private static let cut =
        ",,,,limit_reached,,The limit of rejected bytes was reached.,Load the file again with a larger reject-limit.\n"

    /// Whether the files of an earlier run lack what the limit kept out.
    static func isCut(reasons path: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? file.close() }
        guard let end = try? file.seekToEnd(), (try? file.seek(toOffset: end - min(end, 1 << 16))) != nil,
            let tail = try? file.readToEnd()
        else { return false }
        return tail.range(of: Data(cut.utf8)) != nil
    }

    static let title = "line,character,field,column,code,outcome,message,mend\n"

    private static func line(_ finding: Finding, outcome: String) -> String {
        let cells = [
            "\(finding.line)", finding.character.map { "\($0)" } ?? "", finding.field.map { "\($0)" } ?? "",
            finding.column ?? "", finding.code, outcome,
            Sentence.of((finding.item.map { "(\($0)) " } ?? "") + (finding.detail ?? finding.message)),
            Sentence.of(finding.mend),
        ]
        return cells.map(quoted).joined(separator: ",") + "\n"
    }

    private static func quoted(_ cell: String) -> String {
        guard cell.utf8.contains(where: { [0x2C, 0x22, 0x0D, 0x0A].contains($0) }) else { return cell }
        // By scalars: in a string's own view a quote with a combining mark is another character.
        let doubled = cell.unicodeScalars.flatMap { $0 == "\"" ? [$0, $0] : [$0] }
        return "\"" + String(String.UnicodeScalarView(doubled)) + "\""
    }

    /// Writes out what is left; `nil` if there was nothing to write.
    func finish() throws -> RejectFiles? {
        guard records != nil || reasons != nil else { return nil }
        if omitted > 0 || areReasonsFull { try reasons?.write(Self.cut) }
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
        /// In bytes, with those that are still to be written out.
        private(set) var size = 0

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

        /// One that is finished, to write on at its end.
        init(reopening path: String) throws {
            self.path = path
            descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
            guard descriptor >= 0 else { throw RejectFiles.failure(path, errno) }
        }

        deinit { close(descriptor) }

        /// Takes away what was written last.
        func cut(to length: Int) throws {
            try flush()
            guard ftruncate(descriptor, off_t(length)) == 0, lseek(descriptor, off_t(length), SEEK_SET) >= 0 else {
                throw RejectFiles.failure(path, errno)
            }
            size = length
        }

        func write(_ text: String) throws {
            var text = text
            try text.withUTF8 { try write(UnsafeRawBufferPointer($0)) }
        }

        func write(_ bytes: UnsafeRawBufferPointer) throws {
            buffer.append(contentsOf: bytes)
            size += bytes.count
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
