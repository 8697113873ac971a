import Testing

@testable import Ingestion

/// What every format keeps. A format shows its samples, and no more: see docs/adding-a-format.md.
@Suite("Every format of input")
struct FormatContractTests {
    private static let small = RecordLimits(field: 40, record: 64, fields: 5, chunk: 16)

    @Test("shows samples to this contract, and is known by a name that no other has")
    func list() {
        #expect(FormatSamples.all.map(\.format.name) == Formats.all.map(\.name))
        let ends = Formats.all.flatMap(\.extensions)
        #expect(Set(ends).count == ends.count && Set(Formats.all.map(\.name)).count == Formats.all.count)
        #expect(Formats.all.compactMap(\.firstByte).count == Formats.all.count - 1)
        let codes = RecordFault.Kind.ofAnyFormat.map(\.code) + Formats.all.flatMap { $0.faults.map(\.code) }
        #expect(Set(codes).count == codes.count)
    }

    @Test("is chosen by a file's name, or by the first byte where that tells nothing", arguments: FormatSamples.all)
    func choice(_ samples: FormatSamples) throws {
        struct Unasked: Error {}
        for end in samples.format.extensions {
            for name in ["a.\(end)", "a.b.\(end).gz", "A.\(end.uppercased())", "A.\(end.uppercased()).GZ"] {
                #expect(try Formats.format(of: name) { throw Unasked() }.name == samples.format.name)
            }
            #expect(Formats.named(by: end) == nil && Formats.named(by: ".\(end)") == nil)
        }
        for before in ["", "\u{feff}", "\n \t\r\n", "\u{feff}\n"] {
            let bytes = Array(before.utf8) + samples.file
            for piece in [1, 2, 5, .max] {
                let format = try Formats.format(of: "standard input") { Pieces(bytes: bytes, piece: piece) }
                #expect(format.name == samples.format.name)
            }
        }
    }

    @Test("gives what a record says, where each field begins, and the record's own bytes", arguments: FormatSamples.all)
    func records(_ samples: FormatSamples) {
        let reading = Reading(samples.file, of: samples.format, names: samples.names)
        #expect(reading.error == nil && reading.names == samples.names)
        #expect(reading.raw == samples.records.map(\.text))
        #expect(reading.records == samples.records.map { $0.fields.map { $0 ?? "" } })
        var line = Self.lines(of: samples.head)
        for (number, record) in samples.records.enumerated() where number < reading.items.count {
            #expect(reading.lines[number] == line + 1)
            let details = reading.details[number]
            #expect(details.map(\.isAbsent) == record.fields.map { $0 == nil }, "\(record.text)")
            let places = details.map { detail in detail.character.map { "\(detail.line - line):\($0)" } }
            #expect(places == record.places, "\(record.text)")
            line += Self.lines(of: record.text)
        }
    }

    @Test("gives the same in pieces of any size", arguments: FormatSamples.all)
    func pieces(_ samples: FormatSamples) {
        let bytes = Self.mixed(samples)
        for limits in [RecordLimits(), Self.small, RecordLimits(chunk: 8)] {
            let whole = Reading(bytes, of: samples.format, names: samples.names, limits: limits)
            #expect(whole.items.count == samples.records.count + samples.broken.count)
            for piece in 1...min(bytes.count, 200) {
                let reading = Reading(bytes, of: samples.format, names: samples.names, piece: piece, limits: limits)
                #expect(reading == whole, "pieces of \(piece)")
            }
        }
    }

