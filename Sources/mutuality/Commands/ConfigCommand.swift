import ArgumentParser

struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Show or check the configuration.", subcommands: [Print.self, Check.self])

    struct Print: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show every preference, its value and where it comes from; secrets are left out.")

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let preferences = try await options.preferences()
            let rows = try Preferences.all.map { preference in
                let found = try preferences.lookUp(preference)
                let shown = found.map { preference.isSecret ? Redaction.conninfo($0.value) : $0.value }
                return Row(name: preference.name, value: shown, source: found?.source, note: preference.note)
            }
            if options.json { return try Console.json(rows) }
            for row in rows {
                try Console.print("\(row.name): \(row.value ?? "(not set)")  # \(row.source ?? "default"); \(row.note)")
            }
        }

        private struct Row: Encodable {
            let name: String
            let value: String?
            let source: String?
            let note: String
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read the configuration, the pseudonym key and the database's state without changing anything.")

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let store = try await Store(options)
            _ = try store.pseudonymKeyIfAny()
            let status = try await DatabaseStatus.find(store)
            if status.state == .unreachable || status.state == .unusable {
                throw CommandError(.unavailable, status.text, mend: "see \"mutuality db status\"")
            }
            if options.json { return try Console.json(status) }
            if !options.quiet { Console.error("the configuration is good; database \(status.state.rawValue)") }
        }
    }
}
