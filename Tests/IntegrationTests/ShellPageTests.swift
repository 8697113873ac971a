import Foundation
import TestSupport
import Testing

/// docs/shell.md, and what `make install` puts where.
@Suite(.timeLimit(.minutes(60))) struct ShellPageTests {
    @Test("docs/shell.md: its commands install, complete and log in without a password on any command line")
    func page() async throws {
        let machine = try Machine()
        let user = machine.user
        var page = try Page("shell.md")
        let home = user.folder.appending(path: "home").path()
        try await machine.follow(page.next("Install") + "complete -p mutuality | grep -q -- '-F _mutuality'\n")
        #expect(try FileManager.default.contentsOfDirectory(atPath: home + "/.local").sorted() == ["bin", "share"])

        let server = try await ScratchServer.start()
        defer { server.stop() }
        try await server.execute("CREATE ROLE \(ScratchServer.passwordRole) LOGIN PASSWORD 'the password'")
        func here(_ text: String) -> String {
            text.replacing("db.example.com", with: server.directory)
                .replacing("mutuality:loader", with: "postgres:\(ScratchServer.passwordRole)")
                .replacing("dbname=mutuality", with: "dbname=postgres")
                .replacing("user=loader", with: "user=\(ScratchServer.passwordRole)")
        }
        func write(_ name: String, _ text: String, readableByOthers: Bool = false) throws {
            let file = URL(filePath: home).appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try here(text).write(to: file, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes(
                [.posixPermissions: readableByOthers ? 0o644 : 0o600], ofItemAtPath: file.path())
        }
        let passwords = try page.shown(beginning: "db.example.com:5432:")
        try write(".pgpass", passwords, readableByOthers: true)
        try write("secrets/pgpass", passwords)
        try write(".pg_service.conf", try page.shown(beginning: "[mutuality]"))
        let logins = try await machine.follow(here(page.next("Passwords")))
        #expect(logins.lines.count { $0 == "state: running" } == 4, "\(logins.output)")

        let preferences = try await machine.follow(page.next("What Mutuality shows of a password"))
        #expect(preferences.output.contains(try page.shown(beginning: "database-url: ")))
        #expect(!preferences.output.contains("secret"))
        #expect(page.isDone)
    }

    @Test(
        "make install puts program, completions and a manual page for each command below DESTDIR and PREFIX; make uninstall removes them"
    )
    func install() async throws {
        let machine = try Machine()
        let user = machine.user
        try await machine.follow("make release && make install BUILD=.build/release DESTDIR=$PWD/stage PREFIX=/opt/m")
        let commands = HelpTests.commands.map { $0.command.replacing(" ", with: "-") }
        let groups = ["mutuality"] + ["db", "organization", "config"].map { "mutuality-\($0)" }
        let pages = (groups + commands.map { "mutuality-\($0)" }).map { "share/man/man1/\($0).1" }
        let files = [
            "bin/mutuality", "share/bash-completion/completions/mutuality",
            "share/fish/vendor_completions.d/mutuality.fish", "share/zsh/site-functions/_mutuality",
        ]
        func installed() async throws -> [String] {
            try await user.follow("find stage -not -type d -printf '%P\\n' | LC_ALL=C sort").lines
        }
        #expect(try await installed() == (files + pages).map { "opt/m/\($0)" }.sorted())
        let program = try await user.follow("stage/opt/m/bin/mutuality --version").output
        #expect(try await user.follow("mutuality --version").output == program)

        for page in pages {
            let shown = try await user.follow(
                "man --warnings -E UTF-8 -l -Tutf8 -Z stage/opt/m/\(page) >rendered; man -l stage/opt/m/\(page)",
                variables: ["LANG": "C.UTF-8", "MANWIDTH": "80", "MANROFFSEQ": ""])
            #expect(shown.errors.isEmpty, "\(page): \(shown.errors)")
            #expect(shown.output.contains("NAME") && shown.output.contains("SYNOPSIS"), "\(page)")
        }
        for (command, options) in HelpTests.commands {
            let name = command.replacing(" ", with: "-")
            let shown = try await user.follow(
                "man -l stage/opt/m/share/man/man1/mutuality-\(name).1", variables: ["MANWIDTH": "200"]
            ).output
            for option in options {
                #expect(shown.contains(option.trimmingCharacters(in: ["<", ">"])), "\(command) \(option)")
            }
        }

        let completed = try await user.follow(
            """
            source stage/opt/m/share/bash-completion/completions/mutuality
            complete_words() {
                COMP_WORDS=(mutuality "$@") COMP_CWORD=$# COMP_LINE="mutuality $*" COMPREPLY=()
                COMP_POINT=${#COMP_LINE}
                _mutuality mutuality "${!#}" "${COMP_WORDS[$(($# - 1))]}"
                echo "${COMPREPLY[@]}"
            }
            complete_words organi
            complete_words db m
            complete_words export --form
            """)
        #expect(completed.lines == ["organization", "migrate", "--format"], "\(completed.errors)")

        try await machine.follow("make uninstall DESTDIR=$PWD/stage PREFIX=/opt/m")
        #expect(try await installed().isEmpty)
        let missing = try await user.shell("make install BUILD=nowhere DESTDIR=$PWD/stage")
        #expect(
            missing.code != 0 && missing.errors.contains("there is no program nowhere/mutuality; run: make release"))
        #expect(try await installed().isEmpty)
    }
}
