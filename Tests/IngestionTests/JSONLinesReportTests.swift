import Testing

@testable import Ingestion

/// Kinds of trouble that others reported of readers of JSON lines; each with what ours makes of it.
@Suite("What others reported of JSON lines")
struct JSONLinesReportTests {
    /// Each item as the value of `id`, or as the line and code of a fault.
    private static func items(_ text: String, _ names: [String] = ["id"]) -> [String] {
        let reading = Reading(Array(text.utf8), of: .jsonLines, names: names)
        guard reading.error == nil else { return ["error"] }
        return reading.items.map { item in
            switch item {
            case .record(let fields, _): fields.joined(separator: "|")
            case .fault(let fault): "\(fault.line):\(fault.character) \(fault.code)"
            }
        }
    }

    @Test(
        "is told or read",
        arguments: [
            // Records behind a bad one were lost, or the bad one was taken for the end.
            ("NVIDIA/cudf#17098", "{\"id\":1}\n{\"id\":\n{\"id\":3}\n", ["1", "2:7 unfinished_object", "3"]),
            // The second object of a line was dropped without a word.
            ("Wave-RF/WaveHouse#398", #"{"id":1}{"id":2}"#, ["1:9 text_after_object"]),
            // A key twice ended the whole file, or the last one won without a word (im-anishraj/arnio#1780).
            ("duckdb/duckdb#11152", "{\"id\":1,\"a\":1,\"id\":2}\n{\"id\":3}", ["1:15 key_twice", "3"]),
            // An object on several lines failed with words that named no cause.
            (
                "simonw/sqlite-utils#417", "{\n\"id\":1\n}\n",
                ["1:2 unfinished_object", "2:1 not_an_object", "3:1 not_an_object"]
            ),
            // Empty lines at the end, and in between (cucumber/common#1181), were errors.
            ("pola-rs/polars#5787", "{\"id\":1}\n\n{\"id\":2}\n\n\n", ["1", "2"]),
            // Halves of surrogate pairs went through, in values and in keys.
            (
                "com-lihaoyi/upickle#722", #"{"id":"\uD800"}"# + "\n" + #"{"\uDC00":1}"#,
                ["1:8 half_character", "2:3 half_character"]
            ),
            // Pairs were refused.
            ("oxigraph/json-event-parser#1", #"{"id":"\ud83d\udd25\ud83d\udeb8\ud83d\udeaf"}"#, ["🔥🚸🚯"]),
            // A file that was cut off within its first line was not known for what it is.
            ("gabriel-vasile/mimetype#745", #"{"id":1,"#, ["1:9 unfinished_object"]),
        ] as [(String, String, [String])])
    func reports(report: String, text: String, items: [String]) {
        #expect(Self.items(text) == items, "\(report)")
    }

    /// brimdata/super#4537: with nine lines before it a bad last line was told, with ten it was the end.
    @Test("can be a bad last line, told after any number of good ones")
    func badLastLine() {
        for count in [0, 1, 9, 10, 1000] {
            let good = (0..<count).map { "{\"id\":\($0)}\n" }.joined()
            #expect(Self.items(good + "{\"syntaxerror").last == "\(count + 1):14 unfinished_object")
            #expect(Self.items(good + "{\"syntaxerror\n").count == count + 1)
        }
    }

    /// infiniflow/ragflow#19179: behind a byte order mark the first record was lost; of few records all.
    @Test("can be a byte order mark, behind which no record is lost")
    func byteOrderMark() {
        for count in 1...8 {
            let lines = (0..<count).map { "{\"id\":\($0)}\r\n" }.joined()
            #expect(Self.items("\u{feff}" + lines) == (0..<count).map { "\($0)" })
        }
    }

    /// coolbutuseless/yyjsonr#19 and neilotoole/sq#446: longish lines ended the reading, and the line was told wrong.
    @Test("can be a line of some megabytes, which is read, and after which lines are counted rightly")
    func longLines() {
        let long = String(repeating: "x", count: 900_000)
        let line = "{\"a\":\"\(long)\",\"b\":\"\(long)\",\"c\":\"\(long)\",\"id\":7}\n"
        #expect(Self.items(line + line + "{\"id\":}\n") == ["7", "7", "3:7 not_json"])
    }

    /// Oxen-AI/Oxen#937: a last row of more than a quarter of the file was read over its end.
    @Test("can be a last line longer than all before it, with a line end or without")
    func longLastLine() {
        let text =
            (0..<6).map { "{\"id\":\($0)}\n" }.joined()
            + "{\"note\":\"\(String(repeating: "y", count: 5000))\",\"id\":6}"
        for end in ["", "\n", "\r\n"] { #expect(Self.items(text + end) == (0...6).map { "\($0)" }) }
    }

    /// openclaw/openclaw#64858: a line over the limit was thrown away, and the next one with it.
    @Test("can be a line over the limit, which is told and given away whole, and the next one is read")
    func overLimit() {
        let long = "{\"id\":1,\"note\":\"\(String(repeating: "z", count: 9 << 20))\"}\n"
        let reading = Reading(Array((long + "{\"id\":2}\n").utf8), of: .jsonLines, names: ["id"], piece: 100_000)
        #expect(reading.faults.map(\.code) == ["field_too_long"] && reading.records == [["2"]])
        #expect(reading.raw.first?.utf8.count == long.utf8.count)
    }
}
