@testable import Ingestion

extension FormatSamples {
    static let csv = FormatSamples(
        format: .csv, names: ["id", "note", "at"], head: "id,note,at\n",
        records: [
            Written("1,plain,2024\n", ["1", "plain", "2024"], at: ["1:1", "1:3", "1:9"]),
            Written("2,\"a,b\",\r\n", ["2", "a,b", ""], at: ["1:1", "1:4", "1:9"]),
            Written("3,\"é \"\"q\"\"\",x\n", ["3", "é \"q\"", "x"], at: ["1:1", "1:4", "1:13"]),
            Written("4,\"two\nlines\",y\n", ["4", "two\nlines", "y"], at: ["1:1", "1:4", "2:8"]),
        ],
        broken: [
            Broken("5,a\"b,c", "quote_in_unquoted_field", character: 4, field: 2),
            Broken("6,\"a\"b,c", "text_after_quote", character: 6, field: 2),
            Broken("6,\"a\n\"b,c", "text_after_quote", line: 2, character: 2, field: 2),
            Broken("7,é\0b,c", "nul_byte", character: 4, field: 2),
            Broken(Array("8,é".utf8) + [0xff] + Array(",c".utf8), "invalid_utf8", character: 4, field: 2),
        ],
        tellsItsEnd: false,
        field: { ("1," + String(repeating: "x", count: $0) + ",y", 3) },
        record: { bytes in
            let half = (bytes - 4) / 2
            return "1,\(String(repeating: "x", count: half)),\(String(repeating: "y", count: bytes - 3 - half))"
        },
        wide: { Array(repeating: "x", count: $0).joined(separator: ",") },
        endless: [("1,", "x", ""), ("1", ",", ""), ("1,\"", "y\n", "\"")],
        nothing: ["\n", "\r\n\n"])
}
