import Domain

/// One row of a log on its way to its case.
///
/// As bytes it sorts by case, then time, then its place in the file; what cannot be read and who asked come first in their
/// case.
struct LogEntry {
    /// The bytes of the case's id.
    let caseID: UnsafeRawBufferPointer
    /// Which row of the file it is, from 0.
    let number: Int
    let content: Content

    enum Content {
        case event(Event)
        /// Whom the row names as the asker, empty for nobody, where rules ask for somebody else; the row is an event too.
        case asker(String)
        /// A row that could not be read, and why; if it is doubtful, it may belong to another case.
        case unreadable(Finding, isDoubtful: Bool)
    }

    struct Event {
        let line: Int
        /// Microseconds since 1970.
        let time: Int64
        /// The columns of the dataset whose rules it satisfies, as bits.
        let columns: UInt64
        /// Who did it; empty where that isn't known, or no rule asks whether it was the asker.
        let resource: String
        /// What was decided about its time.
        let flags: [Finding]
        /// The fields that the records need, packed; empty if it satisfies no rule.
        let fields: UnsafeRawBufferPointer
    }

    private enum Kind: UInt8 {
        case event, unreadable, doubtful, asker
    }

    /// What has to be known of a case before its events.
    private static let before: UInt8 = 0
    private static let events: UInt8 = 1

    /// Stands for a NUL in the key, where a NUL ends the id; it is in no UTF-8.
    private static let nulMark: UInt8 = 0xff

    /// The bytes of an event, behind which the fields are to be packed that the records need of it.
    static func event(
        of caseID: String, at time: Instant, number: Int, line: Int, columns: UInt64, resource: String,
        flags: [Finding], into bytes: inout PackedBytes
    ) {
        begin(caseID, Self.events, time.microseconds, number, .event, &bytes)
        bytes.append(line)
        bytes.append(Int(bitPattern: UInt(columns)))
        bytes.append(resource)
        bytes.append(flags.count)
        for flag in flags { bytes.append(flag) }
    }

    static func asker(
        _ name: String, of caseID: String, at time: Instant, number: Int, into bytes: inout PackedBytes
    ) {
        begin(caseID, Self.before, time.microseconds, number, .asker, &bytes)
        bytes.append(name)
    }

    static func unreadable(
        _ finding: Finding, isDoubtful: Bool, of caseID: String, number: Int, into bytes: inout PackedBytes
    ) {
        begin(caseID, Self.before, .min, number, isDoubtful ? .doubtful : .unreadable, &bytes)
        bytes.append(finding)
    }

    private static func begin(
        _ caseID: String, _ part: UInt8, _ time: Int64, _ number: Int, _ kind: Kind, _ bytes: inout PackedBytes
    ) {
        bytes.removeAll()
        for byte in caseID.utf8 { bytes.append(byte: byte == 0 ? nulMark : byte) }
        bytes.append(byte: 0)
        bytes.append(byte: part)
        // Flipping the sign's bit puts negative numbers before the others.
        bytes.append(ordered: UInt64(bitPattern: time) ^ 1 << 63)
        bytes.append(ordered: UInt64(number))
        bytes.append(byte: kind.rawValue)
    }

    init(_ bytes: UnsafeRawBufferPointer) {
        var packed = PackedReader(bytes)
        caseID = packed.untilNul()
        packed.skip(1)
        let time = Int64(bitPattern: packed.ordered() ^ 1 << 63)
        number = Int(packed.ordered())
        let kind = Kind(rawValue: packed.byte())
        switch kind {
        case .unreadable, .doubtful: content = .unreadable(packed.finding(), isDoubtful: kind == .doubtful)
        case .asker: content = .asker(packed.text())
        case .event, nil:
            let line = packed.integer()
            let columns = UInt64(UInt(bitPattern: packed.integer()))
            let resource = packed.text()
            let flags = (0..<packed.integer()).map { _ in packed.finding() }
            content = .event(
                Event(line: line, time: time, columns: columns, resource: resource, flags: flags, fields: packed.rest))
        }
    }
}

extension PackedBytes {
    fileprivate mutating func append(_ finding: Finding) {
        for number in [finding.line, finding.field ?? 0, finding.character ?? 0] { append(number) }
        let texts = [finding.column ?? "", finding.code, finding.message, finding.detail ?? "", finding.mend]
        for text in texts { append(text) }
    }
}

extension PackedReader {
    fileprivate mutating func finding() -> Finding {
        func known(_ number: Int) -> Int? { number == 0 ? nil : number }
        let (line, field, character) = (integer(), integer(), integer())
        let column = text()
        let (code, message, detail) = (text(), text(), text())
        return Finding(
            line: line, field: known(field), character: known(character), column: column.isEmpty ? nil : column,
            code: code, message: message, detail: detail.isEmpty ? nil : detail, mend: text())
    }
}
