import Foundation
import Testing

/// A page of docs/, whose commands a test runs as they stand: those of its blocks that begin with ```sh. Its other blocks are
/// what one then sees.
struct Page {
    private var sections: [(heading: String, commands: String)] = []
    private var shown: [String] = []

    static let repository = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized

    init(_ name: String) throws {
        let text = try String(contentsOf: Self.repository.appending(path: "docs/\(name)"), encoding: .utf8)
        for match in text.matches(of: /(?m)^#+ (?<heading>.*)$|^```(?<kind>[a-z]*)\n(?<block>(?s:.*?))^```$/) {
            switch (match.kind, match.block) {
            case ("sh", let block?): sections[sections.count - 1].commands += block
            case (_, let block?): shown.append(String(block))
            default: sections.append((String(match.heading ?? ""), ""))
            }
        }
        sections.removeAll { $0.commands.isEmpty }
    }

    /// The commands of the next section that has any, which is to be this one: a test leaves none out.
    mutating func next(_ heading: String) throws -> String {
        try #require(sections.first?.heading == heading)
        return sections.removeFirst().commands
    }

    /// Whether the commands of all sections were taken.
    var isDone: Bool { sections.isEmpty }

    /// The first block of output that begins so.
    func shown(beginning: String) throws -> String {
        try #require(shown.first { $0.hasPrefix(beginning) })
    }
}

extension User {
    /// Runs commands in bash, up to the first that fails, where `mutuality` is the program under test.
    func shell(
        _ commands: String, path: [String] = [], variables: [String: String?] = [:]
    ) async throws -> Program.Outcome {
        let programs = folder.appending(path: "bin")
        if !FileManager.default.fileExists(atPath: programs.path()) {
            try FileManager.default.createDirectory(at: programs, withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                atPath: programs.appending(path: "mutuality").path(), withDestinationPath: Program.path())
        }
        return try await start(
            command: ["/bin/bash", "-euo", "pipefail", "-c", commands], path: path + [programs.path()],
            variables: variables
        ).outcome()
    }

    /// Follows a page's commands, which are to succeed.
    @discardableResult
    func follow(
        _ commands: String, path: [String] = [], variables: [String: String?] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Program.Outcome {
        let outcome = try await shell(commands, path: path, variables: variables)
        try #require(
            outcome.code == 0, "\(commands)\(outcome.output)\(outcome.errors)", sourceLocation: sourceLocation)
        return outcome
    }
}
