import Foundation
import Testing

@testable import mutuality

@Suite struct ConfigurationTests {
    private struct Row: Decodable, Equatable {
        let name: String
        let value: String?
        let source: String?
    }

    private func printed(by user: User, _ arguments: [String], _ variables: [String: String?] = [:]) async throws
        -> [String: Row]
    {
        let outcome = try await user.start(["config", "print", "--json"] + arguments, variables: variables).outcome()
        #expect(outcome.code == 0, "\(outcome.errors)")
        return Dictionary(uniqueKeysWithValues: try outcome.json([Row].self).map { ($0.name, $0) })
    }

    @Test("A flag goes before the environment, that before the file, that before the default; print says which it was")
    func precedence() async throws {
        let user = try User()
        try user.write("c.yaml", "organization: from-file\nlog-level: info\nlisten: 127.0.0.1:1\n")
        let variables = ["MUTUALITY_ORGANIZATION": "from-environment", "MUTUALITY_LOG_LEVEL": "debug"]
        let rows = try await printed(
            by: user, ["--config", "c.yaml", "--organization", "from-flag"], variables.mapValues { $0 })
        #expect(rows["organization"] == Row(name: "organization", value: "from-flag", source: "flag"))
        #expect(rows["log-level"] == Row(name: "log-level", value: "debug", source: "environment"))
        #expect(rows["listen"] == Row(name: "listen", value: "127.0.0.1:1", source: "c.yaml"))
        #expect(rows["data-dir"]?.source == "environment")

        let plain = try await printed(by: user, [], ["MUTUALITY_DATA_DIR": nil])
        #expect(plain["organization"] == Row(name: "organization", value: "default", source: "default"))
        #expect(plain["listen"] == Row(name: "listen", value: "127.0.0.1:18480", source: "default"))

        let text = try await user.run("config", "print", "--config", "c.yaml")
        #expect(text.lines.contains { $0.hasPrefix("listen: 127.0.0.1:1  # c.yaml;") })
    }

    @Test("The file in the configuration folder is read without being named, wherever XDG_CONFIG_HOME puts the folder")
    func standardFile() async throws {
        let user = try User()
        for (folder, variables) in [
            ("home/.config/mutuality", [:]),
            ("xdg/mutuality", ["XDG_CONFIG_HOME": user.folder.appending(path: "xdg").path()]),
        ] as [(String, [String: String])] {
            let place = user.folder.appending(path: folder)
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            try Data("organization: \(folder)\n".utf8).write(to: place.appending(path: "config.yaml"))
            let rows = try await printed(by: user, [], variables.mapValues { $0 })
            #expect(rows["organization"]?.value == folder)
            #expect(rows["organization"]?.source == place.appending(path: "config.yaml").path())
        }
    }

