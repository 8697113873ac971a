import ArgumentParser
import Domain
import Foundation

/// The options that every command takes.
struct GlobalOptions: ParsableArguments {
    @Option(help: "Whose data and figures (default: default).")
    var organization: String?

    @Option(help: "A PostgreSQL server of your own, as a connection string or URL of libpq.")
    var databaseUrl: String?

    @Option(help: "Where the private server keeps its data.", completion: .directory)
    var dataDir: String?

    @Option(help: "The file of the key from which all pseudonyms are made.", completion: .file())
    var pseudonymKeyFile: String?

    @Option(help: "The configuration file (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var config: String?

    @Option(help: "Act as if it were this time: 2026-03-01T08:00:00Z.", transform: Moment.argument)
    var now: Instant?

    @Option(help: "trace, debug, info, notice, warning, error or critical (default: warning).")
    var logLevel: String?

    @Flag(help: "Print nothing but errors.")
    var quiet = false

    @Flag(help: "Print the outcome as JSON on standard output.")
    var json = false

    /// `own`: those preferences for which only one command has an option, such as `listen`.
    func preferences(own: [String: String?] = [:]) async throws -> Preferences {
        let flags: [String: String?] = [
            "organization": organization, "database-url": databaseUrl, "data-dir": dataDir,
            "pseudonym-key-file": pseudonymKeyFile, "log-level": logLevel,
        ]
        return try await Preferences(
            flags: flags.merging(own) { $1 }.compactMapValues { $0 }, file: config,
            environment: ProcessInfo.processInfo.environment)
    }

    /// The instant of the command.
    func instant() -> Instant { now ?? Self.clock() }

    /// The one place where the clock is read.
    static func clock() -> Instant {
        Instant(microseconds: Int64(Date().timeIntervalSince1970 * Double(Instant.microsecondsPerSecond)))
    }
}