    @Test("cut anywhere, gives the records before, and no other value than was written", arguments: FormatSamples.all)
    func cut(_ samples: FormatSamples) {
        let whole = Reading(samples.file, of: samples.format, names: samples.names)
        let head = samples.head.utf8.count
        for length in head...samples.file.count {
            let reading = Reading(Array(samples.file[..<length]), of: samples.format, names: samples.names, piece: 7)
            var end = head
            let complete = samples.records.prefix { record in
                end += record.text.utf8.count
                return end <= length
            }.count
            #expect(Array(reading.items.prefix(complete)) == Array(whole.items.prefix(complete)), "\(length)")
            // What ends the whole file says on which line.
            if let error = reading.error { #expect(error.kind == .data && error.line != nil) }
            guard reading.items.count > complete else { continue }
            #expect(reading.items.count == complete + 1, "\(length)")
            guard case .record(let fields, let line) = reading.items[complete] else { continue }
            if samples.tellsItsEnd {
                #expect(reading.items[complete] == whole.items[complete], "\(length)")
            } else {
                let all = whole.records[complete]
                #expect(line == whole.lines[complete] && fields.count <= all.count, "\(length)")
                #expect(zip(fields, all).allSatisfy { $1.hasPrefix($0) }, "\(length)")
                #expect(zip(fields.dropLast(), all).allSatisfy { $0 == $1 }, "\(length)")
            }
        }
    }

    @Test("loses one record for a fault, and says where it is and what to do", arguments: FormatSamples.all)
    func faults(_ samples: FormatSamples) {
        let good = samples.records[0].text
        let before = Self.lines(of: samples.head + good)
        for broken in samples.broken {
            let bytes = Array((samples.head + good).utf8) + broken.bytes + Array(("\n" + good).utf8)
            let text = String(decoding: broken.bytes, as: UTF8.self)
            for piece in [1, 3, .max] {
                let reading = Reading(bytes, of: samples.format, names: samples.names, piece: piece)
                #expect(reading.error == nil && reading.items.count == 3 && reading.records.count == 2, "\(text)")
                guard let fault = reading.faults.first else { continue }
                #expect(fault.code == broken.code, "\(text)")
                #expect(fault.line == before + broken.line && fault.character == broken.character, "\(text): \(fault)")
                #expect(fault.field == broken.field, "\(text)")
                #expect(!fault.message.isEmpty && !fault.mend.isEmpty)
                #expect(reading.raw.count == 3 && reading.raw[1] == text + "\n")
            }
        }
    }

    @Test("has a sample of every fault that it lists", arguments: FormatSamples.all)
    func faultList(_ samples: FormatSamples) {
        let listed = samples.format.faults + [.invalidUTF8, .nul]
        #expect(Set(samples.broken.map(\.code)) == Set(listed.map(\.code)))
    }

    @Test(
        "takes a field, a record and a number of fields up to the limit, and none above it",
        arguments: FormatSamples.all)
    func limits(_ samples: FormatSamples) {
        let good = samples.records[0].text
        func read(_ text: String, piece: Int) -> Reading {
            let bytes = Array((samples.head + text + "\n" + good).utf8)
            return Reading(bytes, of: samples.format, names: samples.names, piece: piece, limits: Self.small)
        }
        for piece in 1...70 {
            for text in [
                samples.field(Self.small.field).text, samples.record(Self.small.record),
                samples.wide(Self.small.fields),
            ] { #expect(read(text, piece: piece).faults.isEmpty, "\(text)") }
            for length in [Self.small.field + 1, 60, 200, 1000] {
                let (text, character) = samples.field(length)
                let reading = read(text, piece: piece)
                #expect(reading.faults.map(\.code) == ["field_too_long"], "\(text)")
                #expect(reading.faults.map(\.line) == [Self.lines(of: samples.head) + 1])
                #expect(reading.faults.map(\.character) == [character], "\(text)")
                #expect(reading.records.count == 1 && reading.raw == [text + "\n", good])
            }
            let long = samples.record(Self.small.record + 1)
            #expect(read(long, piece: piece).faults.map(\.code) == ["record_too_long"], "\(long)")
            #expect(read(long, piece: piece).raw == [long + "\n", good])
            let wide = samples.wide(Self.small.fields + 1)
            #expect(read(wide, piece: piece).faults.map(\.code) == ["too_many_fields"], "\(wide)")
            #expect(read(wide, piece: piece).records.count == 1)
        }
    }

    @Test("never holds more than twice the limit of a record and two pieces", arguments: FormatSamples.all)
    func memory(_ samples: FormatSamples) throws {
        let limits = RecordLimits(field: 4 << 10, record: 16 << 10, fields: 100, chunk: 4 << 10)
        let bound = 2 * limits.record + 2 * limits.chunk
        for (beginning, middle, end) in samples.endless {
            let source = Poured(samples.head + beginning, middle, count: 2 << 20, end + "\n" + samples.records[0].text)
            var reader = try samples.format.reader(
                source, ReaderOptions(file: "test", names: samples.names, limits: limits))
            var given = 0
            var held = 0
            reader.overflow = { bytes in
                held = max(held, source.poured - given)
                given += bytes.count
            }
            given += try reader.header().bytes.count
            var record = Record()
            let step = try reader.next(into: &record)
            guard case .faulty(let fault) = step else {
                Issue.record("\(beginning): \(step)")
                continue
            }
            #expect(["field_too_long", "record_too_long", "too_many_fields"].contains(fault.code))
            #expect(held <= bound && source.largestRoom <= bound, "\(beginning): \(held), \(source.largestRoom)")
            #expect(record.decoded.count <= limits.record)
            let next = try reader.next(into: &record)
            #expect(next == .record)
        }
    }

    @Test("passes over what is nothing between records", arguments: FormatSamples.all)
    func nothing(_ samples: FormatSamples) {
        let texts = samples.records.map(\.text)
        for nothing in samples.nothing {
            let text = samples.head + texts.map { nothing + $0 }.joined() + nothing
            let reading = Reading(Array(text.utf8), of: samples.format, names: samples.names)
            #expect(reading.error == nil && reading.raw == texts, "\(nothing.debugDescription)")
        }
        let empty = Reading(Array(samples.head.utf8), of: samples.format, names: samples.names)
        #expect(empty.error == nil && empty.items.isEmpty)
    }

    @Test("gives the same after a byte order mark, and no file at all of UTF-16", arguments: FormatSamples.all)
    func marks(_ samples: FormatSamples) {
        let plain = Reading(samples.file, of: samples.format, names: samples.names)
        for piece in [1, 2, .max] {
            let marked = Reading(
                FileMark.utf8 + samples.file, of: samples.format, names: samples.names, piece: piece)
            #expect(marked == plain)
            let other = Reading([0xff, 0xfe, 0x7b, 0], of: samples.format, names: samples.names, piece: piece)
            #expect(other.error?.code == "utf16" && other.items.isEmpty)
        }
    }

    @Test(
        "can read again each record alone behind what a file of rejected ones begins with",
        arguments: FormatSamples.all)
    func rejected(_ samples: FormatSamples) {
        let whole = Reading(Self.mixed(samples), of: samples.format, names: samples.names)
        for (item, raw) in zip(whole.items, whole.raw) {
            guard case .record(let fields, _) = item else { continue }
            let again = Reading(whole.head + Array(raw.utf8), of: samples.format, names: samples.names)
            #expect(again.error == nil && again.records == [fields])
        }
    }

    /// All that a format shows, good and broken in turn.
    private static func mixed(_ samples: FormatSamples) -> [UInt8] {
        var bytes = Array(samples.head.utf8)
        for number in 0..<max(samples.records.count, samples.broken.count) {
            if number < samples.records.count { bytes += samples.records[number].text.utf8 }
            if number < samples.broken.count { bytes += samples.broken[number].bytes + [.lineFeed] }
        }
        return bytes
    }

    private static func lines(of text: String) -> Int {
        var position = TextPosition(line: 0)
        Array(text.utf8).withUnsafeBytes { position.advance(over: $0) }
        return position.line
    }
}

/// A text with one part of it many times over, made as it is read.
private final class Poured: ByteStream {
    private let beginning: [UInt8]
    private let middle: [UInt8]
    private let end: [UInt8]
    private let middleCount: Int
    private(set) var poured = 0
    /// The most that a reader had room for at once.
    private(set) var largestRoom = 0

    /// `count`: bytes of `middle` in all, at least.
    init(_ beginning: String, _ middle: String, count: Int, _ end: String) {
        self.beginning = Array(beginning.utf8)
        self.middle = Array(middle.utf8)
        self.end = Array(end.utf8)
        middleCount = (count / self.middle.count + 1) * self.middle.count
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        largestRoom = max(largestRoom, buffer.count)
        var count = 0
        while count < buffer.count, let byte = byte(at: poured) {
            buffer[count] = byte
            count += 1
            poured += 1
        }
        return count
    }

    private func byte(at place: Int) -> UInt8? {
        if place < beginning.count { return beginning[place] }
        let inMiddle = place - beginning.count
        if inMiddle < middleCount { return middle[inMiddle % middle.count] }
        let inEnd = inMiddle - middleCount
        return inEnd < end.count ? end[inEnd] : nil
    }
}
