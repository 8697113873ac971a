import Testing

@testable import mutuality

@Suite("A table of text")
struct TextTableTests {
    @Test("A row is a line, and no name steers the terminal")
    func obeyed() {
        let names = [
            "red\u{1B}[31m", "line\nbreak", "carriage\rreturn", "a\r\nb", "bell\u{7}", "csi\u{9B}2J", "tab\there",
            "turned\u{202E}round", "iso\u{2066}lated", "next\u{85}line", "line\u{2028}end",
        ]
        let text = TextTable(
            head: ["team\u{1B}"], rows: names.map { [$0] } + [["ünï 日本語 👩‍👩‍👧 שלום"]], leftAligned: 1
        ).text
        #expect(text.split(separator: "\n").count == names.count + 2)
        let scalars = text.unicodeScalars.filter { $0 != "\n" }
        #expect(!scalars.contains { $0.properties.generalCategory == .control })
        #expect(!scalars.contains { [0x2028, 0x202E, 0x2066].contains($0.value) })
        #expect(text.contains("red\u{FFFD}[31m") && text.contains("ünï 日本語 👩‍👩‍👧 שלום"))
    }

    @Test("Columns are as wide as their widest cell")
    func widths() {
        #expect(
            TextTable(head: ["a", "b"], rows: [["x", "10"], ["yy", "9"]], leftAligned: 1).text
                == "a    b\nx   10\nyy   9")
    }
}
