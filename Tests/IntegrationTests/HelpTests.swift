import Foundation
import Testing

@testable import mutuality

@Suite struct HelpTests {
    private static let everywhere = [
        "--organization", "--database-url", "--data-dir", "--pseudonym-key-file", "--config", "--now", "--log-level",
        "--quiet", "--json",
    ]

    /// Each command and the options of its own.
    static let commands: [(command: String, options: [String])] = [
        ("demo", ["--people", "--months", "--seed", "--out"]),
        ("simulate", ["--people", "--months", "--seed", "--without", "--out"]),
        ("ingest", ["--dataset", "--source", "--mapping", "--rejects", "--again", "--dry-run", "<paths>"]),
        ("compute", ["--full"]),
        ("show", ["--period", "--scope", "--csv", "<kpi>"]),
        ("report", ["--period", "--scope", "--out", "--language"]),
        (
            "export",
            [
                "--format", "--out", "--kpi", "--scope", "--period", "--statistic", "--since", "--as-known-at",
                "--labels", "--dialect", "--datapackage",
            ]
        ),
        ("analyze", ["--kpi", "--from", "--to", "--by", "--format"]),
        ("nightly", ["--inbox", "--out"]),
        ("explain", ["--scope", "--period", "--measure", "--statistic", "--breakdown", "--reader", "<kpi>"]),
        ("kpis", []), ("serve", ["--listen"]),
        ("db migrate", []), ("db status", []), ("db start", []), ("db stop", []), ("db psql", ["<arguments>"]),
        ("organization list", []), ("organization show", []), ("organization set", ["--from", "<assignments>"]),
        ("organization freshness", []), ("organization grant", ["<login>"]), ("organization revoke", ["<login>"]),
        ("organization prune", []), ("organization delete", ["--yes", "<name>"]),
        ("self", ["--source", "--period", "--looks", "<person>"]), ("forget", ["--source", "<person>"]),
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
        // What all commands take stands below.
        let listed = try #require(asked.output.firstRange(of: "\nOPTIONS:\n")).upperBound
        let places = (options.filter { $0.hasPrefix("--") } + Self.everywhere).map {
            asked.output[listed...].firstRange(of: "\n  \($0) ")?.lowerBound ?? asked.output.startIndex
        }
        #expect(places.dropFirst() == places.dropFirst().sorted()[...], "\(command)")
    }

    @Test("A mistyped option is named, with the nearest that there is, whatever else is missing", arguments: commands)
    func mistyped(_ command: String, _ options: [String]) throws {
        let words = command.split(separator: " ").map(String.init)
        for option in (options + Self.everywhere).filter({ $0.hasPrefix("--") }) {
            for written in ["\(option)x", String(option.dropLast())] {
                let found = UnknownOption.first(in: words + [written, "x"])
                #expect(found == UnknownOption(name: written, nearest: option))
            }
            #expect(
                UnknownOption.first(in: words + [option, "x", "\(option)=x", "-", "-5", "--", "--no-option"]) == nil)
        }
        #expect(UnknownOption.first(in: words + ["--frobnicate"]) == UnknownOption(name: "--frobnicate", nearest: nil))
    }

    @Test("The program says so before anything else")
    func mistypedDataset() async throws {
        let user = try User()
        for (arguments, message) in [
            (["ingest", "--datset", "people", "x.csv"], "Unknown option \"--datset\". Did you mean \"--dataset\"?"),
            (["analyze", "--kpis", "backlog"], "Unknown option \"--kpis\". Did you mean \"--kpi\"?"),
            (["compute", "--frobnicate"], "Unknown option \"--frobnicate\"."),
        ] {
            let outcome = try await user.start(arguments).outcome()
            #expect(
                outcome.code == 64 && outcome.errors.hasPrefix("mutuality: \(message)\nUsage: "), "\(outcome.errors)")
        }
        let missing = try await user.run("ingest", "x.csv")
        #expect(
            missing.errors.hasPrefix("mutuality: Say what the rows are: --dataset NAME or --mapping FILE.\nUsage: "))
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

    @Test("No page and no text names a command that there isn't")
    func namedCommands() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
        let known = Set(Self.commands.map(\.command) + ["help"])
        let groups = Set(known.filter { $0.contains(" ") }.map { String($0.prefix { $0 != " " }) })
        // Words that follow the program's name in a sentence, or the name of its user and group.
        let others: Set<Substring> = ["at", "does", "docs", "mutuality"]
        var found = 0
        for folder in ["docs", "Sources/Report/Templates", "Sources/mutuality", "dashboards", "README.md"] {
            let place = root.appending(path: folder)
            let files =
                FileManager.default.enumerator(at: place, includingPropertiesForKeys: nil)?
                .compactMap { $0 as? URL } ?? []
            for file in files + [place] where ["md", "json", "swift", "yaml"].contains(file.pathExtension) {
                let text = try String(contentsOf: file, encoding: .utf8)
                for match in text.matches(of: /(?m)(?:[`"$ ]|^)mutuality ([a-z]+)(?: ([a-z]+))?/) {
                    guard !others.contains(match.1) else { continue }
                    let isGroup = groups.contains(String(match.1))
                    let command = isGroup ? match.2.map { "\(match.1) \($0)" } : String(match.1)
                    // A group alone is named as such.
                    guard let command else { continue }
                    #expect(known.contains(command), "\(file.lastPathComponent): mutuality \(command)")
                    found += 1
                }
            }
        }
        #expect(found > 100)
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
            ["export", "--format", "csv", "--out", "-", "--kpi", "happiness"],
            ["export", "--format", "csv", "--out", "-", "--since", "yesterday"],
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
