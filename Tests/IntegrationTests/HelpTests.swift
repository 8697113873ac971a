import Foundation
import Testing

@Suite struct HelpTests {
    private static let everywhere = [
        "--organization", "--database-url", "--data-dir", "--pseudonym-key-file", "--config", "--now", "--log-level",
        "--quiet", "--json",
    ]

    /// Each command and the options of its own.
    static let commands: [(command: String, options: [String])] = [
        ("demo", ["--people", "--months", "--seed", "--out"]),
        ("simulate", ["--people", "--months", "--seed", "--out"]),
        ("ingest", ["--dataset", "--source", "--mapping", "--rejects", "--dry-run", "<paths>"]),
        ("compute", ["--full"]),
        ("export", ["--format", "--out"]),
        ("analyze", ["--kpi", "--from", "--to", "--by", "--format"]),
        ("nightly", ["--inbox", "--out"]),
        ("explain", ["--scope", "--period", "--measure", "--statistic", "--breakdown", "--reader", "<kpi>"]),
        ("serve", ["--listen"]),
        ("db migrate", []), ("db status", []), ("db start", []), ("db stop", []), ("db psql", ["<arguments>"]),
        ("organization show", []), ("organization set", ["--from", "<assignments>"]),
        ("organization freshness", []),
        ("config print", []), ("config check", []),
    ]

    @Test("Every command explains itself and each of its options", arguments: commands.indices)
    func explains(_ index: Int) async throws {
        let (command, options) = Self.commands[index]
        let user = try User()
        let words = command.split(separator: " ").map(String.init)
        let asked = try await user.start(["help"] + words).outcome()
        let flagged = try await user.start(words + ["--help"]).outcome()
        #expect(asked.code == 0 && flagged.code == 0 && asked.errors.isEmpty)
        #expect(asked.output == flagged.output)
        for option in Self.everywhere + options {
            // Something is said about it, on its line or on the next.
            let said = try Regex("(?m)^  \(option)( <[a-z-]+>( \\.\\.\\.)?)?(  +\\S| *\\n {20,}\\S| \\S)")
            #expect(asked.output.contains(said), "\(command) \(option)")
        }
    }

    @Test("The program alone lists every command, and knows its version")
    func overview() async throws {
        let user = try User()
        let overview = try await user.run("help")
        #expect(overview.code == 0)
        let version = try await user.must("--version")
        #expect(version.lines.first?.wholeMatch(of: /\d+\.\d+\.\d+/) != nil && version.lines.count == 1)
        for word in Set(Self.commands.map { $0.command.split(separator: " ")[0] }) {
            #expect(overview.output.contains("\n  \(word) "), "\(word)")
        }
    }

    @Test("The exit codes that the help names are those of docs/exit-codes.md")
    func exitCodes() async throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/exit-codes.md")
        let documented = try String(contentsOf: page, encoding: .utf8)
            .matches(of: /(?m)^\| (\d[\d, ]*) \|/).flatMap { $0.1.matches(of: /\d+/).map { String($0.output) } }
        let overview = try await User().run("help").output
        let paragraph = try #require(overview.firstMatch(of: /Exit codes:[^.]*\./)).output
        #expect(Set(paragraph.matches(of: /\b\d+\b/).map { String($0.output) }) == Set(documented))
        #expect(documented.count >= 12)
    }

    @Test("An unknown command, option or value, and a missing argument, is wrong usage: 64, said on standard error")
    func wrongUsage() async throws {
        let user = try User()
        let wrong = [
            ["frobnicate"], ["compute", "--frobnicate"], ["compute", "--now", "tomorrow"], ["ingest"],
            ["ingest", "records.csv"], ["ingest", "--dataset", "help_request", "records.csv"],
            ["simulate"], ["simulate", "--people", "0", "--out", "records"],
            ["export", "--format", "xml", "--out", "-"],
            ["analyze", "--kpi", "happiness", "--from", "2026-01-01", "--to", "2026-02-01"],
            ["explain", "happiness", "--period", "2026-01"], ["explain", "backlog"],
            ["explain", "backlog", "--period", "2026-13"],
            ["explain", "backlog", "--period", "2026-01", "--scope", "squad=a"],
            ["explain", "backlog", "--period", "2026-01", "--breakdown", "channel"],
            ["nightly"], ["serve", "--listen", "0.0.0.0:1"], ["organization", "set", "zone"],
            ["db", "start", "--database-url", "dbname=x"],
        ]
        for command in wrong {
            let outcome = try await user.start(command).outcome()
            #expect(outcome.code == 64, "\(command): \(outcome.code)")
            #expect(outcome.output.isEmpty && !outcome.errors.isEmpty, "\(command)")
        }
        #expect(
            try await user.run("ingest", "--dataset", "help_request", "x").errors.contains("nearest is help_requests"))
    }
}
