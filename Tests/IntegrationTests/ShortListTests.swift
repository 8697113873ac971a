import Testing

@testable import mutuality

@Suite("A short list of names")
struct ShortListTests {
    @Test("shows so many names and so much of each, on one line; without any there is none")
    func names() {
        #expect(ShortList.text([String]()) == nil)
        #expect(ShortList.text(["a", "b"]) == "a, b")
        #expect(ShortList.text(["How\u{a0}likely\r\nis it?"]) == "How likely is it?")
        #expect(ShortList.text(["red\u{1B}[31m"]) == "red\u{FFFD}[31m")
        #expect(ShortList.text([String(repeating: "x", count: 41)]) == String(repeating: "x", count: 40) + "…")
        #expect(ShortList.text((1...12).map(String.init)) == "1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more")
    }

    @Test("shows the name however long is what it is for")
    func places() {
        let question = String(repeating: "I feel supported. ", count: 10)
        let text = ShortList.text([(place: question, name: "Neither"), (place: "null", name: "N/A")]) ?? ""
        #expect(text.contains("…: \"Neither\", null: \"N/A\"") && text.count < 80)
    }
}
