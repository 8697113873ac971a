import Foundation
import Testing

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
            ("organisation: acme\n", "c.yaml:1: there is no preference \"organisation\""),
            ("listen: 127.0.0.1:1\norganization: [a, b]\n", "c.yaml:2: organization takes one value"),
            ("- organization\n", "no mapping"), ("organization: \"acme\n", "no YAML"),
            ("log-level: loud\n", "log-level \"loud\" does not exist"),
        ])
    func refused(_ text: String, _ message: String) async throws {
        let user = try User()
        try user.write("c.yaml", text)
        let outcome = try await user.run("compute", "--config", "c.yaml")
        #expect(outcome.code == 78 && outcome.errors.contains(message), "\(outcome.errors)")
    }

    @Test("An empty configuration file is one that sets nothing; one that isn't there is an error")
    func emptyFile() async throws {
        let user = try User()
        try user.write("c.yaml", "# nothing yet\n")
        #expect(try await user.run("config", "print", "--config", "c.yaml").code == 0)
        let missing = try await user.run("config", "print", "--config", "d.yaml")
        #expect(missing.code == 78 && missing.errors.contains("d.yaml") && missing.errors.contains("missing"))
    }
}
