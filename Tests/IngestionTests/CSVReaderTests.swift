import TestValues
import Testing

@testable import Ingestion

@Suite("A CSV file")
struct CSVReaderTests {
    /// RFC 4180, section 2, rules 1 to 7.
    @Test(
        "is read as the examples of RFC 4180 say",
        arguments: [
            ("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n", [["aaa", "bbb", "ccc"], ["zzz", "yyy", "xxx"]]),
            ("aaa,bbb,ccc\r\nzzz,yyy,xxx", [["aaa", "bbb", "ccc"], ["zzz", "yyy", "xxx"]]),
            (
                "field_name,field_name,field_name\r\naaa,bbb,ccc\r\n",
                [["field_name", "field_name", "field_name"], ["aaa", "bbb", "ccc"]]
            ),
            ("\"aaa\",\"bbb\",\"ccc\"\r\nzzz,yyy,xxx", [["aaa", "bbb", "ccc"], ["zzz", "yyy", "xxx"]]),
            ("\"aaa\",\"b\r\nbb\",\"ccc\"\r\nzzz,yyy,xxx", [["aaa", "b\r\nbb", "ccc"], ["zzz", "yyy", "xxx"]]),
            ("\"aaa\",\"b\"\"bb\",\"ccc\"", [["aaa", "b\"bb", "ccc"]]),
        ] as [(String, [[String]])])
    func standard(text: String, records: [[String]]) {
        let reading = Reading(text)
        #expect(reading.records == records)
        #expect(reading.error == nil && reading.faults.isEmpty)
    }

