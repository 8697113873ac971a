import Domain
import Foundation
import Report
import Testing

@Suite("The sentences of the report")
struct TextsTests {
    private static let room = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../../Sources/Report")

    /// Every key that the room's code names.
    private static func keys() throws -> Set<String> {
        let files = try #require(FileManager.default.enumerator(at: room, includingPropertiesForKeys: nil))
        var keys: Set<String> = []
        for case let file as URL in files where file.pathExtension == "swift" {
            let code = try String(contentsOf: file, encoding: .utf8)
            for match in code.matches(of: /texts\[\s*"([a-z0-9-]+)"/) { keys.insert(String(match.1)) }
            for match in code.matches(of: /counted\("([a-z-]+)"/) {
                keys.formUnion([match.1 + ".one", match.1 + ".other"])
            }
        }
        return keys
    }

    @Test("Each that the code asks for is there in every language", arguments: Texts.languages)
    func complete(language: String) throws {
        let texts = try #require(Texts(language: language))
        let keys = try Self.keys()
        #expect(keys.count > 30)
        for key in keys { #expect(texts.keys.contains(key), "\(key)") }
    }

    @Test("None is left over that no code and no value asks for")
    func idle() throws {
        let files = try #require(FileManager.default.enumerator(at: Self.room, includingPropertiesForKeys: nil))
        var code = ""
        for case let file as URL in files where file.pathExtension == "swift" {
            code += try String(contentsOf: file, encoding: .utf8)
        }
        let values =
            ["all-departments", "all-teams"] + Signal.Meaning.allCases.map(\.rawValue)
            + PublishedFigure.State.allCases.map { "brief-\($0.rawValue)" }
        for key in Texts.english.keys where !values.contains(key) {
            let stem = key.replacing(/\.(one|other)$/, with: "").replacing(/-[0-9]+$/, with: "-").replacing(
                /^working-/, with: "")
            #expect(code.contains("\"\(stem)") || ScopeKind.allCases.contains { "\($0.rawValue)s" == stem }, "\(key)")
        }
    }

    @Test("No key is there twice, of which one would be lost", arguments: Texts.languages)
    func unique(language: String) throws {
        let texts = try #require(Texts(language: language))
        let file = try String(contentsOf: Self.room.appending(path: "Templates/texts.json"), encoding: .utf8)
        let written = file.matches(of: /"([a-z0-9_.-]+)": "/).map { String($0.1) }
        for key in texts.keys { #expect(written.count { $0 == key } <= Texts.languages.count, "\(key)") }
    }

    @Test("There is English, and no language that there isn't")
    func languages() {
        #expect(Texts.languages.contains("en") && Texts(language: "tlh") == nil)
    }

    @Test("What is put in stands where it belongs, and singular and plural are told apart")
    func values() {
        #expect(Texts.english["range", "{1}", "b"] == "{1} to b")
        #expect(Texts.english["range", "a", "{0} of {9}"] == "a to {0} of {9}")
        #expect(Texts.english["period-year", "\u{0600}{0}"] == "\u{0600}{0}")
        #expect(Texts.english.counted("teams", 1) == "1 team" && Texts.english.counted("teams", 0) == "0 teams")
    }

    @Test("No sentence says why a figure changed, that it improved, or ranks anybody")
    func words() throws {
        let file = try String(contentsOf: Self.room.appending(path: "Templates/texts.json"), encoding: .utf8)
            .lowercased()
        for word in ["because", "improved", "best", "worst", "rank", "top ", "thanks to", "due to"] {
            #expect(!file.contains(word), "\(word)")
        }
    }
}
