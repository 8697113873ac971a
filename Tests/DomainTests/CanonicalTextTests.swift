import Domain
import Testing

@Suite("A text")
struct CanonicalTextTests {
    /// Unicode 16: White_Space and the characters of general category Cf that have no width.
    @Test(
        "loses every blank of Unicode at both ends, and none inside",
        arguments: [
            0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20, 0x85, 0xa0, 0x1680, 0x180e, 0x2000, 0x2007, 0x200a, 0x200b, 0x200c,
            0x200d,
            0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202f, 0x205f, 0x2060, 0x2066, 0x3000, 0xfeff,
        ] as [UInt32])
    func blanks(_ scalar: UInt32) throws {
        let blank = String(try #require(UnicodeScalar(scalar)))
        for text in ["a", "é", "a b", "日本", "😀", "a\(blank)b"] {
            #expect(CanonicalText.of(blank + blank + text + blank) == text)
            #expect(CanonicalText.of(text) == text)
        }
        #expect(CanonicalText.of(blank + " ") == "")
    }

    @Test("keeps characters whose last bytes are a blank's, and what is no blank")
    func others() {
        for text in ["à", "Ġ", "Š", "ꀀ", "\u{ad}x", "￿", "ó", "…"] {
            #expect(Array(CanonicalText.of(text).utf8) == Array(text.utf8))
        }
    }

    @Test("has composed letters, to the byte, and keeps its case")
    func composed() {
        #expect(Array(CanonicalText.of("cafe\u{301}").utf8) == Array("caf\u{e9}".utf8))
        #expect(CanonicalText.of(" Desk ") != CanonicalText.of("desk"))
    }

    @Test("is like another that differs by case or blanks alone")
    func likeness() {
        #expect(CanonicalText.likeness(of: " Ser\u{a0}vice  Desk") == CanonicalText.likeness(of: "service desk"))
        #expect(CanonicalText.likeness(of: "ÉQUIPE") == CanonicalText.likeness(of: "e\u{301}quipe"))
        #expect(CanonicalText.likeness(of: "desk 1") != CanonicalText.likeness(of: "desk 2"))
    }

    @Test("is spaced as another is that has other blanks between the same words, and not one without any there")
    func spaced() {
        for text in ["I  feel\u{a0}supported", " I feel\r\n\r\nsupported\u{feff}", "I\tfeel \u{2028} supported"] {
            #expect(CanonicalText.spaced(text) == "I feel supported")
        }
        #expect(CanonicalText.spaced("Ifeel supported") != CanonicalText.spaced("I feel supported"))
        #expect(CanonicalText.spaced("i feel") != CanonicalText.spaced("I feel"))
        #expect(CanonicalText.spaced(" \n").isEmpty)
    }

    @Test("of a message begins with a capital unless it begins with a name, and ends with a full stop")
    func sentences() {
        #expect(Sentence.of("write it as 1") == "Write it as 1.")
        #expect(Sentence.of("joined_on is required") == "joined_on is required.")
        #expect(Sentence.of("kind is none of a, b") == "kind is none of a, b.")
        #expect(Sentence.of("\"x\" is not a number.") == "\"x\" is not a number.")
        #expect(Sentence.of("people needs a column") == "people needs a column.")
        #expect(Sentence.of("name the right file") == "Name the right file.")
        #expect(Sentence.of("zone = \"x\" is odd") == "zone = \"x\" is odd.")
        #expect(Sentence.of("stop; a.csv is there!") == "Stop; a.csv is there!")
    }
}