    /// The cases of the csv-spectrum collection, in our own words.
    @Test(
        "is read rightly at its edges",
        arguments: [
            ("a,b,c\n1,\"\",\"\"\n2,3,4\n", [["a", "b", "c"], ["1", "", ""], ["2", "3", "4"]]),
            ("a,b\n1,\"ha \"\"ha\"\" ha\"\n3,4\n", [["a", "b"], ["1", "ha \"ha\" ha"], ["3", "4"]]),
            (
                "key,val\n1,\"{\"\"type\"\": \"\"Point\"\", \"\"at\"\": [1.0, 2]}\"\n",
                [["key", "val"], ["1", "{\"type\": \"Point\", \"at\": [1.0, 2]}"]]
            ),
            (
                "a,b,c\n1,2,3\n\"Once upon \na time\",5,6\n",
                [["a", "b", "c"], ["1", "2", "3"], ["Once upon \na time", "5", "6"]]
            ),
            ("a,b,c\n1,2,3\n4,5,ʤ\n", [["a", "b", "c"], ["1", "2", "3"], ["4", "5", "ʤ"]]),
            ("a,b,c\n\n1,2,3\n\r\n\r\n", [["a", "b", "c"], ["1", "2", "3"]]),
            ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
            ("a,b\n,\n", [["a", "b"], ["", ""]]),
            ("a,b\n1,", [["a", "b"], ["1", ""]]),
            ("a\n\"\"\"\"\n\"\"\n", [["a"], ["\""], [""]]),
            (" a , b \n", [[" a ", " b "]]),
            ("\u{feff}a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
            ("\u{feff}\"a\",b\n", [["a", "b"]]),
            ("", []),
            ("\u{feff}", []),
            ("\n\r\n", []),
        ] as [(String, [[String]])])
    func edges(text: String, records: [[String]]) {
        let reading = Reading(text)
        #expect(reading.records == records)
        #expect(reading.error == nil && reading.faults.isEmpty)
    }

    @Test(
        "tells its delimiter by the header, quotes left out",
        arguments: [
            ("a;b;c\n1;2;3,4\n", ["1", "2", "3,4"]),
            ("a\tb\n1\t2\n", ["1", "2"]),
            ("a|b\n1|2\n", ["1", "2"]),
            ("\"x;y;z\",b\n1,2\n", ["1", "2"]),
            ("\"a\n;;;\",b\n1,2\n", ["1", "2"]),
            ("alone\n1;2\n", ["1;2"]),
            ("\n\na;b\n1;2\n", ["1", "2"]),
        ])
    func delimiter(text: String, first: [String]) {
        for piece in 1...8 { #expect(Reading(text, piece: piece).records.last == first) }
    }

    @Test("can have any delimiter that is given")
    func givenDelimiter() {
        #expect(Reading("a~b,c\n", delimiter: "~").records == [["a", "b,c"]])
    }

    @Test("counts the physical lines on which records begin")
    func lines() {
        #expect(Reading("h,i\r\n\"a\nb\",1\r\n\r\nc,2\rd,\"\r\n\r\"\ne,4").lines == [1, 2, 5, 6, 9])
    }

    @Test(
        "loses only the record whose quotes are wrong, and says where",
        arguments: [
            ("h,i\n\"a\"b,1\nc,2\n", "text_after_quote", 2, 1, 4),
            ("h,i\n1,\"a\nb\" ,\nc,2\n", "text_after_quote", 3, 2, 3),
            ("h,i\n1,a\"b\nc,2\n", "quote_in_unquoted_field", 2, 2, 4),
            ("h,i\n5\" pipe,\"x\"\nc,2\n", "quote_in_unquoted_field", 2, 1, 2),
            ("h,i\né\"x\"y,\"x\"\nc,2\n", "quote_in_unquoted_field", 2, 1, 2),
        ])
    func wrongQuotes(text: String, code: String, line: Int, field: Int, character: Int) throws {
        let reading = Reading(text)
        let fault = try #require(reading.faults.first)
        #expect(fault.code == code)
        #expect([fault.line, fault.field ?? 0, fault.character] == [line, field, character])
        #expect(reading.records == [["h", "i"], ["c", "2"]])
        #expect(reading.raw.joined() == text)
    }

    @Test(
        "with a quote that never closes is refused, with the line where it opened", arguments: [1, 2, 3, 7, 64, 1000])
    func unterminated(piece: Int) throws {
        let error = try #require(Reading("h,i\n1,2\n3,\"four\nand\nmore\n", piece: piece).error)
        #expect(error.code == "unterminated_quote")
        #expect(error.line == 3)
        #expect(error.kind == .data)
        // Far over the field limit, and after another overlong field.
        let limits = RecordLimits(field: 8, record: 24, fields: 10, chunk: 16)
        let long = "h,i\n\"" + String(repeating: "x\n", count: 30) + "\",\n5,\"" + String(repeating: "y\n", count: 90)
        let second = try #require(Reading(long, piece: piece, limits: limits).error)
        #expect(second.code == "unterminated_quote")
        #expect(second.line == 33)
    }

    @Test("gives its original bytes, record by record")
    func originalBytes() {
        let text = "h,i\r\n\"a\"\"\n\",1\n\nb,2\rc,\"3\""
        #expect(Reading(text).raw == ["h,i\r\n", "\"a\"\"\n\",1\n", "b,2\r", "c,\"3\""])
    }

    @Test("refuses UTF-16 and workbooks by name")
    func otherFormats() {
        #expect(Reading([0xff, 0xfe, 0x61, 0x00]).error?.code == "utf16")
        #expect(Reading([0xfe, 0xff, 0x00, 0x61], piece: 1).error?.code == "utf16")
        #expect(Reading([0x50, 0x4b, 0x03, 0x04, 0x14]).error?.code == "not_csv")
    }

    @Test("refuses an array of JSON by name, and no header that begins with a bracket")
    func arrays() {
        for text in [#"[{"id":1},\n{"id":2}]"#, "[\n  {\n    \"id\": 1\n  }\n]", "[\r\n{}]", "[ {}]", "[    {}]"] {
            for piece in [1, .max] {
                #expect(Reading(Array(text.utf8), piece: piece).error?.code == "json_array", "\(text)")
            }
        }
        for text in ["[id],b\n1,2\n", "[", "[]\n1\n", "\"[{\"\n1\n", "{,[{\n1,2\n"] {
            #expect(Reading(Array(text.utf8)).error?.code != "json_array", "\(text)")
        }
    }

    /// Offsets from Python: `bytes.decode()` and `UnicodeDecodeError.start`.
    @Test(
        "loses only the record that is not UTF-8, and says where",
        arguments: [
            ([0x61, 0xff], 2), ([0xc3], 1), ([0xc3, 0xa9, 0xc0, 0xaf], 2), ([0xed, 0xa0, 0x80], 1),
            ([0xf4, 0x90, 0x80, 0x80], 1), ([0xe2, 0x82, 0xac, 0xe2, 0x82], 2), ([0xf0, 0x9f, 0x98, 0x80, 0x80], 2),
        ] as [([UInt8], Int)])
    func invalidUTF8(bytes: [UInt8], character: Int) throws {
        let text = Array("h,i\nabcdefgh,".utf8) + bytes + Array("\nc,2\n".utf8)
        for piece in [1, 3, 1000] {
            let reading = Reading(text, piece: piece)
            let fault = try #require(reading.faults.first)
            #expect(fault == RecordFault(kind: .invalidUTF8, line: 2, field: 2, character: 9 + character))
            #expect(reading.records == [["h", "i"], ["c", "2"]])
        }
    }

    @Test("loses only the record with a NUL byte")
    func nul() throws {
        let reading = Reading("h,i\nabcdefghijk,x\0y\nc,2\n")
        #expect(reading.faults == [RecordFault(kind: .nul, line: 2, field: 2, character: 14)])
        #expect(reading.records.count == 2)
    }

    @Test(
        "never holds more than a field's limit, whether quoted or not, and goes on after it", arguments: [true, false])
    func longField(quoted: Bool) throws {
        let content = String(repeating: "0123456789", count: 1_000_000)
        let text = "h,i\n1," + (quoted ? "\"\(content)\"" : content) + "\n2,b\n"
        let reading = Reading(text, piece: 256 * 1024)
        #expect(reading.faults == [RecordFault(kind: .fieldTooLong, line: 2, field: 2, character: 3)])
        #expect(reading.records == [["h", "i"], ["2", "b"]])
        #expect(reading.raw.joined() == text)
    }

    @Test("may have a field at the limit, and none above it")
    func limits() {
        let limits = RecordLimits(field: 5, record: 12, fields: 3, chunk: 16)
        for piece in 1...20 {
            #expect(Reading("abcde,1\r\n\"abc\",2\r\n", piece: piece, limits: limits).faults.isEmpty)
            #expect(Reading("abcdef,1\n", piece: piece, limits: limits).faults.map(\.code) == ["field_too_long"])
            #expect(
                Reading("abcde,abcde,abcde\n", piece: piece, limits: limits).faults.map(\.code) == ["record_too_long"])
            #expect(Reading("a,b,c,d\n", piece: piece, limits: limits).faults.map(\.code) == ["too_many_fields"])
        }
    }

    @Test("gives the same records whatever the pieces it comes in")
    func anyPieces() {
        var random = SeededNumbers(seed: 20_240_531)
        let alphabet = ["a", "é", "😀", ",", ",", "\n", "\r", "\r\n", "\"", "\"\"", "\",\"", ";", "\0", "xyz", ""]
        let limits = RecordLimits(field: 12, record: 30, fields: 6, chunk: 16)
        for _ in 0..<400 {
            var bytes = Array((0..<40).map { _ in alphabet.randomElement(using: &random)! }.joined().utf8)
            if Bool.random(using: &random) { bytes.insert(0xc3, at: Int.random(in: 0...bytes.count, using: &random)) }
            let whole = Reading(bytes, delimiter: ",")
            let wholeLimited = Reading(bytes, delimiter: ",", limits: limits)
            for piece in 1...bytes.count {
                #expect(Reading(bytes, piece: piece, delimiter: ",") == whole)
                #expect(Reading(bytes, piece: piece, delimiter: ",", limits: limits) == wholeLimited)
            }
        }
    }
}
