import Domain

extension Format {
    static let jsonLines = Format(
        name: "JSON lines", extensions: ["jsonl", "ndjson"], firstByte: UInt8(ascii: "{"),
        faults: [
            .notAnObject, .notJSON, .unfinishedObject, .textAfterObject, .keyTwice, .controlCharacter, .badEscape,
            .halfCharacter, .tooDeep, .valueIsArray, .valueIsObject,
        ]
    ) { try JSONLinesReader($0, $1) }
}

extension RecordFault.Kind {
    static let notAnObject = RecordFault.Kind(
        code: "not_an_object", message: "the line is not a JSON object",
        mend: "write one object a line, without the brackets and commas of a list around them")
    static let notJSON = RecordFault.Kind(
        code: "not_json", message: "this is not JSON",
        mend:
            "write it as RFC 8259 has it: keys and texts in double quotes, a comma between entries and none behind the "
            + "last, no comments, no NaN")
    static let unfinishedObject = RecordFault.Kind(
        code: "unfinished_object", message: "the line ends before its object does",
        mend:
            "write each object on one line; if this is the last line, the file was cut off or is still being written: "
            + "fetch it again")
    static let textAfterObject = RecordFault.Kind(
        code: "text_after_object", message: "something follows the object on its line",
        mend: "write each object on a line of its own")
    static let keyTwice = RecordFault.Kind(
        code: "key_twice", message: "the object has this key twice", mend: "keep one of the two")
    static let controlCharacter = RecordFault.Kind(
        code: "control_character", message: "a text has a control character as it is",
        mend: "write it as an escape, such as \\n or \\t")
    static let badEscape = RecordFault.Kind(
        code: "bad_escape", message: "a text has an escape that JSON does not know",
        mend: "write a backslash itself as \\\\, and any other character as it is")
    static let halfCharacter = RecordFault.Kind(
        code: "half_character", message: "a text has one half of a surrogate pair without the other",
        mend: "write both halves, such as \\ud83d\\ude00, or remove it: whoever wrote it cut a character in two")
    static let tooDeep = RecordFault.Kind(
        code: "too_deep", message: "objects and lists lie in each other deeper than the limit",
        mend: "leave out what is not needed")
    static let valueIsArray = RecordFault.Kind(
        code: "value_is_array", message: "the value is an array, and a column takes a single value",
        mend: "write a single value, or take the key out of the mapping")
    static let valueIsObject = RecordFault.Kind(
        code: "value_is_object", message: "the value is an object, and a column takes a single value",
        mend: "let the mapping name a key in it, such as assignee.id")
}

/// A streaming reader of JSON lines: one JSON object (RFC 8259) on each line, its keys in any order.
///
/// The key `id` within `assignee` is called `assignee.id`. Numbers, `true` and `false` are given as they are written;
/// `null` and a key that an object lacks are absent. Arrays are passed over where nobody asks for them. The first fault of
/// a line is told, and what stands before it can be read.
struct JSONLinesReader: RecordReader, ~Copyable {
    private var lines: LineReader
    private let names: [String]
    private var scanner: JSONObjectScanner

    var overflow: (UnsafeRawBufferPointer) throws -> Void = { _ in }

    init(_ source: any ByteStream, _ options: ReaderOptions) throws {
        lines = try LineReader(source, options)
        names = options.names
        scanner = JSONObjectScanner(options.names, options.limits)
    }

    func header() -> RecordHeader { RecordHeader(names: names, line: nil, bytes: []) }

    var otherNames: [String] { scanner.others }

    mutating func next(into record: inout Record) throws -> RecordStep {
        guard try lines.next() else { return .end }
        let content = lines.content
        let fault = scanner.scan(content, isCut: lines.isCut)
        record.line = lines.line
        record.fault = fault.map { fault in
            var place = TextPosition(line: lines.line)
            place.advance(over: UnsafeRawBufferPointer(rebasing: content[..<fault.offset]))
            return RecordFault(
                kind: fault.kind, line: place.line, field: fault.field.map { $0 + 1 }, character: place.character)
        }
        if lines.isCut {
            scanner.fields.keep(from: content, in: &scanner.decoded)
            try lines.giveAway(to: overflow)
        }
        record.raw = lines.raw
        // They change places, so that nothing is copied and both keep their room.
        swap(&record.fields, &scanner.fields)
        swap(&record.decoded, &scanner.decoded)
        return record.fault.map { .faulty($0) } ?? .record
    }
}
