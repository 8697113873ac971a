import ArgumentParser

struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Show or check the configuration.", subcommands: [Print.self, Check.self])

    struct Print: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the value of every preference and where it comes from. Passwords are left out.",
            discussion: "See docs/configuration.md for what each is.")

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let rows = try EffectivePreferences(options.preferences()).rows
            if options.json { return try Console.json(rows) }
            for row in rows { try Console.print(row.text) }
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check the configuration, the pseudonym key and the database. Nothing is changed.",
            discussion: "Without a pseudonym key it fails: the first \"mutuality ingest\" makes one.")

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let store = try Store(options)
            try store.preferences.check()
            try store.requirePseudonymKey()
            let status = try await DatabaseStatus.find(store)
            if let error = status.error { throw error }
            if options.json { return try Console.json(status) }
            if !options.quiet { Console.error("The configuration is good. The database is \(status.state.rawValue).") }
        }
    }
}
