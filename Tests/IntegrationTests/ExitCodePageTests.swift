import Foundation
import Testing

@testable import mutuality

@Suite("docs/exit-codes.md")
struct ExitCodePageTests {
    private static let page = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../docs/exit-codes.md")

    @Test("has each code that a command can end with, and no other; so has the help")
    func codes() async throws {
        let rows = try String(contentsOf: Self.page, encoding: .utf8).matches(of: /\n\| ([0-9, ]+) \|/)
        let named = rows.flatMap { $0.1.matches(of: /[0-9]+/).compactMap { Int32($0.output) } }
        let ended = [0] + ExitStatus.allCases.map(\.rawValue) + [Interruption(number: SIGTERM).exitCode]
        #expect(named == ended)
        let help = try #require(await User().must("help").output.firstMatch(of: /Exit codes:[^.]*/)).output
        #expect(help.matches(of: /[0-9]+/).compactMap { Int32($0.output) }.sorted() == ended)
    }

    @Test("has the codes of a night from the mildest to the worst")
    func order() throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        let sentence = try #require(text.firstMatch(of: /From the mildest to the worst:[^.]*/)).output
        let named = sentence.matches(of: /[0-9]+/).compactMap { Int32($0.output) }
        // A night asks for nothing that could be wrong usage, and an interrupted one is told by its signal.
        let ofNights = ExitStatus.fromMildest.filter { ![.usage, .interrupted].contains($0) }
        #expect(named == ofNights.map(\.rawValue) && Set(ExitStatus.fromMildest) == Set(ExitStatus.allCases))
    }
}