    @Test(
        "A password is never shown, however it is written",
        arguments: [
            "postgres://ana:geheim@127.0.0.1:1/x", "postgresql://ana:ge@heim@127.0.0.1:1/x",
            "postgres://127.0.0.1:1/x?user=ana&password=geheim", "host=127.0.0.1 port=1 user=ana password=geheim",
            "host=127.0.0.1 port=1 user=ana password = 'ge\\'heim'",
        ])
    func secrets(_ url: String) async throws {
        let user = try User()
        for arguments in [
            ["config", "print"], ["config", "print", "--json"], ["db", "status"], ["db", "status", "--json"],
            ["config", "check"], ["compute", "--log-level", "trace"],
        ] {
            let outcome = try await user.start(arguments + ["--database-url", url]).outcome()
            #expect(
                !(outcome.output + outcome.errors).contains("heim"), "\(arguments): \(outcome.output)\(outcome.errors)")
        }
    }

    @Test(
        "A configuration that cannot be meant is refused with its place: 78",
        arguments: [
            ("organisation: acme\n", "c.yaml:1: There is no preference \"organisation\""),
            ("listen: 127.0.0.1:1\norganization: [a, b]\n", "c.yaml:2: \"organization\" takes one value"),
            ("- organization\n", "not a list of names and values"), ("organization: \"acme\n", "not YAML"),
            ("log-level: loud\n", "There is no log level \"loud\""),
            ("database-url: host=127.0.0.1 port=99999\n", "invalid port number"),
            ("organization: \"\"\n", "An organization needs a name"),
        ])
    func refused(_ text: String, _ message: String) async throws {
        let user = try User()
        try user.write("c.yaml", text)
        let outcome = try await user.run("compute", "--config", "c.yaml")
        #expect(outcome.code == 78 && outcome.errors.contains(message), "\(outcome.errors)")
    }

    @Test(
        "The check reads every preference: 78",
        arguments: ["log-level", "listen", "settle", "reject-limit", "organization"])
    func checked(_ name: String) async throws {
        let user = try User()
        try user.write("c.yaml", "\(name): \" \"\n")
        let outcome = try await user.run("config", "check", "--config", "c.yaml")
        #expect(outcome.code == 78, "\(outcome.errors)")
    }

    @Test("An empty configuration file is one that sets nothing; one that isn't there is an error")
    func emptyFile() async throws {
        let user = try User()
        try user.write("c.yaml", "# nothing yet\n")
        #expect(try await user.run("config", "print", "--config", "c.yaml").code == 0)
        let missing = try await user.run("config", "print", "--config", "d.yaml")
        #expect(missing.code == 78 && missing.errors.contains("d.yaml") && missing.errors.contains("missing"))
    }

    @Test("A variable of ours that is empty counts as not set")
    func emptyVariables() async throws {
        let user = try User()
        let empty = Dictionary(
            uniqueKeysWithValues: (["MUTUALITY_CONFIG"] + Preferences.all.map(\.variable)).map { ($0, "") })
        let rows = try await printed(by: user, [], empty)
        #expect(rows.values.allSatisfy { $0.source == "default" })
        #expect(rows["organization"]?.value == "default" && rows["inbox"]?.value == nil)
        let named = try await user.run("config", "print", "--config", "")
        #expect(named.code == 78 && named.errors.hasPrefix("mutuality: The configuration file is missing"))
    }

    @Test("Print shows what holds without any choice: the real folders and files, and whether they are there")
    func effective() async throws {
        let user = try User(environment: ["XDG_CONFIG_HOME": "/tmp/mutuality-no-such-folder"])
        struct Effective: Decodable {
            let name, source: String
            let value: String?
            let isThere: Bool?
        }
        func rows() async throws -> [String: Effective] {
            let rows = try await user.must(
                "config", "print", "--json",
                variables: ["MUTUALITY_DATA_DIR": nil, "MUTUALITY_SETTLE": nil]
            )
            .json([Effective].self)
            #expect(rows.map(\.name) == ["config"] + Preferences.all.map(\.name))
            return Dictionary(uniqueKeysWithValues: rows.map { ($0.name, $0) })
        }
        let plain = try await rows()
        #expect(plain["config"]?.value == "/tmp/mutuality-no-such-folder/mutuality/config.yaml")
        #expect(plain["config"]?.isThere == false)
        #expect(plain["pseudonym-key-file"]?.value == "/tmp/mutuality-no-such-folder/mutuality/pseudonym.key")
        #expect(plain["pseudonym-key-file"]?.isThere == false)
        let home = user.folder.appending(path: "home").path()
        #expect(plain["data-dir"]?.value == (geteuid() == 0 ? "/var/lib/mutuality" : "\(home)/.local/share/mutuality"))
        #expect(plain.values.allSatisfy { $0.source == "default" })
        #expect(plain["inbox"]?.value == nil && plain["inbox"]?.isThere == nil)

        try user.write("c.yaml", "organization: acme\n")
        let text = try await user.must("config", "print", "--config", "c.yaml").lines
        #expect(text.first == "config: c.yaml  # flag; the configuration file (YAML)")
        #expect(text.contains { $0.hasPrefix("inbox: (not set)  # default; ") })
        #expect(text.contains { $0.hasPrefix("database-url: (a private server)  # default; ") })
        #expect(text.contains { $0.contains("/mutuality/pseudonym.key  # default, no such file yet; ") })
        let own = try await user.must("config", "print", variables: ["PGHOST": "db"])
        #expect(own.output.contains("database-url: (the server of the PG… variables)"))
    }

    @Test("docs/configuration.md has each preference with its option, variable, default and meaning, and no other")
    func page() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/configuration.md")
        let preferences = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "\n## ")[0]
        let rows = preferences.split(separator: "\n").filter { $0.hasPrefix("| `") }
        let expected = Preferences.all.map { preference in
            let standard = preference.standard.map { "`\($0)`" } ?? preference.otherwise ?? "none"
            return "| `\(preference.name)` | `\(preference.option)` | `\(preference.variable)` | \(standard) | "
                + "\(preference.note) |"
        }
        #expect(rows.map(String.init) == expected)
        #expect(expected.count >= 8)
    }

    @Test("Each preference can be given by its option, its variable and its name in the file")
    func everyWay() async throws {
        let user = try User()
        for preference in Preferences.all {
            let value = preference.name == "log-level" ? "debug" : "chosen"
            try user.write("c.yaml", "\(preference.name): \(value)\n")
            let byFile = try await printed(by: user, ["--config", "c.yaml"], [preference.variable: nil])
            #expect(byFile[preference.name] == Row(name: preference.name, value: value, source: "c.yaml"))
            let byVariable = try await printed(by: user, [], [preference.variable: value])
            #expect(byVariable[preference.name] == Row(name: preference.name, value: value, source: "environment"))
        }
        let help = try await User().run("help", "nightly").output + User().run("help", "serve").output
        for preference in Preferences.all { #expect(help.contains("  \(preference.option) <"), "\(preference.option)") }
    }

    @Test("Without a pseudonym key the check fails and says how to make one, which then does: 78")
    func missingKey() async throws {
        let user = try User(environment: ["XDG_CONFIG_HOME": nil].compactMapValues { $0 })
        try FileManager.default.createDirectory(
            at: user.folder.appending(path: "home/.config/mutuality"), withIntermediateDirectories: true)
        for (arguments, file) in [
            ([], user.folder.appending(path: "home/.config/mutuality/pseudonym.key").path()),
            (["--pseudonym-key-file", "own.key"], "own.key"),
        ] {
            let missing = try await user.start(["config", "check"] + arguments).outcome()
            #expect(missing.code == 78 && missing.errors.hasPrefix("mutuality: There is no key file \(file). "))
            #expect(missing.errors.contains("the first \"mutuality ingest\"") == arguments.isEmpty)
            let command = try #require(missing.errors.firstMatch(of: /\(umask .*\)/)).output
            let shell = try Running(
                ["/bin/sh", "-c", String(command)], environment: ["PATH": "/usr/bin:/bin"],
                folder: user.folder.appending(path: "work"), log: user.folder.appending(path: "logs/sh"), input: nil)
            #expect(try await shell.outcome().code == 0)
            let made = try await user.start(["config", "check"] + arguments).outcome()
            #expect(made.code == 0 && made.errors == "The configuration is good. The database is absent.\n")
        }
    }

    @Test("A server's address that cannot be is wrong usage as a flag, and a wrong configuration anywhere else: 64, 78")
    func malformedAddress() async throws {
        let user = try User()
        for url in [
            "host=127.0.0.1 port=99999", "host=127.0.0.1 port=x", "host=127.0.0.1 frobnicate=1", "postgres://h:port/x",
            "host=127.0.0.1 sslmode=perhaps", "postgres://[::1/x",
        ] {
            for command in [["compute"], ["config", "check", "--pseudonym-key-file", "k"]] {
                try user.write("k", String(repeating: "ab", count: 32) + "\n")
                try FileManager.default.setAttributes(
                    [.posixPermissions: 0o600], ofItemAtPath: user.path("k").path())
                let flag = try await user.start(command + ["--database-url", url]).outcome()
                #expect(flag.code == 64 && flag.errors.hasPrefix("mutuality: Invalid connection string: "), "\(flag)")
                let variable = try await user.start(command, variables: ["MUTUALITY_DATABASE_URL": url]).outcome()
                #expect(variable.code == 78 && variable.errors == flag.errors, "\(url): \(variable)")
            }
        }
        #expect(try await user.run("db", "psql", "--database-url", "frobnicate=1").code == 64)
        #expect(try await user.run("compute", variables: ["PGHOST": "127.0.0.1", "PGPORT": "x"]).code == 78)
        for address in ["nowhere", "127.0.0.1:99999", "0.0.0.0:1", "127.0.0.1:"] {
            #expect(try await user.run("serve", "--listen", address).code == 64)
            let variable = try await user.run("serve", variables: ["MUTUALITY_LISTEN": address])
            #expect(variable.code == 78 && variable.errors.contains("127.0.0.1:18480"), "\(variable)")
        }
        #expect(try await user.run("compute", "--log-level", "loud").code == 64)
    }
}
