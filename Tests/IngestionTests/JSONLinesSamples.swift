@testable import Ingestion

extension FormatSamples {
    static let jsonLines = FormatSamples(
        format: .jsonLines, names: ["id", "note", "at", "by.id"], head: "",
        records: [
            Written(
                #"{"id":1,"note":"plain","at":"2024"}"# + "\n", ["1", "plain", "2024", nil],
                at: ["1:7", "1:17", "1:30", nil]),
            Written(
                #"{"at":null,"by":{"id":"x y"},"id":-1.50e3,"note":""}"# + "\r\n", ["-1.50e3", "", nil, "x y"],
                at: ["1:35", "1:51", "1:7", "1:24"]),
            Written(
                #"{"id":"\u00e9\ud83d\ude00\n\"","note":true,"x":[1,{"id":2}],"at":false}"# + "\n",
                ["é😀\n\"", "true", "false", nil], at: ["1:8", "1:39", "1:66", nil]),
            Written(
                "\t{ \"é\" : {} , \" n\\u006fte \" :\r\"é\" , \"by\":{\"x\":{\"id\":0},\"id\" : 0 } }  \n",
                [nil, "é", nil, "0"], at: [nil, "2:2", nil, "2:33"]),
            Written("{}\n", [nil, nil, nil, nil], at: [nil, nil, nil, nil]),
        ],
        broken: [
            Broken(#"[{"id":1}]"#, "not_an_object", character: 1),
            Broken(#"  "id""#, "not_an_object", character: 3),
            Broken("}", "not_an_object", character: 1),
            Broken("{", "unfinished_object", character: 2),
            Broken(#"{"id":1"#, "unfinished_object", character: 8),
            Broken(#"{"id":"é"#, "unfinished_object", character: 9),
            Broken(#"{"id":"\ud8"#, "unfinished_object", character: 12),
            Broken(Array(#"{"note":""#.utf8) + [0xc3], "unfinished_object", character: 11),
            Broken(#"{"id":1}{"id":2}"#, "text_after_object", character: 9),
            Broken(#"{"id":1},"#, "text_after_object", character: 9),
            Broken(#"{"id":1,"id":2}"#, "key_twice", character: 9, field: 1),
            Broken(#"{"id":1,"\u0069d":1}"#, "key_twice", character: 9, field: 1),
            Broken(#"{"x":1,"x":2}"#, "key_twice", character: 8),
            Broken(#"{"x":{"y":1,"z":2,"y":1}}"#, "key_twice", character: 19),
            Broken(#"{"by.id":1,"by":{"id":2}}"#, "key_twice", character: 18, field: 4),
            Broken(#"{'id':1}"#, "not_json", character: 2),
            Broken(#"{"id":1,}"#, "not_json", character: 9),
            Broken(#"{"id" 1}"#, "not_json", character: 7),
            Broken(#"{"id":01}"#, "not_json", character: 7, field: 1),
            Broken(#"{"id":1.}"#, "not_json", character: 7, field: 1),
            Broken(#"{"id":NaN}"#, "not_json", character: 7, field: 1),
            Broken(#"{"id":+1}"#, "not_json", character: 7, field: 1),
            Broken(#"{"x":[1,]}"#, "not_json", character: 9),
            Broken(#"{"x":nul}"#, "not_json", character: 6),
            Broken(#"{"id":1 /* one */}"#, "not_json", character: 9),
            Broken("{\"id\":\"a\tb\"}", "control_character", character: 9, field: 1),
            Broken(#"{"id":"\x41"}"#, "bad_escape", character: 8, field: 1),
            Broken(#"{"x":"\u12g4"}"#, "bad_escape", character: 7),
            Broken(#"{"id":"a\ud83d"}"#, "half_character", character: 9, field: 1),
            Broken(#"{"id":"\ude00\ud83d"}"#, "half_character", character: 8, field: 1),
            Broken(#"{"id":"\ud83d\u0041"}"#, "half_character", character: 8, field: 1),
            Broken(#"{"id":[1]}"#, "value_is_array", character: 7, field: 1),
            Broken(#"{"by":{"id":{"a":1}}}"#, "value_is_object", character: 13, field: 4),
            Broken(
                #"{"x":"# + String(repeating: "[", count: 64) + String(repeating: "]", count: 64) + "}", "too_deep",
                character: 69),
            Broken("{\"id\":\"é\0\"}", "nul_byte", character: 9, field: 1),
            Broken(#"{"id":"é\u0000"}"#, "nul_byte", character: 9, field: 1),
            Broken(Array(#"{"id":"é"#.utf8) + [0xff] + Array(#"b"}"#.utf8), "invalid_utf8", character: 9, field: 1),
        ],
        tellsItsEnd: true,
        field: { (#"{"id":1,"note":""# + String(repeating: "x", count: $0 - 2) + #""}"#, 16) },
        record: { bytes in
            // Keys and signs are 21 bytes.
            let half = (bytes - 21) / 2
            return #"{"note":""# + String(repeating: "x", count: half) + #"","more":""#
                + String(repeating: "y", count: bytes - 21 - half) + #""}"#
        },
        wide: { "{" + (1...$0).map { "\"\($0)\":1" }.joined(separator: ",") + "}" },
        endless: [
            (#"{"note":""#, "x", #""}"#), (#"{"note":""#, #"\n"#, #""}"#), (#"{"x":[1"#, ",1", "]}"), ("{", " ", "}"),
            ("", " ", ""),
        ],
        nothing: ["\n", "\r\n\n", " \t\n"])
}
